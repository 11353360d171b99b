"""What can be asked for of training: how far, how fast, by which rule, and what is altered on the way."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, field_validator, model_validator

from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import DEFAULT_MOMENTUM, OPTIMIZERS
from elevenlines.core.spec.fields import (
    Count,
    Dropout,
    Epoch,
    Flag,
    LearningRate,
    Model,
    Momentum,
    Number,
    Options,
    Penalty,
    one_of,
    problem,
)
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.options import check

_loss, _loss_schema = one_of(LOSSES)
_optimizer, _optimizer_schema = one_of(OPTIMIZERS)

LossName = Annotated[str, AfterValidator(_loss), _loss_schema]
OptimizerName = Annotated[str, AfterValidator(_optimizer), _optimizer_schema]


class Change(Model):
    """What is altered on the way, in force from the pass that begins at `epoch` on."""

    epoch: Annotated[Epoch, Field(description="the epoch at which it comes into force")]
    learning_rate: LearningRate | None = None
    l1: Penalty | None = None
    l2: Penalty | None = None
    momentum: Momentum | None = None

    @property
    def settings(self) -> dict[str, float]:
        """What this change sets."""
        return self.model_dump(exclude={"epoch"}, exclude_none=True)

    @model_validator(mode="after")
    def _changes_something(self) -> "Change":
        if not self.settings:
            raise problem("must set at least one of learning_rate, l1, l2, momentum")
        return self


class Stop(Model):
    """Ends a run that makes no progress: the loss has not fallen by `improvement` in `epochs` epochs."""

    epochs: Annotated[Count, Field(ge=1, le=LIMITS.epochs, description="how long to wait for an improvement")]
    improvement: Annotated[Number, Field(ge=0, description="how much lower than the best the loss must get")] = 0.0


class Frozen(Model):
    """Parameters that training leaves as they are."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    layer: Annotated[
        Count,
        Field(ge=1, le=LIMITS.hidden_layers + 1, description="1 is the layer that the inputs lead to"),
    ]
    parameter: Literal["weights", "biases", "gamma", "beta"]
    source: Annotated[
        Count | None,
        Field(alias="from", ge=0, lt=LIMITS.units, description="the unit that they come from, from 0; null: all"),
    ] = None
    to: Annotated[
        Count | None, Field(ge=0, lt=LIMITS.units, description="the unit that they lead to, from 0; null: all")
    ] = None

    @model_validator(mode="after")
    def _has_a_source(self) -> "Frozen":
        if self.source is not None and self.parameter != "weights":
            raise problem("is for weights alone: leave it out", "from")
        return self


class TrainingSpec(Model):
    """How the network is trained."""

    epochs: Annotated[
        Count, Field(ge=1, le=LIMITS.epochs, description="passes over the rows, the article's iterations")
    ] = 60_000
    learning_rate: Annotated[
        LearningRate, Field(description="alpha: the share of the gradient that an update takes")
    ] = 1.0
    loss: Annotated[LossName, Field(description="what is minimised")] = "squared_error"
    loss_options: Options = Field(default_factory=dict)
    reduction: Annotated[Literal["sum", "mean"], Field(description="over the rows of a batch; the article sums")] = (
        "sum"
    )
    optimizer: Annotated[OptimizerName, Field(description="how a gradient becomes an update")] = "sgd"
    optimizer_options: Options = Field(default_factory=dict)
    momentum: Annotated[
        Momentum | None,
        Field(description=f"for momentum and nesterov only; null means {DEFAULT_MOMENTUM} there"),
    ] = None
    batch_size: Annotated[
        Count | None, Field(ge=1, le=LIMITS.rows, description="rows an update looks at; null: all")
    ] = None
    shuffle: Annotated[Flag, Field(description="a new order of the rows at each epoch, fixed by the seed")] = False
    delta_trim: Annotated[Number | None, Field(gt=0, description="clip every delta to ± this size")] = None
    clip_norm: Annotated[Number | None, Field(gt=0, description="shorten longer gradients to this norm")] = None
    l1: Annotated[Penalty, Field(description="adds l1 · sign(w) to the gradient of each weight")] = 0.0
    l2: Annotated[Penalty, Field(description="adds l2 · w to the gradient of each weight")] = 0.0
    dropout: Annotated[Dropout, Field(description="share of hidden units that each pass leaves out")] = 0.0
    batch_norm: Annotated[
        Flag, Field(description="bring each hidden unit's sums to mean 0 and variance 1 over the batch")
    ] = False
    stop_at_error: Annotated[Number | None, Field(gt=0, description="end the run once its error is at most this")] = (
        None
    )
    stop: Annotated[Stop | None, Field(description="end the run when its loss no longer improves")] = None
    changes: Annotated[
        tuple[Change, ...], Field(max_length=LIMITS.changes, description="what is altered on the way")
    ] = ()

    frozen: Annotated[
        tuple[Frozen, ...], Field(max_length=LIMITS.frozen, description="parameters that are not trained")
    ] = ()

    @field_validator("changes")
    @classmethod
    def _in_order(cls, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(sorted(changes, key=lambda change: change.epoch))

    @model_validator(mode="after")
    def _options_belong(self) -> "TrainingSpec":
        check(OPTIMIZERS[self.optimizer].options, self.optimizer_options, self.optimizer, "optimizer_options")
        check(LOSSES[self.loss].options, self.loss_options, self.loss, "loss_options")
        if not OPTIMIZERS[self.optimizer].takes_momentum:
            advice = "is for the optimizers momentum and nesterov: leave it out or choose one of them"
            if self.momentum is not None:
                raise problem(advice, "momentum")
            for number, change in enumerate(self.changes):
                if change.momentum is not None:
                    raise problem(advice, "changes", number, "momentum")
        return self
