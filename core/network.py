"""A network is layers of units, each joined to every unit of the next layer by a weight.

This module is the readable reference: its parameters, its forward pass from inputs to predictions, and its
backward pass from predictions to gradients, one line of mathematics a line.

The sign, said once: the article *adds* its update because its delta is (y - p) times the slope. Here a delta
is d loss / d z, so for the squared error (p - y) times the slope, and an update is subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from core.activations import ACTIVATIONS
from core.initializers import INITIALIZERS
from core.losses import LOSSES
from core.spec import Initial, RunSpec
from core.types import Array


@dataclass(frozen=True)
class Parameters:
    """The weights and biases of a network: one flat array and, into it, one view for each layer.

    Attributes:
        flat: shape (number of parameters,); layer by layer, its weights row by row, then its biases.
        sizes: units in each layer, from the inputs to the outputs.
        bias: whether there are biases.
    """

    flat: Array
    sizes: tuple[int, ...]
    bias: bool

    @staticmethod
    def count(sizes: Sequence[int], *, bias: bool) -> int:
        """How many parameters a network of these sizes has."""
        return sum((fan_in + bias) * fan_out for fan_in, fan_out in pairwise(sizes))

    @cached_property
    def _views(self) -> tuple[list[Array], list[Array]]:
        weights: list[Array] = []
        biases: list[Array] = []
        start = 0
        for fan_in, fan_out in pairwise(self.sizes):
            end = start + fan_in * fan_out
            weights.append(self.flat[start:end].reshape(fan_in, fan_out))
            start = end
            if self.bias:
                biases.append(self.flat[start : start + fan_out])
                start += fan_out
        return weights, biases

    @cached_property
    def weights(self) -> list[Array]:
        """One view for each layer but the first: (size of layer i, size of layer i + 1)."""
        return self._views[0]

    @cached_property
    def biases(self) -> list[Array]:
        """One view for each layer but the first, (size of layer i + 1,); empty without bias."""
        return self._views[1]

    def assign(self, given: Initial) -> None:
        """Overwrites the parameters with those given, whose shapes have been checked."""
        for weights, matrix in zip(self.weights, given.weights, strict=True):
            weights[:] = matrix
        if given.biases is not None:
            for biases, row in zip(self.biases, given.biases, strict=True):
                biases[:] = row

    def is_weight(self) -> Array:
        """Shape (number of parameters,): 1 for a weight, 0 for a bias."""
        mask = self.like(np.ones_like(self.flat))
        for biases in mask.biases:
            biases[:] = 0.0
        return mask.flat

    def like(self, flat: Array) -> "Parameters":
        """Another flat array, seen in the same shapes."""
        return Parameters(flat, self.sizes, self.bias)

    def name(self, index: int) -> str:
        """Where the parameter at that place of the flat array is, in words, counted from 1."""
        for layer, (fan_in, fan_out) in enumerate(pairwise(self.sizes), start=1):
            if index < fan_in * fan_out:
                return f"weight {index // fan_out + 1} → {index % fan_out + 1} of layer {layer}"
            index -= fan_in * fan_out
            if self.bias and index < fan_out:
                return f"bias {index + 1} of layer {layer}"
            index -= fan_out * self.bias
        raise IndexError(index)


def initial_parameters(spec: RunSpec) -> Parameters:
    """The parameters at epoch 0: the spec's own, or drawn from its seed, the first layer first."""
    sizes, network = spec.layer_sizes, spec.network
    count = Parameters.count(sizes, bias=network.bias)
    parameters = Parameters(np.zeros(count), sizes, network.bias)
    if network.initial is not None:
        parameters.assign(network.initial)
        return parameters
    draw = INITIALIZERS[network.initializer].draw
    random = np.random.RandomState(spec.seed)
    for weights in parameters.weights:
        weights[:] = draw(random, *weights.shape)
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
    RunSpec(
        table=spec.table,
        network=spec.network.model_copy(update={"initial": given}),
        training=spec.training,
    )
    changed = parameters.like(parameters.flat.copy())
    changed.assign(given)
    return changed


@dataclass(frozen=True)
class Network:
    """The functions that a network is made of; its parameters come from outside.

    Attributes:
        activations: names, one for each layer but the inputs.
        loss: the name of the loss.
    """

    activations: tuple[str, ...]
    loss: str

    @classmethod
    def of(cls, spec: RunSpec) -> "Network":
        """The network that the spec asks for."""
        return cls(spec.activations, spec.training.loss)

    def forward(self, parameters: Parameters, inputs: Array) -> list[Array]:
        """The value of every unit for every row.

        Args:
            parameters: of a network with as many layers.
            inputs: shape (rows, inputs).

        Returns:
            One array for each layer, (rows, size of the layer): the inputs first, the predictions last.
        """
        layers = [inputs]
        for i, activation in enumerate(self.activations):
            pre_activation = np.dot(layers[-1], parameters.weights[i])
            if parameters.bias:
                pre_activation += parameters.biases[i]
            layers.append(ACTIVATIONS[activation].function(pre_activation))
        return layers

    def deltas(
        self, parameters: Parameters, layers: list[Array], targets: Array, trim: float | None = None
    ) -> list[Array]:
        """D loss / d z at every unit for every row, by the chain rule from the last layer back.

        Args:
            parameters: the same that made `layers`.
            layers: what `forward` returned.
            targets: shape (rows, outputs).
            trim: clip each delta to ± this as soon as it is computed, so that what flows further back is clipped.

        Returns:
            One array for each layer but the inputs, (rows, size of the layer).
        """
        error = LOSSES[self.loss].derivative(layers[-1], targets)
        deltas = []
        for i in reversed(range(len(self.activations))):
            delta = error * ACTIVATIONS[self.activations[i]].derivative_from_output(layers[i + 1])
            if trim is not None:
                delta = np.clip(delta, -trim, trim)
            deltas.append(delta)
            if i:
                error = np.dot(delta, parameters.weights[i].T)
        return deltas[::-1]

    def gradient(
        self,
        parameters: Parameters,
        inputs: Array,
        targets: Array,
        out: Parameters,
        trim: float | None = None,
    ) -> None:
        """Writes d loss / d parameter, summed over the rows, into `out`; all from the old parameters.

        A weight's gradient is the value that enters it times the delta that leaves it (Rumelhart, Hinton and
        Williams, 1986); a bias is a weight whose input is always 1.
        """
        layers = self.forward(parameters, inputs)
        deltas = self.deltas(parameters, layers, targets, trim)
        for i, delta in enumerate(deltas):
            np.dot(layers[i].T, delta, out=out.weights[i])
            if parameters.bias:
                np.sum(delta, axis=0, out=out.biases[i])


def predict(spec: RunSpec, parameters: Parameters, inputs: Array) -> list[Array]:
    """The value of every unit for every row, in prediction mode: the last array is the predictions."""
    with np.errstate(over="ignore", invalid="ignore"):
        return Network.of(spec).forward(parameters, inputs)
