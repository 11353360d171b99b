"""What the Python client gives of a plane: surfaces as an array with its axes, and the plane as a layer bends it."""

from abc import ABC, abstractmethod
from io import BytesIO
from typing import Any, Self

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field
from pydantic_core import from_json

from elevenlines.app.answers.planes import Bend, SurfacesHead

HEAD = "Elevenlines-Plane"


class Surfaces(SurfacesHead):
    """What units answer over a plane: the answer's head, and the array beside it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    values: NDArray[np.float32] = Field(
        description="(units, size, size): unit, y upward, x to the right; (units, 1, size) over a line"
    )

    @classmethod
    def read(cls, response: httpx.Response) -> Self:
        """Takes an answer of the API apart."""
        head: dict[str, Any] = from_json(response.headers[HEAD])
        return cls(**head, values=np.load(BytesIO(response.content)))


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
        return Bend.model_validate(self._answer("/bend", layer=layer, **plane).json())

    @abstractmethod
    def _answer(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401  (the API's)
        """Asks again until there is an answer."""
