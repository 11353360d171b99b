"""What is asked of runs: a new one, a change, a step, a fork."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, ValidationError, WrapValidator, model_validator

from elevenlines.core.spec import RunSpec, bare
from elevenlines.core.spec.fields import (
    Count,
    Epoch,
    Flag,
    LearningRate,
    Matrix,
    Model,
    Momentum,
    Name,
    Number,
    Penalty,
    Vector,
    problem,
)
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.spec.training import Change, TrainingSpec


def _pace(pace: object, check: Callable[[object], object]) -> object:
    """Whatever is wrong with a pace, the error says all that it may be."""
    try:
        return check(pace)
    except ValidationError as error:
        raise problem(
            f"must be a number of epochs a second, above 0 and at most {LIMITS.pace:,.0f}, "
            'null for as fast as it goes, or "unhurried"'
        ) from error


_Rate = Annotated[
    Annotated[Annotated[Number, Field(gt=0, le=LIMITS.pace)], Tag("<rate>")]
    | Annotated[Literal["unhurried"], Tag("<word>")],
    Discriminator(lambda pace: "<word>" if isinstance(pace, str) else "<rate>"),
    WrapValidator(_pace),
]
PaceField = Annotated[
    _Rate | None,
    Field(
        description='epochs a second; "unhurried" is half the epochs done a second, at least 5; '
        "null: as fast as it goes"
    ),
]


class NewRun(RunSpec):
    """A spec, and how to begin with it."""

    name: Annotated[Name | None, Field(description="null: one is made")] = None
    pace: PaceField = None
    paused: Annotated[Flag, Field(description="wait at epoch 0")] = False

    @property
    def spec(self) -> RunSpec:
        """What decides the numbers."""
        return bare(self)


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is left out stays as it is: the defaults below are never taken."""
    for field in schema["properties"].values():
        field.pop("default", None)


class RunPatch(Model):
    """What of a run may change. What is left out stays."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    name: Name = ""
    pace: PaceField = None
    epochs: Annotated[Count, Field(ge=1, le=LIMITS.epochs, description="only upward")] = 1
    learning_rate: LearningRate = 1.0
    l1: Penalty = 0.0
    l2: Penalty = 0.0
    momentum: Momentum = 0.0


class Step(Model):
    """How far a paused run goes."""

    epochs: Annotated[Count, Field(ge=1, le=LIMITS.epochs)] = 1


class TrainingPatch(TrainingSpec):
    """What of the training a fork has otherwise. What is left out stays as it was at the fork's epoch.

    Another optimizer or loss begins with its own options.
    """

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    epochs: Annotated[
        Count, Field(ge=1, le=LIMITS.epochs, description="the same as the fork's `epochs`: say it in one place")
    ] = 60_000
    changes: Annotated[
        tuple[Change, ...],
        Field(
            max_length=LIMITS.changes,
            description="instead of the parent's that are still to come; one before the fork's epoch is in force "
            "from the beginning",
        ),
    ] = ()

    @model_validator(mode="after")
    def _options_belong(self) -> "TrainingPatch":
        """Nothing to check yet: what is left out is the parent's."""
        return self


class ForkRequest(Model):
    """Where a fork leaves its parent, and what it has otherwise; null: the same."""

    epoch: Annotated[Epoch, Field(description="of the parent's frame from which it goes on")]
    weights: Annotated[
        tuple[Matrix, ...] | None,
        Field(description="one matrix for each layer: (size of layer i, size of layer i + 1)"),
    ] = None
    biases: Annotated[tuple[Vector, ...] | None, Field(description="one row for each layer but the first")] = None
    table: Annotated[
        Table | None, Field(description="other rows, as many as wanted, with the same number of columns")
    ] = None
    training: TrainingPatch | None = None
    epochs: Annotated[
        Count | None,
        Field(
            ge=1,
            le=LIMITS.epochs,
            description="where it ends, counted from the parent's start; null: where the parent does, or twice the "
            "fork's epoch where that is reached already",
        ),
    ] = None
    name: Annotated[Name | None, Field(description="null: the parent's, with the epoch")] = None
    pace: PaceField = None
    paused: Annotated[Flag, Field(description="wait at the fork's epoch")] = False
