"""A task is what a table's targets ask for: to tell classes apart, to answer yes or no, or to come near numbers.

It follows from the targets alone, by `task_of`. The page has the same rules (pure/table/tasks.js): a test holds both to
the same tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from elevenlines.core.types import Array, Integers

Kind = Literal["two_classes", "classes", "labels", "regression"]
NAMES = ("0", "1"), ("-1", "1")  # of the two sides of an output whose targets are these


@dataclass(frozen=True)
class Question:
    """One thing that is decided for every row: which of these classes it is.

    Attributes:
        name: what is asked about: an output, or all of them.
        classes: their names, the first one being class 0.
        outputs: the numbers of the outputs that decide it: one, by its side of the middle, or several, by the largest.
    """

    name: str
    classes: tuple[str, ...]
    outputs: tuple[int, ...]

    def decided(self, values: Array, middle: float) -> Integers:
        """The class of each row.

        Args:
            values: targets or predictions, (rows, outputs).
            middle: of the output activation's range; above it one output means class 1. See Activation.middle.

        Returns:
            (rows,), from 0. Of several equally large outputs the first one decides.
        """
        if len(self.outputs) == 1:
            return (values[:, self.outputs[0]] > middle).astype(np.int64)
        largest: Integers = np.argmax(values[:, list(self.outputs)], axis=1)
        return largest


@dataclass(frozen=True)
class Task:
    """What a table asks for.

    Attributes:
        kind: "two_classes": one output with two values. "classes": one output for each class, and every row has one of
            them. "labels": several outputs with two values, each judged by itself. "regression": anything else.
        questions: what is decided for every row; empty for a regression.
    """

    kind: Kind
    questions: tuple[Question, ...] = ()


def task_of(targets: Array, names: Sequence[str]) -> Task:
    """The task that the targets of a table stand for.

    Args:
        targets: (rows, outputs), with at least one row and one output.
        names: of the outputs.
    """
    if len(names) > 1 and bool(np.isin(targets, (0.0, 1.0)).all() and (targets.sum(axis=1) == 1.0).all()):
        return Task("classes", (Question("class", tuple(names), tuple(range(len(names)))),))
    sides = [_sides(column) for column in targets.T]
    questions = tuple(
        Question(name, side, (output,))
        for output, (name, side) in enumerate(zip(names, sides, strict=True))
        if side is not None
    )
    if len(questions) < len(names):
        return Task("regression")
    return Task("two_classes" if len(names) == 1 else "labels", questions)


def _sides(column: Array) -> tuple[str, str] | None:
    """The names of the two values of a column, of which it may have but one; None where it has others."""
    for low, high in NAMES:
        if np.isin(column, (float(low), float(high))).all():
            return low, high
    return None
