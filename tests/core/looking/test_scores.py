"""Scores against plain NumPy over random tables; tests/golden has scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from elevenlines.core.looking.scores import score, worst_rows
from elevenlines.core.looking.tasks import task_of

_numbers = st.floats(-1e6, 1e6, allow_nan=False, width=32).map(float)
_shapes = st.tuples(st.integers(1, 12), st.integers(1, 4))


@st.composite
def pairs(draw: st.DrawFn, cells: st.SearchStrategy[float]) -> tuple[np.ndarray, np.ndarray]:
    """Targets of such cells, and any predictions for them."""
    shape = draw(_shapes)
    return draw(arrays(float, shape, elements=cells)), draw(arrays(float, shape, elements=st.floats(-2, 2)))


def names(targets: np.ndarray) -> list[str]:
    return [f"y{i}" for i in range(targets.shape[1])]


@settings(deadline=None)
@given(pairs(st.sampled_from([0.0, 1.0])), st.sampled_from([0.0, 0.5]))
def test_classes_and_labels_are_counted_row_by_row(pair: tuple[np.ndarray, np.ndarray], middle: float) -> None:
    targets, predictions = pair
    task = task_of(targets, names(targets))
    found = score(task, targets, predictions, middle, range(len(targets)))
    right = np.ones(len(targets), bool)
    for question, judgement in zip(task.questions, found.judgements, strict=True):
        expected, said = question.decided(targets, middle), question.decided(predictions, middle)
        right &= expected == said
        assert judgement.accuracy == np.mean(expected == said)
        for i, one in enumerate(judgement.classes):
            there, guessed = expected == i, said == i
            for j in range(len(question.classes)):
                assert judgement.confusion[i, j] == np.sum(there & (said == j))
            assert one.support == np.sum(there)
            assert one.recall == (pytest.approx(np.mean(guessed[there])) if there.any() else None)
            assert one.precision == (pytest.approx(np.mean(there[guessed])) if guessed.any() else None)
            if one.precision and one.recall:
                assert one.f1 == pytest.approx(2 / (1 / one.precision + 1 / one.recall))
            elif there.any() or guessed.any():
                assert one.f1 == 0.0
            else:
                assert one.f1 is None
    assert found.correct == np.sum(right)
    assert found.accuracy == np.mean(right)


@settings(deadline=None)
@given(pairs(_numbers))
def test_a_regression_is_measured_output_by_output(pair: tuple[np.ndarray, np.ndarray]) -> None:
    targets, predictions = pair
    targets[0, 0] = 0.25  # neither yes nor no
    task = task_of(targets, names(targets))
    found = score(task, targets, predictions, 0.5, range(len(targets)))
    assert (found.correct, found.accuracy, found.judgements) == (None, None, ())
    for i, one in enumerate(found.outputs):
        y, p = targets[:, i], predictions[:, i]
        assert one.rmse == pytest.approx(np.linalg.norm(y - p) / np.sqrt(len(y)))
        assert one.mae == pytest.approx(np.abs(y - p).mean())
        if one.r_squared is None:
            assert np.var(y) < 1e-60
        else:
            assert one.r_squared == pytest.approx(1 - np.mean((y - p) ** 2) / np.var(y), rel=1e-6, abs=1e-9)


@given(pairs(_numbers), st.integers(0, 20))
def test_the_worst_rows_come_first(pair: tuple[np.ndarray, np.ndarray], most: int) -> None:
    targets, predictions = pair
    errors = [float(np.mean(np.abs(y - p))) for y, p in zip(targets, predictions, strict=True)]
    found = worst_rows(targets, predictions, most)
    assert [row for row, _ in found] == sorted(range(len(errors)), key=lambda row: (-errors[row], row))[:most]
    assert [error for _, error in found] == [pytest.approx(errors[row]) for row, _ in found]


def test_only_the_given_rows_count() -> None:
    targets, predictions = np.array([[0.0], [1.0], [1.0]]), np.array([[0.9], [0.8], [0.1]])
    task = task_of(targets, ["y"])
    assert score(task, targets, predictions, 0.5, [1]).accuracy == 1.0
    assert score(task, targets, predictions, 0.5, [0, 2]).correct == 0


def test_what_is_not_defined_is_none() -> None:
    targets = np.array([[0.0], [0.0]])
    (judgement,) = score(task_of(targets, ["y"]), targets, targets, 0.5, [0, 1]).judgements
    never = judgement.classes[1]
    assert (never.precision, never.recall, never.f1, never.support) == (None, None, None, 0)
    constant = np.array([[0.3], [0.3]])
    (output,) = score(task_of(constant, ["y"]), constant, targets, 0.5, [0, 1]).outputs
    assert output.r_squared is None
    assert output.rmse == pytest.approx(0.3)


def test_a_network_about_to_blow_up_warns_nobody() -> None:
    targets = np.array([[0.3], [0.4]])
    (output,) = score(task_of(targets, ["y"]), targets, np.array([[1e300], [0.0]]), 0.5, [0, 1]).outputs
    assert output.rmse == np.inf
