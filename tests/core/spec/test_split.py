"""Test rows: drawn by the seed, put there by hand, and never heard of by any weight."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_table
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin

POINTS = np.random.RandomState(3).uniform(-1, 1, (40, 2))


def spec(split: dict[str, Any] | None, points: np.ndarray = POINTS, **training: Any) -> RunSpec:
    inside = (points**2).sum(axis=1) < 0.5
    return RunSpec.model_validate(
        {
            "table": {"inputs": points.tolist(), "targets": [[float(value)] for value in inside]},
            "split": split,
            "network": {"bias": True},
            "training": {"epochs": 60, "learning_rate": 0.1, **training},
        }
    )


def test_a_share_is_drawn_and_rows_are_moved_by_hand() -> None:
    drawn = spec({"share": 0.25, "seed": 4})
    assert len(drawn.test_rows) == 10
    assert sorted(drawn.test_rows + drawn.training_rows) == list(range(40))
    assert spec({"share": 0.25, "seed": 5}).test_rows != drawn.test_rows
    out, into = drawn.test_rows[0], drawn.training_rows[0]
    moved = spec({"share": 0.25, "seed": 4, "test": [into], "train": [out]})
    assert set(moved.test_rows) == set(drawn.test_rows) - {out} | {into}


def test_a_larger_share_keeps_the_rows_of_a_smaller_one() -> None:
    assert set(Split(share=0.2).test_rows(50)) < set(Split(share=0.4).test_rows(50))


@pytest.mark.parametrize("training", [{}, {"batch_size": 7, "shuffle": True, "dropout": 0.2}, {"batch_norm": True}])
@pytest.mark.parametrize("engine", [begin, Training])
def test_test_rows_never_touch_the_weights(engine: Any, training: dict[str, Any]) -> None:
    split = {"share": 0.3, "seed": 2}
    known = spec(split, **training)
    points = POINTS.copy()
    points[list(known.test_rows)] = np.random.RandomState(9).uniform(-5, 5, (len(known.test_rows), 2))
    one, other = engine(known), engine(spec(split, points, **training))
    one.advance(60)
    other.advance(60)
    np.testing.assert_array_equal(one.frame().state, other.frame().state)
    assert one.measure()[:3] == other.measure()[:3]
    assert one.measure().test_error != other.measure().test_error


@pytest.mark.parametrize("training", [{}, {"batch_size": 7, "shuffle": True}, {"batch_size": 7, "batch_norm": True}])
def test_training_is_that_of_a_table_without_them(training: dict[str, Any]) -> None:
    whole = spec({"share": 0.3, "seed": 2}, **training)
    alone = spec(None, POINTS[list(whole.training_rows)], **training)
    one, other = begin(whole), begin(alone)
    one.advance(60)
    other.advance(60)
    np.testing.assert_array_equal(one.frame().state, other.frame().state)
    assert other.measure().test_error is None
    tested = list(whole.test_rows)
    predictions = one.predictions()
    expected = np.abs(predictions[tested] - whole.data.all.targets[tested]).mean()
    assert one.measure().test_error == pytest.approx(expected, rel=1e-12)
    assert len(predictions) == 40
    for point in one.take()[0]:
        assert point.test_error is not None


def test_test_rows_of_a_smaller_table_keep_their_numbers() -> None:
    known = spec({"share": 0.25, "seed": 4})
    table = Table.model_validate({"inputs": POINTS[:30].tolist(), "targets": [[0.0]] * 30})
    assert with_table(known, table).test_rows == tuple(row for row in known.test_rows if row < 30)
    edited = Table.model_validate({"inputs": (POINTS * 2).tolist(), "targets": [[1.0]] * 40})
    assert with_table(known, edited).split == known.split


def test_a_table_smaller_than_a_batch_can_be_predicted() -> None:
    table = Table.model_validate({"inputs": POINTS[:2].tolist(), "targets": [[0.0]] * 2})
    assert len(with_table(spec({"share": 0.25}, batch_size=20), table).data.all.inputs) == 2


@pytest.mark.parametrize(
    ("split", "place", "words"),
    [
        ({"test": [40]}, ["split", "test", 0], "below the number of rows, 40"),
        ({"train": [3, 3]}, ["train"], "each row once"),
        ({"test": [3], "train": [3]}, ["test"], "one of them only"),
        ({"test": list(range(40))}, ["split"], "at least one row to train with"),
    ],
)
def test_what_is_no_split_is_said(split: dict[str, Any], place: list[str | int], words: str) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        spec(split)
    assert caught.value.errors()[0]["ctx"]["at"] == place


def test_a_batch_is_of_training_rows() -> None:
    assert spec({"test": list(range(30))}, batch_size=10).updates == 1
    with pytest.raises(ValidationError, match="number of training rows: 10"):
        spec({"test": list(range(30))}, batch_size=11)
