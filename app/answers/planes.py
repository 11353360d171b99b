"""Planes of two input columns: which one it is, and how a hidden layer bends it. Surfaces themselves are arrays."""

from pydantic import Field

from elevenlines.app.answers.answer import Answer

Pairs = list[list[float | None]]


class PlaneSide(Answer):
    """One side of a plane."""

    column: int = Field(description="of the table's inputs, from 0")
    name: str
    low: float
    high: float


class OverPlane(Answer):
    """Which plane, and of which epoch."""

    epoch: int
    x: PlaneSide
    y: PlaneSide | None = Field(description="null where the table has one input column")
    at: list[float] = Field(description="the value of every column where it does not vary")


class SurfacesHead(OverPlane):
    """What belongs to an array of surfaces: the header `Elevenlines-Plane`."""

    units: list[str] = Field(description="in the array's order, as LAYER.UNIT, both from 0")


class LookHead(Answer):
    """One array in a piece of a stream of surfaces."""

    units: list[str]
    bytes: int


class PieceHead(OverPlane):
    """What a piece of a stream of surfaces holds: one array for each look that was asked for."""

    looks: list[LookHead]


class Bend(OverPlane):
    """A plane as a hidden layer sees it."""

    layer: int = Field(description="from 1; 0 is the plane itself")
    lines: list[Pairs] = Field(
        description="the upright grid lines from left to right, then the level ones from below, as [across, upward]"
    )
    points: Pairs = Field(description="the table's rows, as [across, upward]")
    shares: list[float] = Field(description="of the rows' variance in this layer, what each direction holds")
    is_turned: bool = Field(
        description="false: the directions are the layer's two units, or its only one and 0; true: see docs/api.md"
    )
