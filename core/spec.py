"""A spec says everything that decides the numbers of a run: data, network, training and seed.

It is the one definition of what can be asked for. The API, the page, the command line and the client
all read it; limits stand in `limits.py`, choices in the registries.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from core.fields import Count, Model, Vector, problem
from core.limits import LIMITS
from core.losses import LOSSES
from core.network_spec import Initial, NetworkSpec
from core.table import Table
from core.training_spec import TrainingSpec

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
    training: TrainingSpec = TrainingSpec()
    seed: Annotated[Count, Field(ge=0, le=LIMITS.seed, description="fixes the weights at the start")] = 1

    @cached_property
    def json_text(self) -> bytes:
        """The spec as JSON, every default filled in; made once, since it may be megabytes that many ask for."""
        return self.model_dump_json().encode()

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
        return (len(self.table.inputs[0]), *(layer.size for layer in self.layers))

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
        rows = len(self.table.inputs)
        size = self.training.batch_size or rows
        return size, rows % size or size

    @property
    def updates(self) -> int:
        """Updates in one pass."""
        return -(-len(self.table.inputs) // self.batch_sizes[0])

    @model_validator(mode="after")
    def _fits_together(self) -> "RunSpec":
        self._check_size()
        if self.training.batch_size is not None and self.training.batch_size > len(self.table.inputs):
            raise problem(f"must be at most the number of rows: {len(self.table.inputs)}", "training", "batch_size")
        if any(layer.batch_norm for layer in self.layers) and min(self.batch_sizes) == 1:
            raise problem(
                "must leave no batch with a single row, of which batch_norm cannot take a variance: "
                "choose another batch_size",
                "training",
                "batch_size",
            )
        self._check_loss()
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
