"""A surface is what one unit answers over a plane: two columns of the table vary, all others stay where they are.

Over a table with one input column the plane is a line, and a surface a curve.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.network import predict
from core.parameters import Parameters
from core.spec import RunSpec
from core.table import Table
from core.types import Array

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

    def grid(self, size: int) -> Array:
        """The plane's points as rows for the network, (size x size, columns), or (size, columns) of a line.

        x runs fastest, both axes upward: row 1 lies right of row 0, row `size` above it.
        """
        x = self.x.steps(size)
        y = np.zeros(1) if self.y is None else self.y.steps(size)
        return self.rows(np.tile(x, len(y)), np.repeat(y, size))

    def rows(self, x: Array, y: Array) -> Array:
        """Points of the plane as rows for the network, (points, columns)."""
        found = np.tile(np.array(self.at, np.float64), (len(x), 1))
        found[:, self.x.column] = x
        if self.y is not None:
            found[:, self.y.column] = y
        return found


def span(table: Table, column: int) -> tuple[float, float]:
    """The ends of an axis that shows a whole column, with a margin."""
    values = [row[column] for row in table.inputs]
    low, high = min(values), max(values)
    room = MARGIN * (high - low) if high > low else ALONE
    return low - room, high + room


def resting(table: Table, row: int) -> tuple[float, ...]:
    """Where columns stay that do not vary: at their mean; one of two values at that of the row, from 0."""
    columns = np.array(table.inputs).T
    return tuple(float(column[row] if len(np.unique(column)) <= BINARY else column.mean()) for column in columns)


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
    points = plane.grid(size)
    found = np.empty((len(units), len(points)), np.float32)
    with np.errstate(over="ignore"):
        for start, layers in in_blocks(spec, parameters, points):
            for place, (layer, unit) in enumerate(units):
                values = layers[layer][:, unit]
                found[place, start : start + len(values)] = values
    return found.reshape(len(units), -1, size)


def in_blocks(spec: RunSpec, parameters: Parameters, rows: Array) -> Iterator[tuple[int, list[Array]]]:
    """Many rows block by block: the number of the block's first row, and the values of every layer; see `predict`."""
    block = max(1, min(BLOCK, AT_ONCE // sum(spec.layer_sizes)))
    for start in range(0, len(rows), block):
        yield start, predict(spec, parameters, rows[start : start + block])
