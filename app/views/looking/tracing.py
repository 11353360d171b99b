"""Which batch of which pass is taken apart, and what is too large for it."""

from elevenlines.app.answers.passes import Trace
from elevenlines.app.runs.run import Refused, WrongState
from elevenlines.app.views.rows import check_row
from elevenlines.app.views.trace import is_finite, told
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.trace import iteration
from elevenlines.core.training import Frame


def check_traced(spec: RunSpec, row: int | None) -> None:
    """Refuses too large a network or batch, and a row that the table has not or that no pass trains with."""
    if iteration.is_too_large(spec):
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
    trace = iteration.take_apart(spec, start, _batch_for(spec, start.epoch, batch, row), row)
    if not is_finite(trace):
        raise WrongState("the network's numbers overflow in this pass: look at an earlier epoch")
    return told(trace)


def _batch_for(spec: RunSpec, epoch: int, batch: int | None, row: int | None) -> int:
    """The batch that is meant. Raises Refused where the pass has none such, or the row is in another."""
    order = iteration.batches_of(spec, epoch)
    if batch is not None and batch >= len(order):
        raise Refused("/query/batch", f"must be below the number of batches, {len(order)}: batches count from 0")
    holding = 0 if row is None else next(number for number, rows in enumerate(order) if row in rows)
    if row is not None and batch not in {None, holding}:
        raise Refused("/query/row", f"is in batch {holding} of this pass: ask for that batch, or leave batch out")
    return holding if batch is None else batch
