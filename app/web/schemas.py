"""What the API takes and gives, as its description tells it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, WrapValidator, model_validator

from elevenlines.app.runs.run import Status
from elevenlines.core.spec import RunSpec, bare
from elevenlines.core.spec.fields import (
    Cell,
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

XOR: dict[str, Any] = {
    "table": {
        "inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]],
        "targets": [[0], [1], [1], [0]],
        "input_names": ["a", "b", "one"],
        "target_names": ["xor"],
    },
    "training": {"epochs": 60000},
    "seed": 1,
}


class NewRun(RunSpec):
    """A spec, and how to begin with it."""

    model_config = ConfigDict(json_schema_extra={"examples": [XOR | {"name": "xor"}]})

    name: Annotated[Name | None, Field(description="null: one is made")] = None
    pace: PaceField = None
    paused: Annotated[Flag, Field(description="wait at epoch 0")] = False

    @property
    def spec(self) -> RunSpec:
        """What decides the numbers."""
        return bare(self)


class RunPatch(Model):
    """What of a run may change. What is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"learning_rate": 0.5}]})

    name: Name = ""
    pace: PaceField = None
    epochs: Annotated[Count, Field(ge=1, le=LIMITS.epochs, description="only upward")] = 1
    learning_rate: LearningRate = 1.0
    l1: Penalty = 0.0
    l2: Penalty = 0.0
    momentum: Momentum = 0.0


class Step(Model):
    """How far a paused run goes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"epochs": 1}]})

    epochs: Annotated[Count, Field(ge=1, le=LIMITS.epochs)] = 1


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is left out is the parent's, not the default of a new run."""
    for field in schema["properties"].values():
        field.pop("default", None)


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

    model_config = ConfigDict(json_schema_extra={"examples": [{"epoch": 1000, "training": {"learning_rate": 0.5}}]})

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


class PredictRequest(Model):
    """Rows to predict."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"inputs": [[0, 0, 1], [0.5, 1, 1]]}]})

    inputs: Annotated[
        tuple[tuple[Cell, ...], ...] | None,
        Field(min_length=1, max_length=LIMITS.rows, description="null: the rows of the table"),
    ] = None
    table: Annotated[Table | None, Field(description="instead of the run's")] = None
    epoch: Annotated[Count | None, Field(ge=0, le=LIMITS.epochs, description="null: the newest")] = None
    weights: Annotated[tuple[Matrix, ...] | None, Field(description="instead of the run's")] = None
    biases: Annotated[tuple[Vector, ...] | None, Field(description="instead of the run's")] = None


class Parent(BaseModel):
    """Where a run was forked from."""

    id: str
    epoch: int


class Links(BaseModel):
    """Addresses of a run."""

    self: str
    state: str
    events: str
    page: str


class RunHead(BaseModel):
    """What runs and states have in common."""

    id: str
    status: Status
    epoch: int = Field(description="passes made")
    epochs: int = Field(description="the epoch at which it is done")
    error: float | None = Field(description="mean absolute error over training rows and outputs after these passes")
    loss: float | None = Field(description="what is minimised, penalties included")
    test_error: float | None = Field(description="mean absolute error over test rows; null where there are none")
    revision: int = Field(description="raised by whatever a poll can show")
    message: str | None = Field(description="why it ended, in words")


class InputsAnswer(BaseModel):
    """What enters the network: one of each for every input unit."""

    names: list[str] = Field(description="columns, or formulas of them")
    mean: list[float] | None = Field(description="taken from the value; null where inputs are not standardised")
    deviation: list[float] | None = Field(description="the rest is divided by it; null, too")


class RunAnswer(RunHead):
    """A run."""

    name: str
    parent: Parent | None
    created_at: datetime
    engine: str
    pace: float | Literal["unhurried"] | None
    spec: RunSpec
    test_rows: list[int] = Field(description="the rows of the table that are set aside, from 0")
    inputs: InputsAnswer
    links: Links


class RunsAnswer(BaseModel):
    """A page of runs, newest first."""

    runs: list[RunAnswer]
    next: str | None = Field(description="the cursor of the next page")


class HistoryAnswer(BaseModel):
    """Points of the error curve, as parallel lists."""

    epoch: list[int]
    error: list[float]
    loss: list[float]
    test_error: list[float | None] | None = Field(description="null where there are no test rows")


class NormAnswer(BaseModel):
    """Batch normalisation of one layer: x̂ = (z - mean) / √(variance + 1e-5), then gamma x̂ + beta."""

    gamma: list[float]
    beta: list[float]
    mean: list[float] = Field(description="running, as prediction takes it")
    variance: list[float] = Field(description="running, unbiased")


class LikeParametersAnswer(BaseModel):
    """A number for every weight and bias, in the shapes of `weights` and `biases`."""

    weights: list[list[list[float | None]]]
    biases: list[list[float | None]] | None


class ParametersAnswer(BaseModel):
    """A network's parameters and what it predicts."""

    weights: list[list[list[float]]] | None = Field(
        description="(size of layer i, size of layer i + 1); null above 5,000 weights unless include=weights"
    )
    biases: list[list[float]] | None
    predictions: list[list[float | None]] = Field(description="for every row of the table")
    layers: list[list[float | None]] = Field(default=[], description="one row's value of every unit (include=layers)")
    masks: list[list[bool] | None] = Field(
        default=[],
        description="which units of each hidden layer stay for that row in the pass that begins here (include=masks)",
    )
    batch_norm: list[NormAnswer | None] = Field(default=[], description="of each hidden layer, where there is any")
    gradients: LikeParametersAnswer | None = Field(
        default=None,
        description="d loss / d parameter over all rows, as gradient-check's analytic (include=gradients)",
    )
    update: LikeParametersAnswer | None = Field(
        default=None,
        description="these parameters less those of the epoch before (include=update); null at the run's first epoch, "
        "while the run goes on, and in a list where the epoch before is not kept",
    )


class FrameAnswer(ParametersAnswer):
    """The network after `epoch` passes."""

    epoch: int


class ExactFrameAnswer(FrameAnswer):
    """The frame of exactly the epoch that was asked for."""

    error: float | None = Field(description="mean absolute error over the training rows")
    loss: float | None = Field(description="what is minimised, penalties included")
    test_error: float | None = Field(description="mean absolute error over the test rows; null where there are none")
    exact: bool = Field(description="false where the run was made by another engine, version or kind of processor")


class StateAnswer(RunHead):
    """What is new of a run."""

    history: HistoryAnswer
    frame: FrameAnswer | None = Field(description="null where there is none newer than `since`")
    next: int = Field(description="the `since` of the next poll")


class FramesAnswer(BaseModel):
    """Kept frames."""

    frames: list[ExactFrameAnswer]
    next: int | None = Field(description="the `from` of the next page")


class PredictAnswer(BaseModel):
    """Predictions for the rows that were sent."""

    predictions: list[list[float | None]]
    layers: list[list[list[float | None]]] = Field(description="the values of every layer, the inputs first")
    error: float | None = Field(default=None, description="mean absolute error, where the rows are the table's own")
    loss: float | None = Field(default=None, description="what is minimised, where the rows are the table's own")
    test_error: float | None = Field(default=None, description="the error over test rows, where the table has any")


class PreviewAnswer(BaseModel):
    """Epoch 0 of a spec, not stored."""

    frame: FrameAnswer
    error: float | None
    loss: float | None
    test_error: float | None
    test_rows: list[int] = Field(description="the rows of the table that are set aside, from 0")
    inputs: InputsAnswer
    svg: str = Field(description="the drawing; what draws a weight carries data-layer, data-from and data-to")
    engine: str = Field(description="which engine trains it: compiled or reference")
    spec: RunSpec = Field(description="with every default filled in")


class PresetAnswer(BaseModel):
    """A spec ready to be posted."""

    name: str
    group: str = Field(description="the title of its group in the page's menu")
    title: str
    text: str
    spec: RunSpec


class PresetsAnswer(BaseModel):
    """All presets."""

    presets: list[PresetAnswer]


class OptionAnswer(BaseModel):
    """A number that refines a choice."""

    default: float
    least: float
    most: float
    help: str
    is_open: bool = Field(description="whether it has to stay below most")


class Choice(BaseModel):
    """One entry of a registry."""

    name: str
    formula: str
    help: str
    range: tuple[float | None, float | None] | None = None
    options: dict[str, OptionAnswer] = {}


class OptionsAnswer(BaseModel):
    """The registries and limits."""

    activations: list[Choice]
    losses: list[Choice]
    optimizers: list[Choice]
    initializers: list[Choice]
    limits: dict[str, float]


class HealthAnswer(BaseModel):
    """Whether runs can be started."""

    ready: bool
    reason: str | None
    version: str
    runs: dict[str, int] = Field(description="how many train and how many wait")
