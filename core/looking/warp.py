"""The plane as a hidden layer sees it: its grid lines and the table's rows, where that layer's units put them.

A network that tells two classes apart bends the plane until a straight line does it. A layer of two units is shown as
it is. Of a larger one the picture is its shadow on the plane in which the rows spread most (their first two principal
axes), turned and mirrored there so that it lies as nearly as it can like the input plane. That orthogonal Procrustes
rotation (Schönemann, 1966) depends smoothly on the weights, so that nothing flips from frame to frame, where
principal axes themselves change their signs and places.
"""

from dataclasses import dataclass

import numpy as np

from elevenlines.core.looking.surfaces import Axis, Plane, blocks
from elevenlines.core.network.network import predict, predict_entered
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array

LINES = 21  # in each direction
STEPS = 41  # points of each line
POINTS = 2 * LINES * STEPS  # of all of them
FLAT = 2  # coordinates of a picture


@dataclass(frozen=True)
class Bend:
    """A bent plane.

    Attributes:
        lines: upright ones first, from left to right, then level ones from below; (lines, STEPS, 2). Over a line
            there is one.
        points: where the table's rows lie, (rows, 2).
        shares: of the rows' variance in this layer, what each direction of the picture holds; (2,).
        is_turned: whether the directions are others than the layer's own units.
    """

    lines: Array
    points: Array
    shares: tuple[float, float]
    is_turned: bool


def bend(spec: RunSpec, parameters: Parameters, plane: Plane, layer: int) -> Bend:
    """The plane as that hidden layer sees it.

    Args:
        spec: of the network.
        parameters: of the network.
        plane: whose grid lines are followed.
        layer: from 1; 0 shows what enters the network.
    """
    grid = _grid_lines(plane)
    lines = _values(spec, parameters, grid.reshape(-1, grid.shape[-1]), layer)
    rows, entered = spec.data.columns, spec.data.all.inputs
    points = np.concatenate(
        [predict_entered(spec, parameters, entered[block])[layer] for block in blocks(spec, len(entered))]
    )
    middle = points.mean(axis=0)
    spread = float(np.sum((points - middle) ** 2))
    is_turned = points.shape[1] > FLAT
    if is_turned:
        axes = _turned(points - middle, _guide(rows, plane))
        points, lines = (points - middle) @ axes, (lines - middle) @ axes
    points, lines = _as_pairs(points), _as_pairs(lines)
    held = np.sum((points - points.mean(axis=0)) ** 2, axis=0) / spread if spread > 0 else np.zeros(FLAT)
    return Bend(lines.reshape(*grid.shape[:2], FLAT), points, (float(held[0]), float(held[1])), is_turned)


def _grid_lines(plane: Plane) -> Array:
    """The points of each grid line, (lines, STEPS, columns)."""
    along = plane.x.steps(STEPS)
    if plane.y is None:
        return plane.rows(along, along)[None]

    def line(value: float, *, is_upright: bool, other: Axis) -> Array:
        fixed, free = np.full(STEPS, value), other.steps(STEPS)
        return plane.rows(fixed, free) if is_upright else plane.rows(free, fixed)

    upright = [line(x, is_upright=True, other=plane.y) for x in plane.x.steps(LINES)]
    level = [line(y, is_upright=False, other=plane.x) for y in plane.y.steps(LINES)]
    return np.array(upright + level)


def _values(spec: RunSpec, parameters: Parameters, rows: Array, layer: int) -> Array:
    """The values of one layer's units, (rows, units)."""
    return np.concatenate([predict(spec, parameters, rows[block])[layer] for block in blocks(spec, len(rows))])


def _guide(rows: Array, plane: Plane) -> Array:
    """The rows' places on the plane, each direction of the same spread; over a line, its square goes upward."""
    x = rows[:, plane.x.column] - rows[:, plane.x.column].mean()
    y = x * x if plane.y is None else rows[:, plane.y.column]
    guide = np.stack([x, y - y.mean()], axis=1)
    size = np.sqrt(np.mean(guide * guide, axis=0))
    return guide / np.where(size > 0, size, 1.0)


def _turned(centred: Array, guide: Array) -> Array:
    """Two directions at right angles, (units, 2), that span the rows' first two principal axes.

    With the principal axes A (units, 2) the orthogonal R that brings (centred A) R nearest to the guide is U Vᵀ of the
    singular value decomposition of (centred A)ᵀ guide.
    """
    if not np.all(np.isfinite(centred)):
        return np.eye(centred.shape[1], FLAT)
    principal = np.linalg.svd(centred, full_matrices=False)[2][:FLAT].T
    if principal.shape[1] < FLAT:  # a single row spreads in no direction
        return np.eye(centred.shape[1], FLAT)
    left, _, right = np.linalg.svd((centred @ principal).T @ guide)
    turned: Array = principal @ left @ right
    return turned


def _as_pairs(values: Array) -> Array:
    """Two coordinates each; a layer of one unit has a second that is 0."""
    return values if values.shape[1] == FLAT else np.pad(values, ((0, 0), (0, 1)))
