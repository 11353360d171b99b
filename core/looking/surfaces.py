"""A surface is what one unit answers over a plane: two columns of the table vary, all others stay where they are.

Over a table with one input column the plane is a line, and a surface a curve.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.network.network import predict
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array

Singles = NDArray[np.float32]
Unit = tuple[int, int]  # layer, 0 being what enters the network, and number in it

MARGIN = 0.1  # of a column's span, left free at both ends
ALONE = 1.0  # to both sides of a column whose values are all the same
BLOCK = 2_048  # points that go through the network at once: their values stay in the processor's cache
AT_ONCE = 2_000_000  # values of units that they may have together
BINARY = 2  # values of a column that is a choice, not a measure


@dataclass(frozen=True)
class Axis:
    """One side of a plane.

    Attributes:
        column: of the table's inputs, from 0.
        low, high: its ends, both on the plane.
    """

    column: int
    low: float
    high: float

    def steps(self, size: int) -> Array:
        """Evenly spread values from end to end, (size,)."""
        return np.linspace(self.low, self.high, size)


@dataclass(frozen=True)
class Plane:
    """Where the network is asked.

    Attributes:
        x: across.
        y: upward; None: there is no second column, and the plane is a line.
        at: the value of every column, (columns,); those of `x` and `y` do not count.
    """

    x: Axis
    y: Axis | None
    at: tuple[float, ...]

    def grid(self, size: int) -> tuple[Array, Array]:
        """The plane's points, x and y apart: (size x size,) each, or (size,) of a line.

        x runs fastest, both axes upward: point 1 lies right of point 0, point `size` above it.
        """
        x = self.x.steps(size)
        y = np.zeros(1) if self.y is None else self.y.steps(size)
        return np.tile(x, len(y)), np.repeat(y, size)

    def rows(self, x: Array, y: Array) -> Array:
        """Points of the plane as rows for the network, (points, columns)."""
        found = np.tile(np.array(self.at, np.float64), (len(x), 1))
        found[:, self.x.column] = x
        if self.y is not None:
            found[:, self.y.column] = y
        return found


def span(columns: Array, column: int) -> tuple[float, float]:
    """The ends of an axis that shows a whole column of a table's, (rows, columns), with a margin."""
    low, high = float(columns[:, column].min()), float(columns[:, column].max())
    room = MARGIN * (high - low) if high > low else ALONE
    return low - room, high + room


def resting(columns: Array, row: int) -> tuple[float, ...]:
    """Where a table's columns, (rows, columns), stay that do not vary.

    At their mean; one of two values at that of the row, from 0.
    """
    return tuple(float(column[row] if len(np.unique(column)) <= BINARY else column.mean()) for column in columns.T)


def all_units(spec: RunSpec, layers: Iterable[int] | None = None) -> list[Unit]:
    """The units of these layers, layer by layer; None: of every layer but the inputs."""
    chosen = range(1, len(spec.layer_sizes)) if layers is None else layers
    return [(layer, unit) for layer in chosen for unit in range(spec.layer_sizes[layer])]


def surfaces(spec: RunSpec, parameters: Parameters, plane: Plane, size: int, units: Sequence[Unit]) -> Singles:
    """The value of units over a plane, in prediction mode.

    Args:
        spec: of the network.
        parameters: of the network.
        plane: of the table's columns.
        size: points a side, at least 2.
        units: in this order.

    Returns:
        (units, size, size): unit, y upward, x to the right; (units, 1, size) over a line. What is beyond a
        single's reach is infinite.
    """
    x, y = plane.grid(size)
    found = np.empty((len(units), len(x)), np.float32)
    with np.errstate(over="ignore"):
        for block in blocks(spec, len(x)):  # rows have all columns: those of all points at once would be large
            layers = predict(spec, parameters, plane.rows(x[block], y[block]))
            for place, (layer, unit) in enumerate(units):
                found[place, block] = layers[layer][:, unit]
    return found.reshape(len(units), -1, size)


def blocks(spec: RunSpec, count: int) -> Iterator[slice]:
    """So many rows block by block, each small enough to go through the network at once."""
    size = max(1, min(BLOCK, AT_ONCE // sum(spec.layer_sizes)))
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
