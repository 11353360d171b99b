"""What the routes give that take a pass apart: the trace and the gradient check."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from elevenlines.core.spec.limits import LIMITS

TRACE: dict[str, Any] = {
    "epoch": 0,
    "batch": 0,
    "batches": 1,
    "rows": [0, 1, 2, 3],
    "steps": [
        {
            "name": "l2_delta",
            "layer": 2,
            "formula": "l2_error * l2_slope",
            "shape": [4, 1],
            "value": [[-0.118], [0.132], [0.124], [-0.127]],
            "meaning": "How what enters each unit of layer 2 should move, row by row, to lower the loss.",
            "reads": ["l2_error", "l2_slope"],
            "rows": None,
        }
    ],
}


class GradientAnswer(BaseModel):
    """Both gradients of one kind of parameter; every table has the parameter's shape."""

    layer: int = Field(description="from 0, as in weights[layer]")
    parameter: Literal["weights", "biases", "gamma", "beta"]
    analytic: list[Any] = Field(description="of the backward pass, before trimming and clipping")
    numeric: list[Any] = Field(description="central difference of the loss")
    relative_difference: list[Any]
    kinks: list[Any] = Field(
        description="true where a slope or a curvature jumps within the step: a difference means nothing there"
    )
    lost: list[Any] = Field(description="true where the loss's own rounding hides the difference")


class GradientCheckAnswer(BaseModel):
    """Every gradient, computed twice."""

    epoch: int
    max_relative_difference: float = Field(description="the largest where a difference means something")
    gradients: list[GradientAnswer]


class TraceStepAnswer(BaseModel):
    """One array of the computation."""

    name: str = Field(description="the article's")
    layer: int | None = Field(description="0 the inputs; weights belong to the layer that they lead to")
    formula: str = Field(description='Python, in the names of earlier steps; "given" where nothing is computed')
    shape: list[int]
    value: float | list[Any]
    meaning: str
    reads: list[str] = Field(description="the names that the formula reads")
    rows: list[Any] | None = Field(
        description=f"what each row brings to a sum over the rows; null elsewhere, and above {LIMITS.traced_rows:,} "
        "numbers"
    )


class TraceAnswer(BaseModel):
    """One batch of a pass, taken apart."""

    model_config = ConfigDict(json_schema_extra={"examples": [TRACE]})

    epoch: int = Field(description="at which the pass begins: the article's iteration of that number")
    batch: int = Field(description="of the pass, from 0")
    batches: int = Field(description="how many the pass has")
    rows: list[int] = Field(description="of the table, from 0: the rows of this batch, in its order")
    steps: list[TraceStepAnswer] = Field(description="in the order of computation")
