"""A spec says everything that decides the numbers of a run: data, network, training and seed.

It is the one definition of what can be asked for. The API, the page, the command line and the client
all read it; limits stand in `limits.py`, choices in the registries.
"""

from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from core.activations import ACTIVATIONS
from core.fields import (
    Count,
    Epoch,
    Flag,
    LearningRate,
    Matrix,
    Model,
    Momentum,
    Number,
    Penalty,
    Vector,
    one_of,
    problem,
)
from core.initializers import INITIALIZERS
from core.limits import LIMITS
from core.losses import LOSSES
from core.optimizers import DEFAULT_MOMENTUM, OPTIMIZERS
from core.table import Table

_activation, _activation_schema = one_of(ACTIVATIONS)
_initializer, _initializer_schema = one_of(INITIALIZERS)
_loss, _loss_schema = one_of(LOSSES)
_optimizer, _optimizer_schema = one_of(OPTIMIZERS)

ActivationName = Annotated[str, AfterValidator(_activation), _activation_schema]
InitializerName = Annotated[str, AfterValidator(_initializer), _initializer_schema]
LossName = Annotated[str, AfterValidator(_loss), _loss_schema]
OptimizerName = Annotated[str, AfterValidator(_optimizer), _optimizer_schema]
Units = Annotated[Count, Field(ge=1, le=LIMITS.units)]


class HiddenLayer(Model):
    """A hidden layer that differs from the others: in its activation."""

    size: Annotated[Units, Field(description="units in the layer")]
    activation: Annotated[ActivationName | None, Field(description="null: the network's")] = None


def _is_layer(value: object) -> str:
    return "<layer>" if isinstance(value, dict | HiddenLayer) else "<size>"


# A plain size or a whole layer. Told apart before validation, so that an error names only what was meant.
LayerOrSize = Annotated[
    Annotated[Units, Tag("<size>")] | Annotated[HiddenLayer, Tag("<layer>")], Discriminator(_is_layer)
]


class Initial(Model):
    """Parameters to start from instead of drawing them."""

    weights: Annotated[
        tuple[Matrix, ...],
        Field(description="one matrix for each layer: (size of layer i, size of layer i + 1)"),
    ]
    biases: Annotated[tuple[Vector, ...] | None, Field(description="one row for each layer but the first; null: 0")] = (
        None
    )


class NetworkSpec(Model):
    """The network between the table's inputs and targets."""

    hidden: Annotated[
        tuple[LayerOrSize, ...],
        Field(max_length=LIMITS.hidden_layers, description="sizes of the hidden layers, from the inputs on"),
    ] = (4,)
    activation: Annotated[ActivationName, Field(description="of the hidden layers")] = "sigmoid"
    output_activation: Annotated[ActivationName, Field(description="of the last layer")] = "sigmoid"
    bias: Annotated[Flag, Field(description="a constant input of 1 to every unit, with its own weight")] = False
    initializer: Annotated[InitializerName, Field(description="how the first weights are drawn")] = "uniform"
    initial: Annotated[Initial | None, Field(description="start from these instead")] = None

    @property
    def hidden_layers(self) -> tuple[HiddenLayer, ...]:
        """The hidden layers in full, each with its activation."""
        layers = (HiddenLayer(size=layer) if isinstance(layer, int) else layer for layer in self.hidden)
        return tuple(layer.model_copy(update={"activation": layer.activation or self.activation}) for layer in layers)


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


class TrainingSpec(Model):
    """How the network is trained."""

    epochs: Annotated[
        Count, Field(ge=1, le=LIMITS.epochs, description="passes over the rows, the article's iterations")
    ] = 60_000
    learning_rate: Annotated[
        LearningRate, Field(description="alpha: the share of the gradient that an update takes")
    ] = 1.0
    loss: Annotated[LossName, Field(description="what is minimised")] = "squared_error"
    reduction: Annotated[Literal["sum", "mean"], Field(description="over the rows of a batch; the article sums")] = (
        "sum"
    )
    optimizer: Annotated[OptimizerName, Field(description="how a gradient becomes an update")] = "sgd"
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
    dropout: Annotated[Number, Field(description="not in this version: 0")] = 0.0
    batch_norm: Annotated[Flag, Field(description="not in this version: false")] = False
    stop_at_error: Annotated[Number | None, Field(gt=0, description="end the run once its error is at most this")] = (
        None
    )
    changes: Annotated[
        tuple[Change, ...], Field(max_length=LIMITS.changes, description="what is altered on the way")
    ] = ()

    @field_validator("dropout", "batch_norm")
    @classmethod
    def _is_not_here_yet(cls, value: float) -> float:
        if value:
            raise problem("is not in this version yet: leave it out")
        return value

    @field_validator("changes")
    @classmethod
    def _in_order(cls, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(sorted(changes, key=lambda change: change.epoch))

    @model_validator(mode="after")
    def _momentum_where_it_belongs(self) -> "TrainingSpec":
        if not OPTIMIZERS[self.optimizer].takes_momentum:
            advice = "is for the optimizers momentum and nesterov: leave it out or choose one of them"
            if self.momentum is not None:
                raise problem(advice, "momentum")
            for number, change in enumerate(self.changes):
                if change.momentum is not None:
                    raise problem(advice, "changes", number, "momentum")
        return self


class RunSpec(Model):
    """All that decides the numbers of a run, and nothing else."""

    version: Literal[1] = 1
    table: Table
    network: NetworkSpec = NetworkSpec()
    training: TrainingSpec = TrainingSpec()
    seed: Annotated[Count, Field(ge=0, le=LIMITS.seed, description="fixes the weights at the start")] = 1

    @cached_property
    def json_text(self) -> bytes:
        """The spec as JSON, every default filled in; made once, since it may be megabytes that many ask for."""
        return self.model_dump_json().encode()

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Units in each layer, from the inputs to the outputs."""
        hidden = (layer.size for layer in self.network.hidden_layers)
        return (len(self.table.inputs[0]), *hidden, len(self.table.targets[0]))

    @property
    def numbers(self) -> int:
        """How many numbers the table and the given weights hold."""
        width = len(self.table.inputs[0]) + len(self.table.targets[0])
        return len(self.table.inputs) * width + (self.weights if self.network.initial is not None else 0)

    @property
    def weights(self) -> int:
        """How many weights the network has, biases not counted."""
        return sum(fan_in * fan_out for fan_in, fan_out in pairwise(self.layer_sizes))

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation's name for each layer but the inputs."""
        hidden = (layer.activation or self.network.activation for layer in self.network.hidden_layers)
        return (*hidden, self.network.output_activation)

    @model_validator(mode="after")
    def _fits_together(self) -> "RunSpec":
        weights, rows = self.weights, len(self.table.inputs)
        if weights > LIMITS.parameters:
            raise problem(
                f"must make at most {LIMITS.parameters:,} weights, not {weights:,}: use smaller layers",
                "network",
                "hidden",
            )
        if rows * weights > LIMITS.multiply_adds:
            raise problem(
                f"rows x weights must be at most {LIMITS.multiply_adds:,}: use fewer rows or smaller layers",
                "network",
                "hidden",
            )
        if self.training.batch_size is not None and self.training.batch_size > rows:
            raise problem(f"must be at most the number of rows: {rows}", "training", "batch_size")
        if self.network.initial is not None:
            self._check_initial(self.network.initial)
        return self

    def _check_initial(self, initial: Initial) -> None:
        sizes, here = self.layer_sizes, ("network", "initial")
        if len(initial.weights) != len(sizes) - 1:
            raise problem(f"must hold {len(sizes) - 1} matrices, one for each layer", *here, "weights")
        for number, (matrix, fan_in, fan_out) in enumerate(zip(initial.weights, sizes, sizes[1:], strict=False)):
            if len(matrix) != fan_in or any(len(row) != fan_out for row in matrix):
                raise problem(f"must have the shape ({fan_in}, {fan_out})", *here, "weights", number)
            if any(abs(weight) > LIMITS.weight for row in matrix for weight in row):
                raise problem(f"must lie within ±{LIMITS.weight:g}", *here, "weights", number)
        if initial.biases is not None:
            self._check_biases(initial.biases)

    def _check_biases(self, biases: tuple[Vector, ...]) -> None:
        sizes, here = self.layer_sizes, ("network", "initial")
        if not self.network.bias:
            raise problem("needs network.bias to be true", *here, "biases")
        if len(biases) != len(sizes) - 1:
            raise problem(f"must hold {len(sizes) - 1} rows, one for each layer", *here, "biases")
        for number, (row, size) in enumerate(zip(biases, sizes[1:], strict=False)):
            if len(row) != size:
                raise problem(f"must hold {size} values", *here, "biases", number)
            if any(abs(bias) > LIMITS.weight for bias in row):
                raise problem(f"must lie within ±{LIMITS.weight:g}", *here, "biases", number)
