"""The bent plane: lines and points are where the layer's units put them, and nothing flips."""

from typing import Any

import numpy as np
import pytest

from elevenlines.core.looking.surfaces import Axis, Plane
from elevenlines.core.looking.warp import LINES, STEPS, bend
from elevenlines.core.network.network import predict
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec

RANDOM = np.random.default_rng(3)
INPUTS = RANDOM.uniform(-1.0, 1.0, (40, 2))
PLANE = Plane(Axis(0, -1.0, 1.0), Axis(1, -2.0, 2.0), (0.0, 0.0))


def made(hidden: list[int], inputs: Any = INPUTS) -> tuple[RunSpec, Parameters]:
    table = {"inputs": np.asarray(inputs).tolist(), "targets": [[0.0]] * len(inputs)}
    spec = RunSpec.model_validate({"table": table, "network": {"hidden": hidden, "activation": "tanh"}})
    return spec, initial_parameters(spec)


def test_two_units_are_shown_as_they_are() -> None:
    spec, parameters = made([2])
    found = bend(spec, parameters, PLANE, 1)
    assert found.lines.shape == (2 * LINES, STEPS, 2)
    assert not found.is_turned
    np.testing.assert_allclose(found.points, np.tanh(INPUTS @ parameters.weights[0]))
    left = np.stack([np.full(STEPS, -1.0), np.linspace(-2.0, 2.0, STEPS)], axis=1)
    top = np.stack([np.linspace(-1.0, 1.0, STEPS), np.full(STEPS, 2.0)], axis=1)
    np.testing.assert_allclose(found.lines[0], np.tanh(left @ parameters.weights[0]))
    np.testing.assert_allclose(found.lines[-1], np.tanh(top @ parameters.weights[0]))
    assert sum(found.shares) == pytest.approx(1.0)


def test_more_units_are_seen_where_they_spread_most() -> None:
    spec, parameters = made([6])
    found = bend(spec, parameters, PLANE, 1)
    values = np.tanh(INPUTS @ parameters.weights[0])
    centred = values - values.mean(axis=0)
    singular = np.linalg.svd(centred, compute_uv=False)
    assert found.is_turned
    assert sum(found.shares) == pytest.approx(np.sum(singular[:2] ** 2) / np.sum(singular**2))
    within = found.points @ found.points.T  # what a turn leaves as it is
    left, _, _ = np.linalg.svd(centred)
    np.testing.assert_allclose(within, (left[:, :2] * singular[:2] ** 2) @ left[:, :2].T, atol=1e-10)


def test_nothing_flips_from_frame_to_frame() -> None:
    spec, parameters = made([6])
    other = initial_parameters(RunSpec.model_validate(spec.model_dump() | {"seed": 2}))
    before = None
    for share in np.linspace(0.0, 1.0, 400):
        between = parameters.like((1.0 - share) * parameters.flat + share * other.flat)
        points = bend(spec, between, PLANE, 1).points
        if before is not None:
            assert np.sqrt(np.mean((points - before) ** 2)) < 0.1 * np.sqrt(np.mean(points**2))
        before = points


def test_one_unit_has_one_direction() -> None:
    spec, parameters = made([1])
    found = bend(spec, parameters, PLANE, 1)
    np.testing.assert_allclose(found.points[:, :1], np.tanh(INPUTS @ parameters.weights[0]))
    assert not found.points[:, 1].any()
    assert not found.lines[..., 1].any()


def test_a_later_layer_and_the_plane_itself() -> None:
    spec, parameters = made([3, 2])
    values = predict(spec, parameters, INPUTS)
    np.testing.assert_allclose(bend(spec, parameters, PLANE, 2).points, values[2])
    np.testing.assert_allclose(bend(spec, parameters, PLANE, 0).points, INPUTS)


def test_a_line_is_one_line() -> None:
    inputs = np.linspace(-1.0, 1.0, 9)[:, None]
    spec, parameters = made([5], inputs)
    found = bend(spec, parameters, Plane(Axis(0, -1.0, 1.0), None, (0.0,)), 1)
    assert found.lines.shape == (1, STEPS, 2)
    np.testing.assert_allclose(found.lines[0, ::5], found.points, atol=1e-12)


def test_rows_that_are_all_the_same_spread_nowhere() -> None:
    for rows in (1, 3):
        spec, parameters = made([4], np.ones((rows, 2)))
        found = bend(spec, parameters, PLANE, 1)
        assert found.shares == pytest.approx((0.0, 0.0), abs=1e-12)
        assert np.all(np.isfinite(found.lines))
