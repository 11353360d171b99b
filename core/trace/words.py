"""What a trace calls things: the one table from the engine's terms to the article's names."""

from typing import NamedTuple


class Word(NamedTuple):
    """What a quantity is called. In both k is its layer, j the layer before, p the parameter that it belongs to."""

    name: str
    meaning: str


WORDS = {
    "columns": Word("columns", "The table's columns, one row for each row of this batch."),
    "made": Word("l0_made", "What the formulas make of the columns, not standardised yet."),
    "input_mean": Word("l0_mean", "What each input is measured from: its mean over the training rows, or as given."),
    "input_deviation": Word("l0_deviation", "What each input is measured in: its deviation there, or as given."),
    "inputs": Word("l0", "The inputs of this batch, one row for each of its rows in the table."),
    "weights": Word("syn{j}", "The weights from layer {j} to layer {k}, before the update."),
    "biases": Word("b{k}", "The biases of layer {k}, before the update."),
    "gamma": Word("gamma{k}", "The factors of layer {k}'s batch normalisation, before the update."),
    "beta": Word("beta{k}", "The shifts of layer {k}'s batch normalisation, before the update."),
    "sums": Word("l{k}_sum", "The weighted sum that arrives at each unit of layer {k}, not normalised yet."),
    "batch_mean": Word("l{k}_mean", "The mean of each unit's sums over the rows of this batch."),
    "batch_variance": Word("l{k}_variance", "The variance of each unit's sums over the rows of this batch."),
    "normalised": Word("l{k}_normalised", "The sums of layer {k}, brought to mean 0 and variance 1 over the batch."),
    "pre_activation": Word("l{k}_z", "What enters the activation of each unit of layer {k}, for each row."),
    "activated": Word("l{k}_undropped", "What each unit of layer {k} would give if dropout left none out."),
    "mask": Word("l{k}_mask", "Dropout: 0 where a unit is left out for a row, more than 1 where it stays."),
    "values": Word("l{k}", "What each unit of layer {k} gives to the next layer, for each row."),
    "predictions": Word("l{k}", "The predictions: what each output gives for each row."),
    "targets": Word("y", "The targets of this batch: what each output should give for each row."),
    "output_error": Word("l{k}_error", "How far each prediction is from its target, and in which direction."),
    "pull": Word("l{k}_pull", "How hard the loss pulls at each prediction: minus the loss's slope there."),
    "hidden_error": Word("l{k}_error", "How each unit of layer {k} should move, told by the deltas of the next layer."),
    "kept_error": Word("l{k}_error_kept", "The same error, without the units that dropout has left out."),
    "slope": Word("l{k}_slope", "How much each unit of layer {k} answers to a small change of what enters it."),
    "untrimmed": Word("l{k}_delta_untrimmed", "The delta of each unit of layer {k}, before it is trimmed."),
    "delta": Word("l{k}_delta", "How what enters each unit of layer {k} should move, row by row, to lower the loss."),
    "sum_delta": Word("l{k}_sum_delta", "The deltas of layer {k}, taken back through its batch normalisation."),
    "descent": Word("{p}_descent", "Minus the gradient for {p}: the direction in which the loss of this batch falls."),
    "penalised": Word("{p}_penalised", "The same direction, with the pull of the penalties towards 0."),
    "norm": Word("gradient_norm", "The length of the whole gradient, over all parameters."),
    "scale": Word("clip_scale", "What brings a gradient that is too long down to clip_norm; 1 if it is short enough."),
    "clipped": Word("{p}_clipped", "The same direction, after the whole gradient was shortened."),
    "alpha": Word("alpha", "The learning rate of this pass."),
    "velocity": Word("{p}_velocity", "The momentum of {p}: what is left of its past directions."),
    "velocity_after": Word("{p}_velocity_after", "The momentum of {p} with this batch taken in."),
    "average": Word("{p}_average", "The running mean of the directions for {p} so far."),
    "average_after": Word("{p}_average_after", "That running mean with this batch taken in."),
    "square": Word("{p}_square", "The running mean of the squared gradients of {p} so far."),
    "square_after": Word("{p}_square_after", "That running mean of squares with this batch taken in."),
    "update": Word("{p}_update", "What this batch adds to {p}."),
    "after": Word("{p}_after", "{p} after the update, as the next batch finds it."),
    "running_mean": Word("running_mean{k}", "The mean of layer {k}'s sums that predictions are normalised with."),
    "running_mean_after": Word("running_mean{k}_after", "That running mean with this batch taken in."),
    "running_variance": Word("running_variance{k}", "The variance of layer {k}'s sums that predictions go by."),
    "running_variance_after": Word("running_variance{k}_after", "That running variance with this batch taken in."),
}

GIVEN = "given"  # the formula of what is not computed here


class Rule(NamedTuple):
    """How an optimizer is written in these words: for each slot its word and its next value; then the update."""

    slots: tuple[tuple[str, str], ...]
    update: str


RULES = {
    "sgd": Rule((), "alpha * {g}"),
    "momentum": Rule((("velocity", "{momentum} * {p}_velocity + {g}"),), "alpha * {p}_velocity_after"),
    "nesterov": Rule(
        (("velocity", "{momentum} * {p}_velocity + {g}"),), "alpha * ({g} + {momentum} * {p}_velocity_after)"
    ),
    "rmsprop": Rule(
        (("square", "{smoothing} * {p}_square + (1 - {smoothing}) * {g}**2"),),
        "alpha * {g} / (np.sqrt({p}_square_after) + {epsilon})",
    ),
    "adam": Rule(
        (
            ("average", "{beta1} * {p}_average + (1 - {beta1}) * {g}"),
            ("square", "{beta2} * {p}_square + (1 - {beta2}) * {g}**2"),
        ),
        "alpha * {p}_average_after / (1 - {beta1}**{number})"
        " / (np.sqrt({p}_square_after / (1 - {beta2}**{number})) + {epsilon})",
    ),
}
UNSIGNED = {"square"}  # slots that are the same whichever sign the gradient has
