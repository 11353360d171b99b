"""What the Python client gives of a plane: surfaces as an array with its axes, and the plane as a layer bends it."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple, Self

import httpx
import numpy as np
from numpy.typing import NDArray


class Side(NamedTuple):
    """One side of a plane: an input column, from 0, and its ends."""

    column: int
    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Surfaces:
    """What units answer over a plane.

    Attributes:
        epoch: of the network.
        x, y: the plane's sides; y is None over a line.
        at: the value of every input column where it does not vary.
        units: layer and number of each unit, from 0, in the array's order.
        values: (units, size, size): unit, y upward, x to the right; (units, 1, size) over a line.
    """

    epoch: int
    x: Side
    y: Side | None
    at: list[float]
    units: list[tuple[int, int]]
    values: NDArray[np.float32]

    @classmethod
    def read(cls, response: httpx.Response) -> Self:
        """Takes an answer of the API apart."""
        head = json.loads(response.headers["Elevenlines-Plane"])
        pairs = (one.split(".") for one in head["units"])
        return cls(
            head["epoch"],
            Side(**head["x"]),
            None if head["y"] is None else Side(**head["y"]),
            head["at"],
            [(int(layer), int(unit)) for layer, unit in pairs],
            np.load(BytesIO(response.content)),
        )


@dataclass(frozen=True)
class Bend:
    """The plane as a hidden layer sees it; pairs are (across, upward).

    Attributes:
        epoch: of the network.
        layer: from 1.
        lines: the upright grid lines from left to right, then the level ones from below; (lines, points, 2).
        points: the table's rows, (rows, 2).
        shares: of the rows' variance in this layer, what each direction holds.
        is_turned: whether the directions are others than the layer's own units.
    """

    epoch: int
    layer: int
    lines: NDArray[np.float64]
    points: NDArray[np.float64]
    shares: tuple[float, float]
    is_turned: bool

    @classmethod
    def read(cls, response: httpx.Response) -> Self:
        """Takes an answer of the API apart."""
        found = response.json()
        lines, points = np.array(found["lines"], np.float64), np.array(found["points"], np.float64)
        return cls(found["epoch"], found["layer"], lines, points, tuple(found["shares"]), found["is_turned"])


class OverPlanes(ABC):
    """What of a run is asked over a plane of two input columns.

    `plane` may hold `epoch`, `x`, `y`, `x_low`, `x_high`, `y_low`, `y_high`, `at` and `row`, as the API takes them.
    """

    def surfaces(self, units: str = "all", size: int = 100, **plane: Any) -> Surfaces:  # noqa: ANN401  (the API's)
        """What units answer.

        Args:
            units: "all" (but the inputs), "hidden", "outputs", or some as "1.0,2.3": layer and number, from 0.
            size: points a side.
            plane: which one, and when; see the class.
        """
        return Surfaces.read(self._answer("/surfaces", units=units, size=size, **plane))

    def bend(self, layer: int = 1, **plane: Any) -> Bend:  # noqa: ANN401  (the API's)
        """Where a hidden layer, from 1, puts the plane's grid lines and the table's rows."""
        return Bend.read(self._answer("/bend", layer=layer, **plane))

    @abstractmethod
    def _answer(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401  (the API's)
        """Asks again until there is an answer."""
