"""What enters the network: columns, formulas, standardised by the training rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from elevenlines.core.network.network import predict, predict_entered
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec import RunSpec, altered, features
from elevenlines.core.spec.changes import with_table
from elevenlines.core.spec.expressions import Expression, evaluate
from elevenlines.core.spec.table import Table
from elevenlines.core.spec.training import TrainingSpec
from elevenlines.core.types import Array

POINTS = np.random.RandomState(3).uniform(-2, 2, (20, 2))


def spec(asked: dict[str, Any], **others: Any) -> RunSpec:
    table = {
        "inputs": [[*point, 1.0] for point in POINTS.tolist()],
        "targets": [[0.5]] * len(POINTS),
        "input_names": ["x", "sepal width", "one"],
    }
    return RunSpec.model_validate({"table": table, "features": asked, **others})


def test_formulas_are_the_inputs() -> None:
    found = spec({"formulas": ["x", "`sepal width`", "x*`sepal width`", "sin(x)**2"]})
    x, width = POINTS.T
    expected = np.column_stack(
        [x, width, x * width, np.sin(x) ** 2]
    )  # a sine's last digit hangs on how x lies in memory
    np.testing.assert_allclose(found.data.all.inputs, expected, rtol=4e-16)
    assert found.input_names == ("x", "sepal width", "x*`sepal width`", "sin(x)**2")
    assert found.layer_sizes == (4, 4, 1)
    assert initial_parameters(found).weights[0].shape == (4, 4)


def test_predictions_take_columns() -> None:
    found = spec({"formulas": ["x*x"], "standardise": True})
    layers = predict(found, initial_parameters(found), found.data.columns[4:6])
    square = POINTS[:, 0] ** 2
    np.testing.assert_allclose(layers[0][:, 0], ((square - square.mean()) / square.std())[4:6], rtol=1e-12)


def test_statistics_are_those_of_the_training_rows() -> None:
    found = spec({"standardise": True}, split={"share": 0.5})
    trained = found.data.training.inputs
    np.testing.assert_allclose(trained[:, :2].mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(trained[:, :2].std(axis=0), 1.0, rtol=1e-12)
    assert abs(found.data.test.inputs[:, 0].mean()) > 1e-3
    np.testing.assert_array_equal(found.data.all.inputs[:, 2], 1.0)  # a column of ones stays one


def test_given_statistics_are_taken() -> None:
    given = {"mean": [1.0, 2.0, 0.0], "deviation": [2.0, 4.0, 1.0]}
    found = spec({"standardise": True, "statistics": given})
    np.testing.assert_allclose(found.data.all.inputs[:, 0], (POINTS[:, 0] - 1.0) / 2.0)


def test_another_table_keeps_the_statistics_of_the_first() -> None:
    found = spec({"formulas": ["x", "x**2"], "standardise": True})
    other = Table.model_validate({"inputs": [[100.0, 0.0, 1.0]], "targets": [[0.0]]})
    changed = with_table(found, other)
    mean, deviation = found.data.entrance.mean, found.data.entrance.deviation
    np.testing.assert_allclose(changed.data.all.inputs, [(np.array([100.0, 10_000.0]) - mean) / deviation])
    assert changed.table.input_names == found.table.input_names


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ({"formulas": ["x", "x +"]}, r"missing here \(at character 4\)"),
        ({"formulas": ["y"]}, "columns are x, `sepal width`, one"),
        ({"formulas": ["1/(x-x)"]}, "none in row 1"),
        ({"formulas": ["exp(x*100)*1e6"]}, "within"),
        ({"formulas": ["x", "x"]}, "each input once"),
        ({"formulas": []}, "at least 1"),
        ({"statistics": {"mean": [0], "deviation": [1]}}, "set standardise"),
        ({"standardise": True, "statistics": {"mean": [0], "deviation": [1]}}, "3 numbers"),
        ({"standardise": True, "statistics": {"mean": [0, 0, 0], "deviation": [1, 0, 1]}}, "greater than 0"),
    ],
)
def test_what_cannot_be_is_said(features: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        spec(features)


def test_a_name_that_two_columns_have_means_neither() -> None:
    table = {"inputs": [[1.0, 2.0]], "targets": [[0.0]], "input_names": ["a", "a"]}
    assert RunSpec.model_validate({"table": table}).layer_sizes[0] == 2
    with pytest.raises(ValidationError, match="neither a column"):
        RunSpec.model_validate({"table": table, "features": {"formulas": ["a"]}})


def test_formulas_are_too_much_for_many_rows() -> None:
    long = ["+".join(["x"] * 90) + f"+{number}" for number in range(256)]
    table = {"inputs": [[1.0]] * 216, "targets": [[0.0]] * 216, "input_names": ["x"]}
    body = {"table": table, "features": {"formulas": long}}
    with pytest.raises(ValidationError, match="use fewer or shorter ones, or fewer rows"):
        RunSpec.model_validate(body)
    table["inputs"], table["targets"] = [[1.0]] * 215, [[0.0]] * 215
    found = RunSpec.model_validate(body)
    assert found.data.entrance.parts == 256 * 181


def test_formulas_are_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Expression] = []

    def counted(formula: Expression, columns: Mapping[str, Array]) -> Array:
        asked.append(formula)
        return evaluate(formula, columns)

    monkeypatch.setattr(features, "evaluate", counted)
    made = spec({"formulas": ["x", "x**2"], "standardise": True}, split={"share": 0.5})
    assert len(asked) == 2
    again = altered(made, training=TrainingSpec(epochs=5))
    assert again.data is made.data
    assert again.training.epochs == 5
    predict_entered(again, initial_parameters(again), again.data.all.inputs)
    assert len(asked) == 2
    assert altered(made, split=None).data is not made.data
    assert len(asked) == 4


def test_a_column_of_tiny_numbers_is_standardised_too() -> None:
    """Its squares would vanish, and its deviation with them."""
    for size in (1.0, 1e-200, 1e-300, 1e-308):
        table = {"inputs": [[size], [2 * size], [3 * size]], "targets": [[0], [1], [0]]}
        spec = RunSpec.model_validate({"table": table, "features": {"standardise": True}})
        np.testing.assert_allclose(spec.data.all.inputs[:, 0], [-(1.5**0.5), 0, 1.5**0.5], rtol=1e-7, atol=1e-7)
