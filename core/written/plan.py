"""What the steps of an update have to agree on: what its rows are called, and which settings are variables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from elevenlines.core.algebra import Name, Number, Tree
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import Layer, RunSpec
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Trained:
    """One kind of parameter of one layer.

    Attributes:
        name: of its variable: syn0, b1, gamma1, beta1.
        kind: what it is.
        k: its layer, 0 the inputs.
    """

    name: str
    kind: Literal["weights", "biases", "gamma", "beta"]
    k: int

    def of(self, parameters: Parameters) -> Array:
        """Its own values among all: (fan_in, fan_out), or (units,)."""
        if self.kind == "weights":
            return parameters.weights[self.k - 1]
        if self.kind == "biases":
            return parameters.biases[self.k - 1]
        found: Array = getattr(parameters.norms[self.k - 1], self.kind)
        return found


def trained(spec: RunSpec) -> list[Trained]:
    """All that can be trained, the last layer first, as the article has it."""
    found = []
    for k, layer in reversed(list(enumerate(spec.layers, start=1))):
        found.append(Trained(f"syn{k - 1}", "weights", k))
        if spec.network.bias:
            found.append(Trained(f"b{k}", "biases", k))
        if layer.batch_norm:
            found += [Trained(f"gamma{k}", "gamma", k), Trained(f"beta{k}", "beta", k)]
    return found


def free(spec: RunSpec) -> Parameters:
    """1 where training changes a parameter, 0 where it is frozen."""
    layout = Layout.of(spec)
    parameters = Parameters(np.zeros(layout.count), layout)
    parameters.flat[~parameters.is_frozen(spec.training.frozen)] = 1.0
    return parameters


@dataclass(frozen=True)
class Plan:
    """One update.

    Attributes:
        spec: of the run.
        inputs, targets: of the batch.
        rows: their numbers among the training rows.
        count, fewer: how many rows, and how many but one.
        number: of the update, from 1.
        settings: as they stand in a formula; a penalty that is 0 has none.
        is_plain: whether what the rows ask for is added as it is.
        skips_frozen: whether parameters that are frozen whole need no steps.
    """

    spec: RunSpec
    inputs: Tree
    targets: Tree
    rows: Tree
    count: Tree
    fewer: Tree
    number: Tree
    settings: Mapping[str, Tree]
    is_plain: bool
    skips_frozen: bool

    @property
    def layers(self) -> Iterator[tuple[int, Layer]]:
        """Every layer but the inputs with its number, from 1."""
        return enumerate(self.spec.layers, start=1)

    @property
    def outputs(self) -> int:
        """The number of the last layer."""
        return len(self.spec.layers)

    @property
    def divisor(self) -> Tree | None:
        """What the rows' sum is divided by; None where it stays the sum."""
        return self.count if self.spec.training.reduction == "mean" and self.count != Number(1.0) else None

    def values(self, k: int) -> Tree:
        """The values of a layer."""
        return Name(f"l{k}") if k else self.inputs

    def at_sum(self, k: int) -> Tree:
        """A layer's deltas as they arrive at its weighted sums."""
        return Name(f"l{k}_sum_delta" if self.spec.layers[k - 1].batch_norm else f"l{k}_delta")

    @cached_property
    def free(self) -> Parameters:
        """1 where training changes a parameter."""
        return free(self.spec)

    @cached_property
    def trained(self) -> list[Trained]:
        """All that an update changes, the last layer first."""
        return [one for one in trained(self.spec) if not self.skips_frozen or one.of(self.free).any()]

    def is_partly_frozen(self, one: Trained) -> bool:
        """Whether some of a parameter's numbers stay as they are."""
        return not one.of(self.free).all()
