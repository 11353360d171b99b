"""The forward and the backward pass of one batch, as steps of a trace."""

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled
from elevenlines.core.network.layers import EPSILON
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.trace.notes import Notes, added, say
from elevenlines.core.trace.stages import Back, Pass
from elevenlines.core.trace.words import GIVEN
from elevenlines.core.types import Array


def _called(activation: str) -> str:
    """What a formula calls an activation; the article's name for the sigmoid is nonlin."""
    return "nonlin" if activation == "sigmoid" else activation


def _note_inputs(notes: Notes, spec: RunSpec, columns: Array, inputs: Array) -> str:
    """What enters the network, and where it is made of the table's columns, how."""
    entrance = spec.data.entrance
    if entrance.formulas is None and not entrance.is_standardised:
        return notes.of_rows("inputs", 0, inputs, "inputs[rows]")
    formula = entrance.written(notes.of_rows("columns", 0, columns, "inputs[rows]"))
    if entrance.is_standardised:
        if entrance.formulas is not None:
            formula = notes.of_rows("made", 0, entrance.make(columns), formula)
        mean = notes.add("input_mean", 0, entrance.mean, GIVEN)
        formula = f"({formula} - {mean}) / {notes.add('input_deviation', 0, entrance.deviation, GIVEN)}"
    return notes.of_rows("inputs", 0, inputs, formula)


def note_forward(notes: Notes, spec: RunSpec, before: Parameters, made: Pass, columns: Array) -> None:
    """From the table's columns, (rows, columns), to the predictions."""
    values = _note_inputs(notes, spec, columns, made.values[0])
    for i, layer in enumerate(spec.layers):
        k, normalised, norm, mask = i + 1, made.normalised[i], before.norms[i], made.masks[i]
        sums = f"np.dot({values}, {notes.add('weights', k, before.weights[i], GIVEN)})"
        if before.layout.bias:
            sums += f" + {notes.add('biases', k, before.biases[i], GIVEN)}"
        if norm is not None and normalised is not None:
            s = notes.of_rows("sums", k, normalised.sums, sums)
            mean = notes.add("batch_mean", k, normalised.mean, f"np.mean({s}, axis=0)")
            variance = notes.add("batch_variance", k, normalised.variance, f"np.mean(({s} - {mean})**2, axis=0)")
            x = notes.of_rows(
                "normalised", k, normalised.values, f"({s} - {mean}) / np.sqrt({variance} + {say(EPSILON)})"
            )
            gamma, beta = notes.add("gamma", k, norm.gamma, GIVEN), notes.add("beta", k, norm.beta, GIVEN)
            sums = f"{gamma} * {x} + {beta}"
        z = notes.of_rows("pre_activation", k, made.pre_activations[i], sums)
        activated = f"{_called(layer.activation)}({z})"
        if mask is not None:
            a = notes.of_rows("activated", k, made.activated[i], activated)
            activated = f"{a} * {notes.of_rows('mask', k, mask, GIVEN)}"
        is_output = k == len(spec.layers)
        values = notes.of_rows("predictions" if is_output else "values", k, made.values[k], activated)


def note_backward(
    notes: Notes, spec: RunSpec, before: Parameters, made: Pass, backs: list[Back], targets: Array
) -> None:
    """From the predictions to the deltas of every layer, the last layer first."""
    y = notes.of_rows("targets", len(spec.layers), targets, "targets[rows]")
    following = ""
    for i in reversed(range(len(spec.layers))):
        k, back, norm, normalised = i + 1, backs[i], before.norms[i], made.normalised[i]
        if following:
            error = notes.of_rows("hidden_error", k, added(back.error), f"np.dot({following}, syn{k}.T)")
        else:
            error = _note_output_error(notes, spec, k, targets - made.predictions, back, y)
        if made.masks[i] is not None:
            error = notes.of_rows("kept_error", k, added(back.kept), f"{error} * l{k}_mask")
        following = _note_delta(notes, spec, k, made, back, error)
        if norm is not None and normalised is not None:
            d, x = following, f"l{k}_normalised"
            formula = (
                f"gamma{k} / np.sqrt(l{k}_variance + {say(EPSILON)})"
                f" * ({d} - np.mean({d}, axis=0) - {x} * np.mean({d} * {x}, axis=0))"
            )
            following = notes.of_rows("sum_delta", k, added(back.at_sum), formula)


def _note_output_error(notes: Notes, spec: RunSpec, k: int, misses: Array, back: Back, y: str) -> str:
    """The article's error, and where the loss does not pull by just that, its pull; returns which goes on."""
    error = notes.of_rows("output_error", k, misses, f"{y} - l{k}")
    loss = spec.training.loss
    if loss == "absolute_error":
        return notes.of_rows("pull", k, added(back.error), f"np.sign({error})")
    if loss == "huber":
        limit = say(filled(LOSSES[loss].options, spec.training.loss_options)["delta"])
        return notes.of_rows("pull", k, added(back.error), f"np.clip({error}, -{limit}, {limit})")
    return error


def _note_delta(notes: Notes, spec: RunSpec, k: int, made: Pass, back: Back, error: str) -> str:
    """The error weighted by the slope, and trimmed; returns the name of the delta."""
    name, trim = spec.layers[k - 1].activation, spec.training.delta_trim
    activation, z, a = ACTIVATIONS[name], made.pre_activations[k - 1], made.activated[k - 1]
    if k == len(spec.layers) and LOSSES[spec.training.loss].output is not None:
        formula = error  # a cross-entropy and its own activation: the slope cancels out
    elif activation.is_rowwise:
        formula = f"l{k} * ({error} - np.sum({error} * l{k}, axis=1, keepdims=True))"
    else:
        undropped = f"l{k}" if made.masks[k - 1] is None else f"l{k}_undropped"
        at = undropped if name == "sigmoid" else f"l{k}_z"
        slope = notes.of_rows("slope", k, activation.slope(z, a), f"{_called(name)}({at}, deriv=True)")
        formula = f"{error} * {slope}"
    if trim is not None:
        untrimmed = notes.of_rows("untrimmed", k, added(back.untrimmed), formula)
        formula = f"np.clip({untrimmed}, -{say(trim)}, {say(trim)})"
    return notes.of_rows("delta", k, added(back.delta), formula)
