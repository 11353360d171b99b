"""The whole program: which part stands where."""

from collections.abc import Iterable

from elevenlines.app.views.program.beginning import (
    write_changes,
    write_parameters,
    write_settings,
    write_slots,
    write_timetable,
)
from elevenlines.app.views.program.data import write_data
from elevenlines.app.views.program.helpers import needed, write_helpers
from elevenlines.app.views.program.lines import Line, Listing
from elevenlines.app.views.program.passes import (
    predicted,
    write_backward,
    write_forward,
    write_prediction,
    write_statistics,
)
from elevenlines.app.views.program.plan import Plan
from elevenlines.app.views.program.stops import write_best, write_error, write_stop_rules
from elevenlines.app.views.program.updates import write_update
from elevenlines.core.randomness import SHUFFLE
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.features import Features
from elevenlines.core.training import Frame


def write_program(spec: RunSpec, start: Frame | None = None, last: int | None = None) -> list[Line]:
    """The program that trains this spec, alone with NumPy, and prints its error and predictions.

    Args:
        spec: of the run.
        start: the frame from which it goes on, with what its optimizer remembers; None: from the spec's beginning.
        last: the epoch at which it ends; None: the spec's, where no stop rule ends it before.
    """
    plan = Plan(spec, start, spec.training.epochs if last is None else last)
    listing, helpers = Listing(), needed(plan)
    if "phi" in helpers:
        listing.add("import math", "Only for erf, which NumPy does not have.")
    listing.add("import numpy as np", "All that the program needs.")
    write_helpers(listing, plan, helpers)
    listing.blank()
    write_data(listing, plan)
    listing.blank()
    write_parameters(listing, plan)
    write_slots(listing, plan)
    write_settings(listing, plan)
    write_timetable(listing, plan)
    write_best(listing, plan)
    _write_rows(listing, plan)
    _write_loop(listing, plan)
    listing.blank()
    if not plan.looks_at_every_epoch:
        write_prediction(listing, plan)
        write_error(listing, plan)
    listing.add('print("error", error)', "The error after the last update.")
    predictions = f"l{plan.outputs}"
    if plan.has_test:
        listing.traced = dict.fromkeys([*predicted(plan), *["X"] * (spec.features != Features())], "")
        listing.add("X, y = all_X, all_y", "All rows again.")
        write_prediction(listing, plan)
        listing.add(f"test_error = np.mean(np.abs(y - {predictions})[test])", "The error over the test rows.")
        listing.add('print("test error", test_error)', "How the network does on rows that it has never seen.")
    listing.add(f'print("predictions", *{predictions}.tolist(), sep="\\n")', "What the network says now, row by row.")
    return listing.lines


def text_of(lines: Iterable[Line]) -> str:
    """The program as a file holds it."""
    return "".join(f"{line.text}\n" for line in lines)


def numbers_written(spec: RunSpec, start: Frame | None) -> int:
    """How many numbers the program has to hold as text: data, and parameters that are given."""
    return spec.numbers + (0 if start is None else start.state.size)


def _write_rows(listing: Listing, plan: Plan) -> None:
    """Before the loop: the rows' numbers, for batches and masks."""
    if plan.is_batched and not plan.spec.training.shuffle:
        listing.add(f"order = np.arange({plan.rows})", "The rows in the order in which batches take them.")
    elif plan.has_dropout and not plan.is_batched:
        listing.add(f"rows = np.arange({plan.rows})", "The numbers of the rows: each row has masks of its own.")


def _write_loop(listing: Listing, plan: Plan) -> None:
    stop = plan.last + 1 if plan.looks_at_every_epoch else plan.last
    span = f"{plan.first}, {stop}" if plan.first else f"{stop}"
    with listing.block(f"for j in range({span}):", "One pass over all rows after another: the epochs."):
        if plan.looks_at_every_epoch:
            write_prediction(listing, plan)
            write_error(listing, plan)
            write_stop_rules(listing, plan)
        write_changes(listing, plan)
        if plan.is_batched:
            _write_batches(listing, plan)
        else:
            _write_pass(listing, plan)


def _write_batches(listing: Listing, plan: Plan) -> None:
    size = plan.spec.batch_sizes[0]
    if plan.spec.training.shuffle:
        listing.add(
            f'order = np.argsort(draw(j, {SHUFFLE}, np.arange({plan.rows})), kind="stable")',
            "A new order of the rows, fixed by seed and epoch.",
        )
    with listing.block(f"for start in range(0, {plan.rows}, {size}):", "One update for each batch of rows."):
        listing.add(f"rows = order[start:start + {size}]", "The rows of this batch.")
        listing.add("l0 = X[rows]", "Their inputs.")
        _write_pass(listing, plan)


def _write_pass(listing: Listing, plan: Plan) -> None:
    """One update: forward, backward, and the step."""
    if not (plan.looks_at_every_epoch and plan.trains_as_it_predicts):
        write_forward(listing, plan)
    write_backward(listing, plan)
    write_statistics(listing, plan)
    write_update(listing, plan)
