"""What a recording is made of: frames, from which training goes on, and points of the error curve."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import NamedTuple

from elevenlines.core.types import Array


@dataclass(frozen=True)
class Frame:
    """A network after `epoch` passes: all that the next epoch depends on.

    Attributes:
        epoch: passes made.
        state: shape (1 + slots, parameters): the flat parameters, then what the optimizer remembers.
        best: the lowest loss so far and its epoch, where a stop rule has to know; else (infinity, 0).
        updates: how many the optimizer has made since its memory began. Adam corrects by it.
    """

    epoch: int
    state: Array
    best: tuple[float, int] = (inf, 0)
    updates: int = 0


class Point(NamedTuple):
    """A point of the error curve: the network after `epoch` passes, in prediction mode."""

    epoch: int
    error: float  # mean absolute error over training rows and outputs
    loss: float  # what is minimised, over the training rows, penalties included
    test_error: float | None = None  # the same over test rows; None where there are none, or it is not finite

    @property
    def is_finite(self) -> bool:
        """Whether error and loss can be shown. Test rows end no run: where their error is not finite, there is none."""
        return isfinite(self.error) and isfinite(self.loss)
