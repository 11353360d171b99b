"""Statistics against plain NumPy, and a pass taken apart against the engine's own gradient."""

from typing import Any

import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.gradients import check_gradient
from elevenlines.core.looking.inspection import inspect_hidden, inspect_pass, is_too_large_to_inspect
from elevenlines.core.looking.statistics import Spread, correlations, curve, is_saturated
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from tests.support.server import XOR_TABLE


def test_correlations_are_numpys() -> None:
    random = np.random.default_rng(3)
    columns, others = random.normal(size=(9, 4)) * 1e-9, random.normal(size=(9, 2)) * 1e200
    columns[:, 1] = 2.5
    found = correlations(columns, others)
    assert found.shape == (4, 2)
    assert np.isnan(found[1]).all()
    for i in (0, 2, 3):
        for j in range(2):
            assert found[i, j] == pytest.approx(np.corrcoef(columns[:, i], others[:, j] / 1e200)[0, 1], rel=1e-12)


def test_the_articles_columns() -> None:
    """Its first table's first column is the output; in its second no column goes with it; the third is constant."""
    for preset, expected in (("first_column", [1.0, 0.0, np.nan]), ("xor", [0.0, 0.0, np.nan])):
        table = PRESETS[preset].spec.table
        found = correlations(np.array(table.inputs), np.array(table.targets))[:, 0]
        np.testing.assert_allclose(found, expected, atol=1e-15)


def test_a_single_row_goes_with_nothing() -> None:
    assert np.isnan(correlations(np.array([[1.0]]), np.array([[2.0]]))).all()


def test_spread_is_numpys() -> None:
    numbers = np.random.default_rng(4).normal(size=(5, 7))
    found = Spread.of(numbers)
    assert found.rms == pytest.approx(np.linalg.norm(numbers) / np.sqrt(35), rel=1e-14)
    assert found.deviation == pytest.approx(float(np.var(numbers)) ** 0.5, rel=1e-14)
    ordered = np.sort(numbers, axis=None)
    assert (found.least, found.median, found.most) == (ordered[0], ordered[17], ordered[-1])
    assert (found.lower, found.upper) == (np.percentile(numbers, 25), np.percentile(numbers, 75))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_curves_slope_is_the_difference_of_its_values(name: str) -> None:
    sampled = curve(name)
    assert (sampled.x[0], sampled.x[120], sampled.x[-1]) == (-6.0, 0.0, 6.0)
    between = (sampled.value[2:] - sampled.value[:-2]) / (sampled.x[2:] - sampled.x[:-2])
    smooth = np.abs(sampled.x[1:-1]) > 0.06 if ACTIVATIONS[name].has_kink else slice(None)
    np.testing.assert_allclose(between[smooth], sampled.slope[1:-1][smooth], atol=2e-3)


def test_saturated_is_below_a_hundredth_of_the_steepest() -> None:
    assert is_saturated("sigmoid", np.array([0.0024, 0.0026, -0.25])).tolist() == [True, False, False]
    assert is_saturated("linear", np.ones(2)).tolist() == [False, False]


CASES: list[dict[str, Any]] = [
    {},
    {"network": {"hidden": [5, 3], "activation": "tanh", "bias": True}, "training": {"reduction": "mean"}},
    {"network": {"hidden": [4]}, "training": {"delta_trim": 0.01, "learning_rate": 0.25}},
    {"network": {"hidden": [4], "bias": True}, "training": {"batch_norm": True, "dropout": 0.3}},
    {"network": {"hidden": []}},
]


@pytest.mark.parametrize("case", CASES)
def test_contributions_add_up_to_the_engines_update(case: dict[str, Any]) -> None:
    spec = RunSpec.model_validate({"table": XOR_TABLE, **case})
    training = Training(spec)
    training.advance(20)
    frame = training.frame()
    found = inspect_pass(spec, frame)
    before = training.parameters.flat.copy()
    training.advance(21)
    for layer, after in enumerate(training.parameters.weights):
        matrix = training.parameters.like(before).weights[layer]
        inspected = found.layers[layer]
        np.testing.assert_allclose(inspected.changes[: len(matrix)], after - matrix, rtol=1e-9, atol=1e-15)
        if spec.network.bias:
            moved = training.parameters.biases[layer] - training.parameters.like(before).biases[layer]
            np.testing.assert_allclose(inspected.changes[-1], moved, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(inspected.contributions.sum(axis=2), inspected.changes, rtol=1e-12)
        row = np.outer(inspected.inputs[2], inspected.deltas[2]) * found.rate
        np.testing.assert_array_equal(inspected.contributions[:, :, 2], row)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_spread_is_of_the_gradients_that_a_gradient_check_tells(reduction: str) -> None:
    training = {"reduction": reduction, "learning_rate": 0.3}
    spec = RunSpec.model_validate({"table": XOR_TABLE, "training": training})
    found = inspect_pass(spec, Training(spec).frame())
    checked = check_gradient(spec, Training(spec).frame()).analytic.weights
    for layer, gradient in zip(found.layers, checked, strict=True):
        assert layer.gradients.rms == pytest.approx(np.sqrt(np.mean(gradient**2)), rel=1e-12)


def test_vanishing_is_said_by_its_rule() -> None:
    deep = {"hidden": [4] * 8, "activation": "sigmoid"}
    lost = RunSpec.model_validate({"table": XOR_TABLE, "network": deep})
    found = inspect_pass(lost, Training(lost).frame())
    first, last = (float(np.sqrt(np.mean(found.layers[i].changes ** 2))) for i in (0, -1))
    assert found.gradient_ratio == pytest.approx(first / last, rel=1e-12)
    assert first / last < 0.01
    assert found.is_vanishing
    shallow = RunSpec.model_validate({"table": XOR_TABLE})
    assert not inspect_pass(shallow, Training(shallow).frame()).is_vanishing
    alone = RunSpec.model_validate({"table": XOR_TABLE, "network": {"hidden": []}})
    assert inspect_pass(alone, Training(alone).frame()).gradient_ratio is None


def test_hidden_values_are_those_of_the_predictions() -> None:
    spec = RunSpec.model_validate({"table": XOR_TABLE, "training": {"dropout": 0.5}})
    frame = Training(spec).frame()
    found = inspect_hidden(spec, frame)
    weights = Training(spec).parameters.weights[0]
    values = 1.0 / (1.0 + np.exp(-np.array(XOR_TABLE["inputs"], dtype=float) @ weights))
    np.testing.assert_allclose(found.values[0], values, rtol=1e-14)
    together = np.corrcoef(np.column_stack([values, XOR_TABLE["targets"]]).T)[:-1, -1:]
    np.testing.assert_allclose(found.correlations[0], together, rtol=1e-10)


def test_what_nobody_could_look_at_is_too_large() -> None:
    table = {"inputs": [[i] for i in range(2_000)], "targets": [[0]] * 2_000}
    assert is_too_large_to_inspect(RunSpec.model_validate({"table": table, "network": {"hidden": [6]}}))
    assert not is_too_large_to_inspect(RunSpec.model_validate({"table": table, "network": {"hidden": [5]}}))
