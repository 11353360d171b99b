"""Stop rules end a run before its last epoch; what they say is said here, and so is why a run blew up."""

from math import inf
from typing import NamedTuple

from elevenlines.core.spec.training import TrainingSpec
from elevenlines.core.training.frame import Point


class Ending(NamedTuple):
    """How a run has ended.

    Attributes:
        outcome: "done" or "diverged".
        message: why, in words, where that is not plain from the epoch.
    """

    outcome: str
    message: str | None = None


class StopRules:
    """The rules of one spec, and what they remember.

    Attributes:
        are_any: whether they have to see every epoch.
        best: the lowest loss so far and its epoch, where a rule has to know; else (infinity, 0).
    """

    def __init__(self, training: TrainingSpec, epoch: int, best: tuple[float, int]) -> None:
        """As they stand at an epoch. Where one has ended the run there, who lets it go on begins to wait anew."""
        self._goal, self._stop = training.stop_at_error, training.stop
        self.are_any = self._goal is not None or self._stop is not None
        self.best = (inf, 0) if self._stop is not None and epoch - best[1] >= self._stop.epochs else best

    def ending(self, point: Point) -> Ending | None:
        """How the run ends with that point, if it does."""
        found = None
        if self._goal is not None and point.error <= self._goal:
            found = self.reached_goal(point.epoch)
        if self._stop is None:
            return found
        if point.loss < self.best[0] - self._stop.improvement or self.best[0] == inf:
            self.best = (point.loss, point.epoch)
        elif found is None and point.epoch - self.best[1] >= self._stop.epochs:
            return self.no_progress(point.epoch)
        return found

    def reached_goal(self, epoch: int) -> Ending:
        """The error is as small as was asked for."""
        return Ending("done", f"stopped at epoch {epoch:,}: the error reached {self._goal:g}")

    def no_progress(self, epoch: int) -> Ending:
        """The loss has not fallen for too long."""
        assert self._stop is not None
        by = f" by {self._stop.improvement:g}" if self._stop.improvement else ""
        return Ending(
            "done", f"stopped at epoch {epoch:,}: the loss has not fallen{by} in {self._stop.epochs:,} epochs"
        )


def diverged(parameter: str, epoch: int) -> Ending:
    """A parameter grew too large in the pass that begins at that epoch."""
    return Ending("diverged", f"{parameter} grew beyond 10¹² at epoch {epoch + 1:,}; try a smaller alpha")


def overflowed(epoch: int) -> Ending:
    """The loss is no number any more."""
    what = "a smaller alpha" if epoch else "smaller inputs or first weights"
    return Ending("diverged", f"the loss overflowed at epoch {epoch:,}; try {what}")
