"""The readable engine: the article's loop in NumPy, whose mathematics all others follow."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, final

import numpy as np

from elevenlines.core.network.batches import batches
from elevenlines.core.network.layers import Batch
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training.timetable import Settings
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array

if TYPE_CHECKING:
    from elevenlines.core.training.training import Training


@final
class Readable:
    """Trains by one update after another; see Engine."""

    name = "reference"

    def __init__(self, run: "Training") -> None:
        """Works on the state of a run."""
        self._spec, self._state = run.spec, run.state
        self._update = Update(run.spec, run.state)
        self._order = None if run.spec.training.shuffle else [Batch(0, rows) for rows in batches(run.spec, 0)]
        self._rest: Iterator[tuple[int, Batch]] | None = None  # the batches still to come of a pass under way

    @property
    def is_amid_pass(self) -> bool:
        """See Engine."""
        return self._rest is not None

    def begin_anew(self) -> None:
        """See Engine."""
        self._rest = None

    def measure(self, settings: Settings) -> tuple[float, float, float]:
        """See Engine."""
        self._update.use(settings)
        return self._update.measure(self._spec)

    def train(self, run: "Training", settings: Settings, until: int, is_enough: Callable[[], bool]) -> bool:
        """See Engine."""
        self._update.use(settings)
        goes_on, due = True, run.next_look()
        while goes_on and run.ending is None and run.epoch < until:
            goes_on = self._pass(run, is_enough)
            if not self.is_amid_pass and run.epoch >= due:
                run.look()
                self._update.use(settings)
                due = run.next_look()
        return goes_on

    def _pass(self, run: "Training", is_enough: Callable[[], bool]) -> bool:
        """One pass over the rows: the body of the article's loop. Returns whether to go on."""
        if self._rest is None:
            run.keep_whole()
            self._rest = enumerate(self._batches(run.epoch), start=run.updates_at(run.epoch) + 1)
        last, enough = run.updates_at(run.epoch + 1), False
        for number, batch in self._rest:
            self._update(batch, number)
            enough = is_enough()
            if enough and number != last:
                return False
        self._rest = None
        largest = _too_large(self._state[0])
        if largest is None:
            run.epoch += 1
        else:
            run.diverge(largest)
        return not enough

    def _batches(self, epoch: int) -> Iterator[Batch]:
        rows = batches(self._spec, epoch) if self._order is None else (batch.rows for batch in self._order)
        return (Batch(epoch, chosen) for chosen in rows)


def _too_large(flat: Array) -> int | None:
    """The place of the first parameter that is not finite or too large, or None.

    The square of the norm is one cheap number that no such parameter leaves small.
    """
    if flat.dot(flat) <= LIMITS.weight**2:
        return None
    wild = ~(np.abs(flat) <= LIMITS.weight)
    return int(np.argmax(wild)) if wild.any() else None
