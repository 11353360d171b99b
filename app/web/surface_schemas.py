"""What the routes of surfaces and bent planes take and give, as the API's description tells it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from elevenlines.core.spec.fields import Count, Matrix, Model, Vector
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table


class OtherNetwork(Model):
    """What a run's network has otherwise; null: as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"epoch": 0, "weights": None}]})

    epoch: Annotated[Count | None, Field(ge=0, le=LIMITS.epochs, description="null: the newest")] = None
    weights: Annotated[tuple[Matrix, ...] | None, Field(description="one matrix for each layer")] = None
    biases: Annotated[tuple[Vector, ...] | None, Field(description="one row for each layer but the first")] = None
    table: Annotated[Table | None, Field(description="other rows, with the same number of columns")] = None


class AxisAnswer(BaseModel):
    """One side of a plane."""

    column: int = Field(description="of the table's inputs, from 0")
    name: str
    low: float
    high: float


_Pairs = list[list[float | None]]


class BendAnswer(BaseModel):
    """A plane as a hidden layer sees it."""

    epoch: int
    x: AxisAnswer
    y: AxisAnswer | None = Field(description="null where the table has one input column")
    at: list[float] = Field(description="the value of every column where it does not vary")
    layer: int
    lines: list[_Pairs] = Field(
        description="the upright grid lines from left to right, then the level ones from below, as [across, upward]"
    )
    points: _Pairs = Field(description="the table's rows, as [across, upward]")
    shares: list[float] = Field(description="of the rows' variance in this layer, what each direction holds")
    is_turned: bool = Field(
        description="false: the directions are the layer's two units, or its only one and 0; true: see docs/api.md"
    )
