"""The readable engine: the article's loop in NumPy, whose mathematics all others follow."""

from collections.abc import Callable
from typing import TYPE_CHECKING, final

import numpy as np

from elevenlines.core.network.batches import Rows, batches
from elevenlines.core.network.layers import Batch
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training.timetable import Settings
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array

if TYPE_CHECKING:
    from elevenlines.core.training.training import Training

_LARGEST = LIMITS.weight**2


@final
class Readable:
    """Trains by one update after another; see Engine."""

    name = "reference"

    def __init__(self, run: "Training") -> None:
        """Works on the state of a run."""
        self._spec, self._state = run.spec, run.state
        self._update = Update(run.spec, run.state)
        self._natural = None if run.spec.training.shuffle else batches(run.spec, 0)[::-1]  # the same in every pass
        self._rest: list[Rows] = []  # the batches still to come of a pass under way, the next one last
        self._number = 0  # of the update made last

    @property
    def is_amid_pass(self) -> bool:
        """See Engine."""
        return bool(self._rest)

    def begin_anew(self) -> None:
        """See Engine."""
        self._rest = []

    def measure(self, settings: Settings) -> tuple[float, float, float]:
        """See Engine."""
        self._update.use(settings)
        return self._update.measure(self._spec)

    def train(self, run: "Training", settings: Settings, until: int, is_enough: Callable[[], bool]) -> bool:
        """See Engine."""
        self._update.use(settings)
        goes_on, due = True, run.next_look()
        while goes_on and run.epoch < until:
            goes_on = self._pass(run, is_enough)
            if run.epoch == due and not self._rest:
                run.look()
                self._update.use(settings)
                due = run.next_look()
            if run.ending is not None:
                break
        return goes_on

    def _pass(self, run: "Training", is_enough: Callable[[], bool]) -> bool:
        """One pass over the rows, or what was left of it: the body of the article's loop. Returns whether to go on."""
        if not self._rest:
            run.keep_whole()
            self._rest = self._batches(run.epoch)
            self._number = run.updates_at(run.epoch)
        goes_on = True
        while goes_on and self._rest:
            self._number += 1
            self._update(Batch(run.epoch, self._rest.pop()), self._number)
            goes_on = not is_enough()
        if not self._rest:
            largest = _too_large(self._state[0])
            if largest is None:
                run.epoch += 1
            else:
                run.diverge(largest)
        return goes_on

    def _batches(self, epoch: int) -> list[Rows]:
        """Those of that pass, the first one last."""
        return batches(self._spec, epoch)[::-1] if self._natural is None else self._natural.copy()


def _too_large(flat: Array) -> int | None:
    """The place of the first parameter that is not finite or too large, or None.

    The square of the norm is one cheap number that no such parameter leaves small.
    """
    if flat.dot(flat) <= _LARGEST:
        return None
    wild = ~(np.abs(flat) <= LIMITS.weight)
    return int(np.argmax(wild)) if wild.any() else None
