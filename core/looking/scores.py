"""Scores say how well a network does: over the rows that it learns from, and over those that it has never seen.

Pure functions of targets and predictions. A number that is not defined, such as the precision of a class that was
never predicted, is None, never 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from elevenlines.core.looking.tasks import Question, Task
from elevenlines.core.types import Array, Integers


@dataclass(frozen=True)
class ClassScore:
    """How well one class is told from the others.

    Attributes:
        precision: the share of the rows predicted as this class that are of it; None where none was predicted so.
        recall: the share of the rows of this class that were found; None where there are none.
        f1: the harmonic mean of both; None where the class is neither there nor predicted.
        support: rows of this class.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True)
class Judgement:
    """How well a question is answered.

    Attributes:
        accuracy: the share of rows that are decided rightly.
        confusion: (classes, classes): how many rows of each class, down, were predicted as each class, across.
        classes: one for each class.
    """

    accuracy: float
    confusion: Integers
    classes: tuple[ClassScore, ...]


@dataclass(frozen=True)
class OutputScore:
    """How near one output comes.

    Attributes:
        rmse: root of the mean squared residual; infinite where the squares overflow.
        mae: mean absolute residual.
        r_squared: the share of the targets' variance that is explained; None where the target is constant.
    """

    rmse: float
    mae: float
    r_squared: float | None


@dataclass(frozen=True)
class Scores:
    """Of some rows of a table.

    Attributes:
        rows: how many.
        correct: of a regression None; else how many of them have every question answered rightly.
        judgements: one for each question of the task.
        outputs: of a regression, one for each output.
    """

    rows: int
    correct: int | None
    judgements: tuple[Judgement, ...] = field(default=())
    outputs: tuple[OutputScore, ...] = field(default=())

    @property
    def accuracy(self) -> float | None:
        """The share of rows with every question answered rightly."""
        return None if self.correct is None else self.correct / self.rows

    @property
    def r_squared(self) -> float | None:
        """Averaged over the outputs whose targets vary; None where none does."""
        defined = [one.r_squared for one in self.outputs if one.r_squared is not None]
        return sum(defined) / len(defined) if defined else None


def score(task: Task, targets: Array, predictions: Array, middle: float, rows: Sequence[int]) -> Scores:
    """The scores of some rows.

    Args:
        task: of the table.
        targets: (rows of the table, outputs).
        predictions: the same shape, finite.
        middle: see Question.decided.
        rows: numbers of the rows that count, at least one.
    """
    chosen = np.asarray(rows, dtype=np.intp)
    wanted, given = targets[chosen], predictions[chosen]
    if task.kind == "regression":
        columns = zip(wanted.T, given.T, strict=True)
        return Scores(len(chosen), None, outputs=tuple(judge_output(*pair) for pair in columns))
    decided = [(one, one.decided(wanted, middle), one.decided(given, middle)) for one in task.questions]
    right = np.logical_and.reduce([expected == found for _, expected, found in decided])
    return Scores(
        len(chosen),
        int(np.count_nonzero(right)),
        tuple(judge(question, expected, found) for question, expected, found in decided),
    )


def judge(question: Question, expected: Integers, predicted: Integers) -> Judgement:
    """How well one question is answered.

    With C[i, j] the rows of class i that were predicted as j: precision of j = C[j, j] / sum_i C[i, j],
    recall of i = C[i, i] / sum_j C[i, j], F1 = 2 C[i, i] / (sum_j C[i, j] + sum_j C[j, i]), which is their harmonic
    mean (van Rijsbergen, Information Retrieval, 1979, chapter 7), accuracy = trace / sum.

    Args:
        question: what was asked.
        expected: the class of each row, (rows,), at least one.
        predicted: the class that the network says, (rows,).
    """
    count = len(question.classes)
    confusion: Integers = np.bincount(expected * count + predicted, minlength=count * count).reshape(count, count)
    hits, support, said = np.diagonal(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    classes = tuple(
        ClassScore(_share(hit, guessed), _share(hit, there), _share(2 * hit, there + guessed), there)
        for hit, there, guessed in zip(hits.tolist(), support.tolist(), said.tolist(), strict=True)
    )
    return Judgement(int(hits.sum()) / expected.size, confusion, classes)


def judge_output(target: Array, prediction: Array) -> OutputScore:
    """How near one output comes to its target.

    RMSE = sqrt(mean r^2), MAE = mean |r| with r = target - prediction, and R^2 = 1 - sum r^2 / sum (target - mean)^2:
    the coefficient of determination (Draper and Smith, Applied Regression Analysis, 1998, section 1.3), below 0
    where the targets' mean would do better.

    Args:
        target: (rows,), at least one.
        prediction: (rows,).
    """
    with np.errstate(over="ignore"):  # of a network that is about to blow up
        residual = target - prediction
        squared = residual * residual
        spread = target - np.mean(target)
        variation = 0.0 if np.ptp(target) == 0.0 else float(np.sum(spread * spread))
        explained = 1.0 - float(np.sum(squared)) / variation if variation > 0.0 else None
        return OutputScore(float(np.sqrt(np.mean(squared))), float(np.mean(np.abs(residual))), explained)


def worst_rows(targets: Array, predictions: Array, most: int) -> list[tuple[int, float]]:
    """The rows that the network misses by most, the worst first; of equal ones the earlier first.

    Args:
        targets: (rows, outputs).
        predictions: the same shape.
        most: how many at most.

    Returns:
        Row numbers, each with its mean absolute error over the outputs: the page's error, of that row.
    """
    errors = np.mean(np.abs(targets - predictions), axis=1)
    order = np.argsort(-errors, kind="stable")[:most]
    return [(int(row), float(errors[row])) for row in order]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
