"""A pass taken apart: which batch of it, and what is too large for that."""

import numpy as np

from elevenlines.app.answers.passes import Trace, TraceStep
from elevenlines.app.runs.run import Refused, WrongState
from elevenlines.app.views.rows import check_row
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.written import trace as passes


def check_traced(spec: RunSpec, row: int | None) -> None:
    """Refuses too large a network or batch, and a row that the table has not or that no pass trains with."""
    if passes.is_too_large(spec):
        detail = "has too large a network or batch to look at: parameters and values of a batch may be"
        raise Refused("/path/run_id", f"{detail} {LIMITS.traced:,} together")
    if row is not None:
        check_row(row, len(spec.table.inputs))
    if row in spec.test_rows:
        raise Refused("/query/row", "is a test row: no pass trains with it")


def trace_of(spec: RunSpec, start: Frame, batch: int | None, row: int | None) -> Trace:
    """One batch of the pass that begins at a frame.

    Args:
        spec: of the run.
        start: the frame.
        batch: of the pass, from 0; None: the one that holds the row, or the first.
        row: of the table, from 0: show this one of the batch alone.

    Raises:
        Refused: the pass has no such batch, or the row is in another.
        WrongState: the trace holds numbers that cannot be shown.
    """
    found = passes.take_apart(spec, start, _batch_for(spec, start.epoch, batch, row), row)
    if not all(bool(np.isfinite(step.value).all()) for step in found.steps):
        raise WrongState("the network's numbers overflow in this pass: look at an earlier epoch")
    return _told(found)


def _batch_for(spec: RunSpec, epoch: int, batch: int | None, row: int | None) -> int:
    """The batch that is meant. Raises Refused where the pass has none such, or the row is in another."""
    order = passes.batches_of(spec, epoch)
    if batch is not None and batch >= len(order):
        raise Refused("/query/batch", f"must be below the number of batches, {len(order)}: batches count from 0")
    holding = 0 if row is None else next(number for number, rows in enumerate(order) if row in rows)
    if row is not None and batch not in {None, holding}:
        raise Refused("/query/row", f"is in batch {holding} of this pass: ask for that batch, or leave batch out")
    return holding if batch is None else batch


def _told(trace: passes.Trace) -> Trace:
    """Arrays as nested lists."""
    return Trace.model_construct(
        epoch=trace.epoch,
        batch=trace.batch,
        batches=trace.batches,
        rows=trace.rows.tolist(),
        steps=[
            TraceStep.model_construct(
                name=step.name,
                layer=step.layer,
                formula=step.formula,
                shape=list(step.value.shape),
                value=step.value.tolist(),
                meaning=step.meaning,
                reads=list(step.reads),
                rows=None if step.rows is None else step.rows.tolist(),
            )
            for step in trace.steps
        ],
    )
