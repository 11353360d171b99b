"""The parameters of a network: one flat array and, into it, a view for each matrix and row of it.

One flat array is what optimizers, frames, the store and the compiled engine work on; the views are what the
mathematics is written in. Layer by layer it holds the weights row by row, the biases, and of a layer with batch
normalisation gamma, beta and the running mean and variance. Those last two are not trained (their gradient is 0)
but a network cannot predict without them, so they are kept with the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.spec import RunSpec, altered
from elevenlines.core.spec.network import Initial
from elevenlines.core.spec.training import Frozen
from elevenlines.core.types import Array

NORM_ROWS = ("gamma", "beta", "running mean", "running variance")


@dataclass(frozen=True)
class Layout:
    """Which parameters a network has.

    Attributes:
        sizes: units in each layer, from the inputs to the outputs.
        bias: whether there are biases.
        batch_norm: for each layer but the inputs, whether its sums are normalised.
    """

    sizes: tuple[int, ...]
    bias: bool
    batch_norm: tuple[bool, ...]

    @classmethod
    def of(cls, spec: RunSpec) -> "Layout":
        """The layout of the spec's network."""
        return cls(spec.layer_sizes, spec.network.bias, tuple(layer.batch_norm for layer in spec.layers))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """For each layer but the inputs, how many rows of its size it has beside its weights."""
        return tuple(self.bias + len(NORM_ROWS) * norm for norm in self.batch_norm)

    @cached_property
    def count(self) -> int:
        """How many parameters."""
        layers = zip(pairwise(self.sizes), self.rows, strict=True)
        return sum((fan_in + rows) * fan_out for (fan_in, fan_out), rows in layers)


@dataclass(frozen=True)
class Norm:
    """Batch normalisation of one layer, every array (units,): x̂ = (z - mean) / √(variance + ε), then γ x̂ + β."""

    gamma: Array
    beta: Array
    mean: Array
    variance: Array


@dataclass(frozen=True)
class Parameters:
    """The parameters of a network.

    Attributes:
        flat: shape (layout.count,).
        layout: what lies where in it.
    """

    flat: Array
    layout: Layout

    @cached_property
    def _views(self) -> tuple[list[Array], list[Array], list[Norm | None]]:
        weights: list[Array] = []
        biases: list[Array] = []
        norms: list[Norm | None] = []
        start = 0

        def take(*shape: int) -> Array:
            nonlocal start
            end = start + prod(shape)
            view = self.flat[start:end].reshape(shape)
            start = end
            return view

        for (fan_in, fan_out), norm in zip(pairwise(self.layout.sizes), self.layout.batch_norm, strict=True):
            weights.append(take(fan_in, fan_out))
            if self.layout.bias:
                biases.append(take(fan_out))
            norms.append(Norm(*(take(fan_out) for _ in NORM_ROWS)) if norm else None)
        return weights, biases, norms

    @cached_property
    def weights(self) -> list[Array]:
        """One view for each layer but the first: (size of layer i, size of layer i + 1)."""
        return self._views[0]

    @cached_property
    def biases(self) -> list[Array]:
        """One view for each layer but the first, (size of layer i + 1,); empty without bias."""
        return self._views[1]

    @cached_property
    def norms(self) -> list[Norm | None]:
        """The batch normalisation of each layer but the first; None where there is none."""
        return self._views[2]

    def assign(self, given: Initial) -> None:
        """Overwrites the parameters with those given, whose shapes have been checked."""
        for weights, matrix in zip(self.weights, given.weights, strict=True):
            weights[:] = matrix
        if given.biases is not None:
            for biases, row in zip(self.biases, given.biases, strict=True):
                biases[:] = row

    def is_weight(self) -> Array:
        """Shape (layout.count,): 1 for a weight, 0 for every other parameter."""
        mask = self.like(np.zeros_like(self.flat))
        for weights in mask.weights:
            weights[:] = 1.0
        return mask.flat

    def is_trained(self) -> Array:
        """Shape (layout.count,): 1 where training changes it, 0 for running statistics."""
        mask = self.like(np.ones_like(self.flat))
        for norm in mask.norms:
            if norm is not None:
                norm.mean[:] = norm.variance[:] = 0.0
        return mask.flat

    def is_frozen(self, frozen: Iterable[Frozen]) -> NDArray[np.bool_]:
        """Shape (layout.count,): where training leaves a parameter as it is."""
        mask = self.like(np.zeros_like(self.flat))
        for one in frozen:
            here = slice(None) if one.to is None else one.to
            if one.parameter == "weights":
                mask.weights[one.layer - 1][slice(None) if one.source is None else one.source, here] = 1.0
            elif one.parameter == "biases":
                mask.biases[one.layer - 1][here] = 1.0
            else:
                getattr(mask.norms[one.layer - 1], one.parameter)[here] = 1.0
        return mask.flat > 0.0

    def is_fixed(self, frozen: Iterable[Frozen]) -> NDArray[np.bool_]:
        """Shape (layout.count,): what no optimizer moves: frozen parameters, and running statistics."""
        fixed: NDArray[np.bool_] = self.is_frozen(frozen) | (self.is_trained() == 0.0)
        return fixed

    def like(self, flat: Array) -> "Parameters":
        """Another flat array, seen in the same shapes."""
        return Parameters(flat, self.layout)

    def name(self, index: int) -> str:
        """What lies at that place of the flat array, in words, counted from 1."""
        kinds = ("bias",) * self.layout.bias
        for layer, ((fan_in, fan_out), rows) in enumerate(
            zip(pairwise(self.layout.sizes), self.layout.rows, strict=True), start=1
        ):
            if index < fan_in * fan_out:
                return f"weight {index // fan_out + 1} → {index % fan_out + 1} of layer {layer}"
            index -= fan_in * fan_out
            if index < rows * fan_out:
                return f"{(*kinds, *NORM_ROWS)[index // fan_out]} {index % fan_out + 1} of layer {layer}"
            index -= rows * fan_out
        raise IndexError(index)


def initial_parameters(spec: RunSpec) -> Parameters:
    """The parameters at epoch 0: the spec's own, or drawn from its seed, the first layer first."""
    network, layout = spec.network, Layout.of(spec)
    parameters = Parameters(np.zeros(layout.count), layout)
    for norm in parameters.norms:
        if norm is not None:
            norm.gamma[:] = 1.0
            norm.variance[:] = 1.0
    if network.initial is not None:
        parameters.assign(network.initial)
        return parameters
    initializer = INITIALIZERS[network.initializer]
    option = next(iter(filled(initializer.options, network.initializer_options).values()), 0.0)
    random = np.random.RandomState(spec.seed)
    for weights in parameters.weights:
        fan_in, fan_out = weights.shape
        weights[:] = initializer.draw(random, fan_in, fan_out, option)
    return parameters


def with_given(
    spec: RunSpec,
    parameters: Parameters,
    weights: Sequence[Sequence[Sequence[float]]] | None,
    biases: Sequence[Sequence[float]] | None,
) -> Parameters:
    """The parameters with some replaced; None leaves them.

    Raises:
        pydantic.ValidationError: they do not have the network's shapes, see RunSpec.
    """
    if weights is None and biases is None:
        return parameters
    given = Initial.model_validate(
        {
            "weights": [matrix.tolist() for matrix in parameters.weights] if weights is None else weights,
            "biases": biases,
        }
    )
    altered(spec, network=spec.network.model_copy(update={"initial": given}))
    changed = parameters.like(parameters.flat.copy())
    changed.assign(given)
    return changed
