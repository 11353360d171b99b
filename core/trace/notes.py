"""The steps of a trace as they are written down, in the article's sign.

The sign: the engine's delta is d loss / d z, and its update is subtracted. The article's is y minus the prediction
times the slope, and its update is added. In a trace everything on the way back has the article's sign.
"""

import re
from dataclasses import dataclass

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.trace.words import WORDS
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Step:
    """One array of the computation.

    Attributes:
        name: the article's.
        layer: that it belongs to, 0 the inputs; weights belong to the layer that they lead to. None: to none.
        formula: Python, in the names of earlier steps.
        value: shape () for a plain number.
        meaning: a sentence.
        reads: the names of the steps that it is computed from.
        rows: shape (rows, *value.shape), what each row brings where `value` is a sum over the rows and this is small
            enough to show; else None.
    """

    name: str
    layer: int | None
    formula: str
    value: Array
    meaning: str
    reads: tuple[str, ...]
    rows: Array | None = None


class Notes:
    """The steps as they are written down."""

    def __init__(self, shown: slice | list[int]) -> None:
        """Begins with none; `shown` picks rows of the batch."""
        self.steps: list[Step] = []
        self._names: set[str] = set()
        self._shown = shown

    def of_rows(self, what: str, layer: int, value: Array, formula: str) -> str:
        """Notes an array that has a row for each row of the batch; returns its name."""
        return self.add(what, layer, value[self._shown], formula)

    def add(
        self, what: str, layer: int | None, value: Array, formula: str, p: str = "", rows: Array | None = None
    ) -> str:
        """Notes an array; returns its name. What it reads are the names that stand in its formula."""
        word = WORDS[what]
        place = {"k": layer, "j": None if layer is None else layer - 1, "p": p}
        name = word.name.format(**place)
        reads = [part for part in re.findall(r"[A-Za-z_]\w*", formula) if part in self._names]
        self._names.add(name)
        unique = tuple(dict.fromkeys(reads))
        self.steps.append(Step(name, layer, formula, value, word.meaning.format(**place), unique, rows))
        return name

    def by_row(self, entering: Array | None, leaving: Array, share: float) -> Array | None:
        """What each row that is shown adds to a gradient's sum, or None where that is too much to show.

        Args:
            entering: (rows, fan_in); None: 1, as for a bias.
            leaving: (rows, fan_out), the engine's deltas.
            share: what the sum is divided by.
        """
        leaving = leaving[self._shown]
        size = leaving.size * (1 if entering is None else entering.shape[1])
        if size > LIMITS.traced_rows:
            return None
        if entering is None:
            return added(leaving) / share
        return added(entering[self._shown][:, :, None] * leaving[:, None, :]) / share


def added(engines: Array) -> Array:
    """The article's sign of what the engine subtracts; 0 stays 0, not -0."""
    turned: Array = 0.0 - engines
    return turned


def say(number: float) -> str:
    """A number in a formula: short, and exact."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)
