"""Surfaces: every value is that of the formulas, computed here point by point."""

import math
import tracemalloc
from typing import Any

import numpy as np
import pytest

from elevenlines.core.looking.surfaces import BLOCK, Axis, Plane, all_units, resting, span, surfaces
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec

THREE = {
    "inputs": [[-1.0, 2.0, 0], [3.0, 4.0, 1], [1.0, 9.0, 1]],
    "targets": [[0], [1], [0]],
}


def made(table: dict[str, Any] = THREE, **network: Any) -> tuple[RunSpec, Parameters]:
    given = {"hidden": [3, 2], "activation": "tanh", "bias": True} | network
    spec = RunSpec.model_validate({"table": table, "network": given})
    parameters = initial_parameters(spec)
    for row in parameters.biases:
        row[:] = np.linspace(-0.5, 0.5, len(row))
    return spec, parameters


def by_hand(parameters: Parameters, point: list[float]) -> list[list[float]]:
    """Each layer's values for one point: tanh, and a sigmoid at the end."""
    values = [point]
    for number, (weights, biases) in enumerate(zip(parameters.weights, parameters.biases, strict=True)):
        sums = [
            sum(value * weights[i, j] for i, value in enumerate(values[-1])) + biases[j]
            for j in range(weights.shape[1])
        ]
        is_last = number == len(parameters.weights) - 1
        values.append([1 / (1 + math.exp(-z)) if is_last else math.tanh(z) for z in sums])
    return values


def test_every_unit_over_the_plane() -> None:
    spec, parameters = made()
    plane = Plane(Axis(2, -1.0, 1.5), Axis(0, 0.0, 4.0), (0.0, 0.25, 0.0))
    units = [(0, 2), *all_units(spec)]
    found = surfaces(spec, parameters, plane, 5, units)
    assert found.shape == (1 + 3 + 2 + 1, 5, 5)
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    for upward in range(5):
        for across in range(5):
            point = [0.0 + upward * 1.0, 0.25, -1.0 + across * 0.625]
            values = by_hand(parameters, point)
            wanted = [values[layer][unit] for layer, unit in units]
            np.testing.assert_allclose(found[:, upward, across], wanted, rtol=1e-6, atol=1e-7)


def test_a_line_over_a_single_column() -> None:
    spec, parameters = made({"inputs": [[0.0], [1.0]], "targets": [[0], [1]]})
    plane = Plane(Axis(0, -0.5, 0.5), None, (0.0,))
    found = surfaces(spec, parameters, plane, 3, [(3, 0)])
    assert found.shape == (1, 1, 3)
    wanted = [by_hand(parameters, [x])[3][0] for x in (-0.5, 0.0, 0.5)]
    np.testing.assert_allclose(found[0, 0], wanted, rtol=1e-6)


def test_blocks_leave_no_seams() -> None:
    spec, parameters = made()
    plane = Plane(Axis(0, -2.0, 2.0), Axis(1, -2.0, 2.0), (0.0, 0.0, 0.5))
    size = math.isqrt(BLOCK) + 10
    whole = surfaces(spec, parameters, plane, size, [(3, 0)])
    for corner in ((0, 0), (size - 1, size - 1)):
        point = [-2.0 if corner[1] == 0 else 2.0, -2.0 if corner[0] == 0 else 2.0, 0.5]
        np.testing.assert_allclose(whole[0][corner], by_hand(parameters, point)[3][0], rtol=1e-6)
    jumps = np.abs(np.diff(whole[0].ravel().reshape(size, size), axis=0))
    assert jumps.max() < 0.2


def test_columns_vary_whatever_enters_the_network() -> None:
    table = THREE | {"input_names": ["a", "b", "c"]}
    given = {"table": table, "network": {"hidden": [2]}, "features": {"formulas": ["a*b", "sin(c)"]}}
    spec = RunSpec.model_validate(given)
    plane = Plane(Axis(0, 1.0, 2.0), Axis(1, 3.0, 5.0), (0.0, 0.0, 0.5))
    found = surfaces(spec, initial_parameters(spec), plane, 2, [(0, 0), (0, 1), (1, 1)])
    np.testing.assert_allclose(found[0], [[3.0, 6.0], [5.0, 10.0]])
    np.testing.assert_allclose(found[1], math.sin(0.5), rtol=1e-6)


def test_prediction_mode_without_dropout() -> None:
    spec, parameters = made(hidden=[{"size": 3, "dropout": 0.5}, 2])
    plane = Plane(Axis(0, -1.0, 1.0), Axis(1, -1.0, 1.0), (0.0, 0.0, 0.0))
    found = surfaces(spec, parameters, plane, 2, [(3, 0)])
    np.testing.assert_allclose(found[0, 0, 0], by_hand(parameters, [-1.0, -1.0, 0.0])[3][0], rtol=1e-6)


def test_an_axis_shows_the_column_with_a_margin() -> None:
    spec, _ = made()
    assert span(spec.data.columns, 0) == pytest.approx((-1.4, 3.4))
    constant = RunSpec.model_validate({"table": {"inputs": [[2.0], [2.0]], "targets": [[0], [1]]}})
    assert span(constant.data.columns, 0) == (1.0, 3.0)


def test_other_columns_rest_at_their_mean_or_at_the_rows_choice() -> None:
    spec, _ = made()
    assert resting(spec.data.columns, 0) == (1.0, 5.0, 0.0)
    assert resting(spec.data.columns, 2) == (1.0, 5.0, 1.0)


def test_what_is_too_large_for_a_single_is_infinite() -> None:
    spec, parameters = made(hidden=[1], activation="linear", output_activation="linear")
    for matrix in parameters.weights:
        matrix[:] = 1e30
    plane = Plane(Axis(0, 1.0, 2.0), Axis(1, 1.0, 2.0), (0.0, 0.0, 0.0))
    assert np.all(np.isinf(surfaces(spec, parameters, plane, 2, [(2, 0)])))


def test_the_plane_is_never_there_as_a_whole() -> None:
    table = {"inputs": [[float(row)] * 256 for row in range(3)], "targets": [[0.0]] * 3}
    spec = RunSpec.model_validate({"table": table, "network": {"hidden": []}})
    parameters, plane = initial_parameters(spec), Plane(Axis(0, 0.0, 1.0), Axis(1, 0.0, 1.0), (0.0,) * 256)
    tracemalloc.start()
    try:
        surfaces(spec, parameters, plane, 200, [(1, 0)])
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 200 * 200 * 256 * 8 / 2
