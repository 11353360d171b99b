"""A network is a list of layers, and a loss at its end. `layers.py` has their mathematics."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES, Loss
from elevenlines.core.choices.options import filled
from elevenlines.core.network.layers import (
    Activate,
    Batch,
    BatchNorm,
    Bias,
    Dense,
    Dropout,
    Layer,
    Matched,
    Memory,
    Softmax,
    Trim,
)
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array

Values = list[Array]  # what enters each layer, and what leaves the last; of errors likewise


class Stage(NamedTuple):
    """Where a layer of units has its numbers among the values of a pass: each a place in that list.

    Attributes:
        entering: what the units before give.
        sums: the weighted sums, biases included, before any batch normalisation.
        norm: the place of the batch normalisation among the layers, where there is one.
        z: what enters the activation; of errors, the deltas, trimmed where that is asked for.
        untrimmed: of errors, the same before they are trimmed.
        activated: a, before dropout.
        leaving: what the units give.
    """

    entering: int
    sums: int
    norm: int | None
    z: int
    untrimmed: int
    activated: int
    leaving: int


@dataclass(frozen=True)
class Network:
    """The layers of a network, its parameters in them.

    Attributes:
        layers: from the inputs on.
        stages: for each layer of units but the inputs, where its numbers are.
        loss: what is minimised.
        huber_delta: where that is Huber's, its delta.
    """

    layers: Sequence[Layer]
    stages: Sequence[Stage]
    loss: Loss
    huber_delta: float

    @classmethod
    def of(cls, spec: RunSpec, parameters: Parameters, gradient: Parameters | None = None) -> "Network":
        """The network that a spec asks for.

        Args:
            spec: of a run.
            parameters: its own, of which the layers keep views.
            gradient: what its backward pass writes into. None: it is for prediction alone.
        """
        loss = LOSSES[spec.training.loss]
        options = filled(loss.options, spec.training.loss_options)
        out = parameters.like(np.zeros_like(parameters.flat)) if gradient is None else gradient
        layers, stages = _layers(spec, parameters, out)
        return cls(layers, stages, loss, options.get("delta", 1.0))

    def forward(self, inputs: Array, batch: Batch | None = None) -> tuple[Values, list[Memory]]:
        """What enters each layer, the predictions last; and what each layer remembers.

        Args:
            inputs: what enters the network, (rows, inputs).
            batch: which rows these are, in training; None: a prediction, without dropout and by running statistics.
        """
        x, values, memories = inputs, [inputs], []
        for layer in self.layers:
            x, kept = layer.forward(x, batch)
            values.append(x)
            memories.append(kept)
        return values, memories

    def value(self, values: Values, targets: Array) -> float:
        """The loss, summed over rows and outputs, without penalties."""
        return self.loss.value(values[-2], values[-1], targets, self.huber_delta)

    def backward(self, values: Values, memories: list[Memory], targets: Array) -> Values:
        """D loss / d value for all that `forward` returned, by the chain rule; writes the gradient, summed over rows.

        For a cross-entropy the last one, d loss / d prediction, is d loss / d z: see Loss. The first one is empty.
        """
        errors = values.copy()  # a list as long
        errors[-1] = error = self.loss.derivative(values[-2], values[-1], targets, self.huber_delta)
        for i in range(len(self.layers) - 1, -1, -1):
            errors[i] = error = self.layers[i].backward(error, values[i], values[i + 1], memories[i])
        return errors

    def absorb(self, memories: list[Memory]) -> None:
        """Takes a batch into the running statistics, where there are any."""
        for layer, kept in zip(self.layers, memories, strict=True):
            if isinstance(layer, BatchNorm):
                layer.absorb(kept)


def _layers(spec: RunSpec, parameters: Parameters, gradient: Parameters) -> tuple[list[Layer], list[Stage]]:
    """Only what is asked for, from the inputs on; and where each layer of units has its numbers."""
    layers: list[Layer] = []
    stages = []
    trim, last = spec.training.delta_trim, len(spec.layers) - 1
    for i, units in enumerate(spec.layers):
        entering = len(layers)
        layers.append(Dense(parameters.weights[i], gradient.weights[i], is_first=i == 0))
        if spec.network.bias:
            layers.append(Bias(parameters.biases[i], gradient.biases[i]))
        sums, norm = len(layers), None
        own, its_gradient = parameters.norms[i], gradient.norms[i]
        if own is not None and its_gradient is not None:
            norm = len(layers)
            layers.append(BatchNorm(own, its_gradient))
        z = len(layers)
        if trim is not None:
            layers.append(Trim(trim))
        untrimmed = len(layers)
        is_matched = i == last and LOSSES[spec.training.loss].output is not None
        layers.append(activation_layer(units.activation, is_matched=is_matched))
        activated = len(layers)
        if units.dropout:
            layers.append(Dropout(spec.seed, i, units.dropout))
        stages.append(Stage(entering, sums, norm, z, untrimmed, activated, len(layers)))
    return layers, stages


def activation_layer(name: str, *, is_matched: bool = False) -> Layer:
    """The layer of an activation; matched where it stands before its own cross-entropy."""
    activation = ACTIVATIONS[name]
    if is_matched:
        return Matched(activation.function)
    return Softmax(activation.function) if activation.is_rowwise else Activate(activation.function, activation.slope)


def predict(spec: RunSpec, parameters: Parameters, columns: Array) -> list[Array]:
    """The value of every unit for every row, in prediction mode.

    Args:
        spec: of the network.
        parameters: of it.
        columns: values of the table's input columns, (rows, columns).

    Returns:
        One array (rows, units) for each layer: what enters the network first, the predictions last.
    """
    return predict_entered(spec, parameters, spec.data.entrance.apply(columns))


def predict_entered(spec: RunSpec, parameters: Parameters, inputs: Array) -> list[Array]:
    """The same for what enters the network, (rows, inputs): of a table's own rows it is `spec.data.all.inputs`."""
    network = Network.of(spec, parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        values, _ = network.forward(inputs)
    return [inputs, *(values[stage.leaving] for stage in network.stages)]
