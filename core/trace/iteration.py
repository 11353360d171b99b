"""One batch of one pass, taken apart.

The numbers are the readable engine's own: it is asked for each stage, and what it answers is written down. So what a
trace shows to be added to a weight is, to the last bit, what that engine adds.
"""

from dataclasses import dataclass

import numpy as np

from elevenlines.core.network.batches import Rows, batches
from elevenlines.core.network.layers import Batch
from elevenlines.core.network.parameters import Layout
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.trace.notes import Notes, Step
from elevenlines.core.trace.passes import note_backward, note_forward
from elevenlines.core.trace.stages import Back, Pass
from elevenlines.core.trace.updates import note_update
from elevenlines.core.training import Frame
from elevenlines.core.training.timetable import Timetable
from elevenlines.core.training.update import Update


@dataclass(frozen=True)
class Trace:
    """One batch of a pass.

    Attributes:
        epoch: at which the pass begins.
        batch: of the pass, from 0.
        batches: how many it has.
        rows: of the table, in the order in which the arrays hold them; all of the batch, whichever are shown.
        steps: in the order of computation.
    """

    epoch: int
    batch: int
    batches: int
    rows: Rows
    steps: list[Step]


def is_too_large(spec: RunSpec) -> bool:
    """Whether a trace would hold more numbers than anybody can look at."""
    values = spec.batch_sizes[0] * sum(spec.layer_sizes)
    return Layout.of(spec).count + values > LIMITS.traced


def batches_of(spec: RunSpec, epoch: int) -> list[Rows]:
    """The rows of the table in each batch of the pass that begins at that epoch."""
    return [spec.data.training.numbers[rows] for rows in batches(spec, epoch)]


def take_apart(spec: RunSpec, frame: Frame, batch: int = 0, row: int | None = None) -> Trace:
    """One batch of the pass that begins at a frame, array by array.

    Args:
        spec: of the run.
        frame: at which the pass begins; the batches before are trained first.
        batch: number in the pass, from 0.
        row: of the table, in this batch: what holds a row for each row of the batch then holds this one alone.

    Raises:
        IndexError: the pass has no such batch.
        ValueError: the row is not in it.
    """
    order = [Batch(frame.epoch, rows) for rows in batches(spec, frame.epoch)]
    first, chosen = frame.updates + 1, order[batch]
    in_table = spec.data.training.numbers[chosen.rows]
    shown = slice(None) if row is None else [in_table.tolist().index(row)]
    notes, state = Notes(shown), frame.state.copy()
    update = Update(spec, state)
    update.use(Timetable(spec.training).of_pass(frame.epoch))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for number, earlier in enumerate(order[:batch], start=first):
            update(earlier, number)
        before = update.parameters.like(update.parameters.flat.copy())
        values, memories = update.forward(chosen)
        made = Pass.of(update.network, values, memories)
        backs = Back.all_of(update.network, update.backward(values, memories, chosen))
        note_forward(notes, spec, before, made, spec.data.columns[in_table])
        note_backward(notes, spec, before, made, backs, spec.data.training.targets[chosen.rows])
        note_update(notes, spec, update, state, (made, backs, memories), first + batch)
    return Trace(frame.epoch, batch, len(order), in_table, notes.steps)
