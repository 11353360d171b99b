"""A pass taken apart, array by array, and its gradients checked by differences."""

from typing import Any, Literal

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.core.spec.limits import LIMITS

ParameterName = Literal["weights", "biases", "gamma", "beta"]


class GradientTable(Answer):
    """Both gradients of one kind of parameter; every table has the parameter's shape."""

    layer: int = Field(description="from 0, as in weights[layer]")
    parameter: ParameterName
    analytic: list[Any] = Field(description="of the backward pass, before trimming and clipping")
    numeric: list[Any] = Field(description="central difference of the loss")
    relative_difference: list[Any]
    kinks: list[Any] = Field(
        description="true where a slope or a curvature jumps within the step: a difference means nothing there"
    )
    lost: list[Any] = Field(description="true where the loss's own rounding hides the difference")


class GradientCheck(Answer):
    """Every gradient, computed twice."""

    epoch: int
    max_relative_difference: float = Field(description="the largest where a difference means something")
    gradients: list[GradientTable]


class TraceStep(Answer):
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


class Trace(Answer):
    """One batch of a pass, taken apart."""

    epoch: int = Field(description="at which the pass begins: the article's iteration of that number")
    batch: int = Field(description="of the pass, from 0")
    batches: int = Field(description="how many the pass has")
    rows: list[int] = Field(description="of the table, from 0: the rows of this batch, in its order")
    steps: list[TraceStep] = Field(description="in the order of computation")

    def __getitem__(self, name: str) -> TraceStep:
        """The step of that name. Raises KeyError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)
