"""What the Python client gives for surfaces: an array, and what its axes are."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple, Self

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
