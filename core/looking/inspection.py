"""One pass of a run, looked at whole: what every row adds to every weight, and how each layer stands.

It is the pass which begins at a frame, in training mode: with its learning rate, the masks that it draws and its
delta trimming, but with all training rows as one batch, and before penalties and clipping. Signs are the article's
here, and in what is shown of it: a delta and a change point to where the weight goes, so both are the engine's taken
negative.
"""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.statistics import VANISHING, Spread, correlations, is_saturated
from elevenlines.core.network.layers import Batch
from elevenlines.core.network.network import Stage, Values, predict_entered
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.training.timetable import Timetable
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array


@dataclass(frozen=True)
class LayerInspection:
    """One layer in that pass, and the weights that lead to it; a bias is one more input, which is always 1.

    Attributes:
        inputs: what comes in, (rows, inputs and bias).
        pre_activations: z as it enters the activation, (rows, units).
        values: a, before dropout, (rows, units).
        slopes: da/dz there, (rows, units).
        deltas: - d loss / d weighted sum, (rows, units).
        contributions: what each row adds to each weight, rate · input · delta, (inputs and bias, units, rows).
        changes: their sum over the rows, (inputs and bias, units).
        activations: the spread of the values.
        gradients: the spread of |d loss / d weight|, averaged over rows where the loss is; biases left out.
        saturated: the share of units and rows where the activation hardly slopes.
    """

    inputs: Array
    pre_activations: Array
    values: Array
    slopes: Array
    deltas: Array
    contributions: Array
    changes: Array
    activations: Spread
    gradients: Spread
    saturated: float


@dataclass(frozen=True)
class Inspection:
    """A pass.

    Attributes:
        epoch: at which it begins.
        learning_rate: alpha in that pass.
        rate: what a contribution is multiplied by: alpha, divided by the number of rows where gradients are averaged.
        layers: all but the inputs.
    """

    epoch: int
    learning_rate: float
    rate: float
    layers: list[LayerInspection]

    @property
    def gradient_ratio(self) -> float | None:
        """The size of the first layer's gradient over that of the last; None where there is nothing to compare."""
        first, last = self.layers[0].gradients.rms, self.layers[-1].gradients.rms
        return first / last if len(self.layers) > 1 and last > 0.0 and isfinite(first / last) else None

    @property
    def is_vanishing(self) -> bool:
        """Whether the gradient is lost on its way back: the first layer's is below a hundredth of the last one's."""
        return self.gradient_ratio is not None and self.gradient_ratio < VANISHING


def is_too_large_to_inspect(spec: RunSpec) -> bool:
    """Whether rows times weights are more than anybody could look at."""
    return spec.weights * len(spec.table.inputs) > LIMITS.inspected


def inspect_pass(spec: RunSpec, frame: Frame) -> Inspection:
    """The pass which begins at a frame of a run."""
    one_batch = spec.model_copy(update={"training": spec.training.model_copy(update={"batch_size": None})})
    update = Update(one_batch, frame.state[:1].copy())
    update.use(Timetable(spec.training).of_pass(frame.epoch))
    batch = Batch(frame.epoch, np.arange(len(spec.training_rows)))
    alpha = update.settings.learning_rate
    rate = alpha / len(batch.rows) if spec.training.reduction == "mean" else alpha
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        values, memories = update.forward(batch)
        errors = update.backward(values, memories, batch)
        layers = [
            _layer(spec, values, stage, number, -errors[stage.sums], (alpha, rate))
            for number, stage in enumerate(update.network.stages)
        ]
    return Inspection(frame.epoch, alpha, rate, layers)


def _layer(
    spec: RunSpec, values: Values, stage: Stage, number: int, deltas: Array, rates: tuple[float, float]
) -> LayerInspection:
    alpha, rate = rates
    inputs, z, a = values[stage.entering], values[stage.z], values[stage.activated]
    weights = inputs.shape[1]
    if spec.network.bias:
        inputs = np.column_stack([inputs, np.ones(len(inputs))])
    contributions = rate * np.einsum("ri,rj->ijr", inputs, deltas)
    changes = contributions.sum(axis=2)
    name = spec.activations[number]
    slopes = ACTIVATIONS[name].slope(z, a)
    return LayerInspection(
        inputs,
        z,
        a,
        slopes,
        deltas,
        contributions,
        changes,
        Spread.of(a),
        Spread.of(np.abs(changes[:weights]) / alpha),
        float(np.mean(is_saturated(name, slopes))),
    )


@dataclass(frozen=True)
class Hidden:
    """The hidden layers at an epoch, as predictions pass through them.

    Attributes:
        epoch: when.
        values: of each hidden layer, for every row of the table, (rows, units).
        correlations: of its units with the expected outputs, over the training rows, (units, outputs); NaN for a
            constant unit.
    """

    epoch: int
    values: list[Array]
    correlations: list[Array]


def inspect_hidden(spec: RunSpec, frame: Frame) -> Hidden:
    """The hidden layers of a run at a frame."""
    rows, _, targets = spec.data.training
    values = predict_entered(spec, Parameters(frame.state[0], Layout.of(spec)), spec.data.all.inputs)[1:-1]
    with np.errstate(over="ignore", invalid="ignore"):
        return Hidden(frame.epoch, values, [correlations(layer[rows], targets) for layer in values])
