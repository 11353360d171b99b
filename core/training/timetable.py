"""A timetable says which settings are in force in which pass."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from elevenlines.core.choices.optimizers import DEFAULT_MOMENTUM
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.training import TrainingSpec


@dataclass(frozen=True)
class Settings:
    """What may change from one pass to the next."""

    learning_rate: float
    l1: float
    l2: float
    momentum: float


class Timetable:
    """The settings of every pass of a run."""

    def __init__(self, training: TrainingSpec) -> None:
        """Of a spec's training: its settings, and the changes on the way."""
        momentum = DEFAULT_MOMENTUM if training.momentum is None else training.momentum
        self._settings = [Settings(training.learning_rate, training.l1, training.l2, momentum)]
        for change in training.changes:
            self._settings.append(replace(self._settings[-1], **change.settings))
        self._epochs = [change.epoch for change in training.changes]

    def of_pass(self, epoch: int) -> Settings:
        """What is in force in the pass that begins at that epoch."""
        return self._settings[bisect_right(self._epochs, epoch)]

    def at(self, epoch: int) -> Settings:
        """What the network of that epoch is measured with: what the pass had that led there, at 0 the first pass."""
        return self.of_pass(max(epoch - 1, 0))

    def next_change(self, epoch: int) -> int:
        """The first epoch after that one with other settings; beyond every limit where there is none."""
        place = bisect_right(self._epochs, epoch)
        return self._epochs[place] if place < len(self._epochs) else LIMITS.epochs + 1
