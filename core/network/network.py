"""A network is layers of units, each joined to every unit of the next layer by a weight.

This module is the readable reference: its forward pass from inputs to predictions, and its backward pass from
predictions to gradients, one line of mathematics a line.

The sign, said once: the article *adds* its update because its delta is (y - p) times the slope. Here a delta
is d loss / d z, so for the squared error (p - y) times the slope, and an update is subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled
from elevenlines.core.network.parameters import Norm, Parameters
from elevenlines.core.spec import Layer, RunSpec
from elevenlines.core.types import Array

EPSILON = 1e-5  # keeps the variance of a constant unit above 0
STATISTICS_RATE = 0.1  # share of a batch in the running mean and variance

Masks = Sequence[Array | None]


@dataclass(frozen=True)
class Normalised:
    """What batch normalisation made of a layer's sums.

    Attributes:
        sums: what entered it, (rows, units).
        values: x̂, (rows, units).
        scale: 1 / √(variance + ε), (units,).
        mean, variance: of the batch, the variance over all its rows, biased; (units,).
    """

    sums: Array
    values: Array
    scale: Array
    mean: Array
    variance: Array


@dataclass(frozen=True)
class Pass:
    """Everything a forward pass computed.

    Attributes:
        values: of each layer, (rows, units): the inputs first, the predictions last.
        pre_activations: z of each layer but the inputs, as it enters the activation.
        activated: a of each layer but the inputs, before dropout.
        masks: of each layer but the inputs: 0 where a unit is dropped, 1 / (1 - share) where it stays; None
            where nothing is.
        normalised: of each layer but the inputs; None where sums are as they are, or in prediction mode.
    """

    values: list[Array]
    pre_activations: list[Array]
    activated: list[Array]
    masks: Masks
    normalised: list[Normalised | None]

    @property
    def predictions(self) -> Array:
        """(rows, outputs)."""
        return self.values[-1]


class Back(NamedTuple):
    """What the backward pass computed for one layer, every array (rows, units).

    Attributes:
        error: d loss / d value of the unit, after dropout; for a cross-entropy at the outputs d loss / d z.
        kept: the same before dropout: 0 where the unit was dropped.
        untrimmed: d loss / d z, at z as it enters the activation.
        delta: the same, trimmed if that is asked for.
        at_sum: d loss / d sum: the delta taken back through batch normalisation, where there is any.
    """

    error: Array
    kept: Array
    untrimmed: Array
    delta: Array
    at_sum: Array


@dataclass(frozen=True)
class Network:
    """The functions that a network is made of; its parameters come from outside.

    Attributes:
        layers: every layer but the inputs.
        loss: the name of the loss.
        huber_delta: where the loss is Huber's, its delta.
    """

    layers: tuple[Layer, ...]
    loss: str
    huber_delta: float = 1.0

    @classmethod
    def of(cls, spec: RunSpec) -> "Network":
        """The network that the spec asks for."""
        loss = spec.training.loss
        options = filled(LOSSES[loss].options, spec.training.loss_options)
        return cls(spec.layers, loss, options.get("delta", 1.0))

    def forward(self, parameters: Parameters, inputs: Array, masks: Masks | None = None) -> Pass:
        """The value of every unit for every row.

        Args:
            parameters: of a network with these layers.
            inputs: shape (rows, inputs).
            masks: one for each layer but the inputs, see `Pass`: training mode, where batch normalisation takes
                its statistics from these rows. None: prediction mode, without dropout and with the running ones.
        """
        is_training = masks is not None
        kept: Masks = [None] * len(self.layers) if masks is None else masks
        made = Pass([inputs], [], [], kept, [])
        for i, layer in enumerate(self.layers):
            z = np.dot(made.values[-1], parameters.weights[i])
            if parameters.layout.bias:
                z += parameters.biases[i]
            norm, normalised = parameters.norms[i], None
            if norm is not None and is_training:
                normalised = _normalise(z)
                z = norm.gamma * normalised.values + norm.beta
            elif norm is not None:
                z = norm.gamma * (z - norm.mean) / np.sqrt(norm.variance + EPSILON) + norm.beta
            a = ACTIVATIONS[layer.activation].function(z)
            mask = kept[i]
            made.pre_activations.append(z)
            made.activated.append(a)
            made.values.append(a if mask is None else a * mask)
            made.normalised.append(normalised)
        return made

    def value(self, made: Pass, targets: Array) -> float:
        """The loss, summed over rows and outputs, without penalties."""
        return LOSSES[self.loss].value(made.pre_activations[-1], made.predictions, targets, self.huber_delta)

    def backward(self, parameters: Parameters, made: Pass, targets: Array, trim: float | None = None) -> list[Back]:
        """D loss / d z at every unit for every row, by the chain rule from the last layer back.

        Args:
            parameters: the same that made the pass.
            made: what `forward` returned.
            targets: shape (rows, outputs).
            trim: clip each delta to ± this as soon as it is computed, so that what flows further back is clipped.

        Returns:
            One for each layer but the inputs.
        """
        loss = LOSSES[self.loss]
        error = loss.derivative(made.pre_activations[-1], made.predictions, targets, self.huber_delta)
        backs = []
        for i in reversed(range(len(self.layers))):
            mask = made.masks[i]
            kept = error if mask is None else error * mask
            if i == len(self.layers) - 1 and loss.output is not None:
                untrimmed = kept  # a cross-entropy's derivative is by z already
            else:
                activation = ACTIVATIONS[self.layers[i].activation]
                untrimmed = activation.backward(kept, made.pre_activations[i], made.activated[i])
            delta = untrimmed if trim is None else np.clip(untrimmed, -trim, trim)
            at_sum = _before_norm(delta, parameters.norms[i], made.normalised[i])
            backs.append(Back(error, kept, untrimmed, delta, at_sum))
            if i:
                error = np.dot(at_sum, parameters.weights[i].T)
        return backs[::-1]

    def gradient(self, made: Pass, backs: Sequence[Back], out: Parameters) -> None:
        """Writes d loss / d parameter, summed over the rows, into `out`.

        A weight's gradient is the value that enters it times the delta that leaves it (Rumelhart, Hinton and
        Williams, 1986); a bias is a weight whose input is always 1. Running statistics get 0.

        Args:
            made: what `forward` returned.
            backs: what `backward` made of it.
            out: of the network's shapes.
        """
        for i, back in enumerate(backs):
            norm, normalised = out.norms[i], made.normalised[i]
            if norm is not None and normalised is not None:
                np.sum(back.delta * normalised.values, axis=0, out=norm.gamma)
                np.sum(back.delta, axis=0, out=norm.beta)
            np.dot(made.values[i].T, back.at_sum, out=out.weights[i])
            if out.layout.bias:
                np.sum(back.at_sum, axis=0, out=out.biases[i])


def _normalise(z: Array) -> Normalised:
    """Batch normalisation's statistics and x̂ of one layer's sums (Ioffe and Szegedy, 2015)."""
    mean = np.mean(z, axis=0)
    centred = z - mean
    variance = np.mean(centred * centred, axis=0)
    scale = 1.0 / np.sqrt(variance + EPSILON)
    return Normalised(z, centred * scale, scale, mean, variance)


def _before_norm(delta: Array, norm: Norm | None, normalised: Normalised | None) -> Array:
    """A layer's deltas taken back through its batch normalisation, to the sums that entered it.

    Every row moves the mean and the variance of all, hence the two terms that are taken off.
    """
    if norm is None or normalised is None:
        return delta
    values = normalised.values
    along = np.mean(delta * values, axis=0)
    taken: Array = norm.gamma * normalised.scale * (delta - np.mean(delta, axis=0) - values * along)
    return taken


def update_statistics(parameters: Parameters, made: Pass) -> None:
    """Takes a batch into the running means and variances; the variance as an unbiased estimate, as PyTorch does."""
    rows = len(made.values[0])
    for norm, batch in zip(parameters.norms, made.normalised, strict=True):
        if norm is not None and batch is not None:
            norm.mean[:] += STATISTICS_RATE * (batch.mean - norm.mean)
            norm.variance[:] += STATISTICS_RATE * (batch.variance * (rows / (rows - 1)) - norm.variance)


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
    with np.errstate(over="ignore", invalid="ignore"):
        return Network.of(spec).forward(parameters, inputs).values
