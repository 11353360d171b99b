"""A spec says everything that decides the numbers of a run: data, network, training and seed.

It is the one definition of what can be asked for. The API, the page, the command line and the client
all read it; limits stand in `limits.py`, choices in the registries.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.spec.data import Data
from elevenlines.core.spec.features import Features
from elevenlines.core.spec.fields import Count, Model, Vector, problem
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.network import Initial, NetworkSpec
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.spec.training import Frozen, TrainingSpec

SHARES = 1e-6  # by how much the targets of a row may miss 1 where they are shares of a whole


@dataclass(frozen=True)
class Layer:
    """A layer but the inputs, every choice made.

    Attributes:
        size: units in it.
        activation: name.
        dropout: share of units that a pass leaves out.
        batch_norm: whether its sums are normalised.
    """

    size: int
    activation: str
    dropout: float = 0.0
    batch_norm: bool = False


class RunSpec(Model):
    """All that decides the numbers of a run, and nothing else."""

    version: Literal[1] = 1
    table: Table
    network: NetworkSpec = NetworkSpec()
    features: Annotated[Features, Field(description="what of the table enters the network")] = Features()
    split: Annotated[Split | None, Field(description="rows that are set aside for testing")] = None
    training: TrainingSpec = TrainingSpec()
    seed: Annotated[Count, Field(ge=0, le=LIMITS.seed, description="fixes the weights at the start")] = 1

    @cached_property
    def json_text(self) -> bytes:
        """The spec as JSON, every default filled in; made once, since it may be megabytes that many ask for."""
        return self.model_dump_json().encode()

    @cached_property
    def data(self) -> Data:
        """The table as the engines see it; made once, since it may be megabytes."""
        return Data.of(self.table, self.features, self.split)

    @cached_property
    def training_rows(self) -> tuple[int, ...]:
        """The rows of the table that are trained with, from 0."""
        tested = set(self.test_rows)
        return tuple(row for row in range(len(self.table.inputs)) if row not in tested)

    @cached_property
    def test_rows(self) -> tuple[int, ...]:
        """The rows of the table that are set aside, from 0."""
        return () if self.split is None else self.split.test_rows(len(self.table.inputs))

    @property
    def input_names(self) -> tuple[str, ...]:
        """What enters the network: columns, or formulas of them."""
        return self.data.entrance.names if self.features.formulas else self.table.input_names

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer but the inputs."""
        network, training = self.network, self.training
        hidden = (
            Layer(
                layer.size,
                layer.activation or network.activation,
                training.dropout if layer.dropout is None else layer.dropout,
                training.batch_norm if layer.batch_norm is None else layer.batch_norm,
            )
            for layer in network.hidden_layers
        )
        return (*hidden, Layer(len(self.table.targets[0]), network.output_activation))

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Units in each layer, from the inputs to the outputs."""
        inputs = self.features.formulas or self.table.input_names
        return (len(inputs), *(layer.size for layer in self.layers))

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation's name for each layer but the inputs."""
        return tuple(layer.activation for layer in self.layers)

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
    def batch_sizes(self) -> tuple[int, int]:
        """Rows in every batch but the last, and in the last."""
        rows = len(self.training_rows)
        size = self.training.batch_size or rows
        return size, rows % size or size

    @property
    def updates(self) -> int:
        """Updates in one pass."""
        return -(-len(self.training_rows) // self.batch_sizes[0])

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> "RunSpec":
        if isinstance(info.context, RunSpec):
            _take_along(info.context, self)
        if self.split is not None:
            self.split.check(len(self.table.inputs))
        if not self.training_rows:
            raise problem("must leave at least one row to train with", "split")
        self._check_size()
        if self.features != Features():
            _ = self.data  # reads the formulas and looks at their values
        rows = len(self.training_rows)
        if self.training.batch_size is not None and self.training.batch_size > rows:
            kind = "training rows" if self.test_rows else "rows"
            raise problem(f"must be at most the number of {kind}: {rows}", "training", "batch_size")
        if any(layer.batch_norm for layer in self.layers) and rows == 1:
            raise problem(
                "must leave two rows or more to train with: batch_norm takes a variance of them",
                *(("split",) if self.test_rows else ("table", "inputs")),
            )
        if any(layer.batch_norm for layer in self.layers) and min(self.batch_sizes) == 1:
            raise problem(
                "must leave no batch with a single row, of which batch_norm cannot take a variance: "
                "choose another batch_size",
                "training",
                "batch_size",
            )
        self._check_loss()
        for number, frozen in enumerate(self.training.frozen):
            self._check_frozen(frozen, number)
        if self.network.initial is not None:
            self._check_initial(self.network.initial)
        return self

    def _check_size(self) -> None:
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

    def _check_loss(self) -> None:
        """The cross-entropies are about outputs and targets of their own kind."""
        name = self.training.loss
        needed = LOSSES[name].output
        if needed is None:
            return
        if self.network.output_activation != needed:
            raise problem(f"needs network.output_activation to be {needed}", "training", "loss")
        for number, row in enumerate(self.table.targets):
            if not all(0.0 <= target <= 1.0 for target in row):
                raise problem(f"must lie between 0 and 1 for {name}", "table", "targets", number)
            if needed == "softmax" and abs(sum(row) - 1.0) > SHARES:
                raise problem(f"must add up to 1 for {name}", "table", "targets", number)

    def _check_frozen(self, frozen: Frozen, number: int) -> None:
        """Refuses to freeze what the network does not have."""
        here, sizes, layers = ("training", "frozen", number), self.layer_sizes, self.layers
        if frozen.layer > len(layers):
            raise problem(f"must be at most {len(layers)}, the number of layers after the inputs", *here, "layer")
        if frozen.parameter == "biases" and not self.network.bias:
            raise problem("needs network.bias to be true: there are no biases", *here, "parameter")
        if frozen.parameter in {"gamma", "beta"} and not layers[frozen.layer - 1].batch_norm:
            raise problem(f"needs batch_norm in layer {frozen.layer}: there is none", *here, "parameter")
        for name, unit, size in (
            ("from", frozen.source, sizes[frozen.layer - 1]),
            ("to", frozen.to, sizes[frozen.layer]),
        ):
            if unit is not None and unit >= size:
                raise problem(f"must be below {size}, the units there: they count from 0", *here, name)

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


def altered(spec: RunSpec, **fields: Any) -> RunSpec:  # noqa: ANN401  (whatever the field holds)
    """The spec with other fields, checked as a whole; what was made of its rows is taken along where it is the same."""
    return RunSpec.model_validate({name: getattr(spec, name) for name in RunSpec.model_fields} | fields, context=spec)


def bare(spec: RunSpec) -> RunSpec:
    """What decides the numbers, without what a body of the API adds; not checked again, since nothing is new."""
    found = RunSpec.model_construct(**{name: getattr(spec, name) for name in RunSpec.model_fields})
    _take_along(spec, found)
    return found


def _take_along(before: RunSpec, spec: RunSpec) -> None:
    """Gives a spec what was made of another one's rows, where it would be made of the very same."""
    if all(getattr(before, name) is getattr(spec, name) for name in ("table", "features", "split")):
        made = ("data", "training_rows", "test_rows")  # cached properties lie there once they are made
        vars(spec).update({name: vars(before)[name] for name in made if name in vars(before)})
