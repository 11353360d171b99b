"""The forward and the backward pass as lines of a program."""

from elevenlines.app.views.program.activations import ACTIVATIONS, Written
from elevenlines.app.views.program.lines import Listing, say
from elevenlines.app.views.program.plan import Plan
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled
from elevenlines.core.network.layers import EPSILON, STATISTICS_RATE
from elevenlines.core.spec import Layer


def write_forward(listing: Listing, plan: Plan) -> None:
    """From the inputs of a batch to its predictions, as training does it."""
    for name in predicted(plan):
        listing.traced.pop(name, None)
    for k, layer in plan.layers:
        sums = _sums(plan, k, plan.values(k - 1))
        if layer.batch_norm:
            sums = _write_normalisation(listing, k, sums)
        _write_activation(listing, plan, k, layer, sums)


def write_prediction(listing: Listing, plan: Plan) -> None:
    """From all rows to the predictions: no unit is dropped, and running statistics take the place of the batch's."""
    if not plan.trains_as_it_predicts:
        listing.traced |= dict.fromkeys(predicted(plan), "")
    for k, layer in plan.layers:
        sums = _sums(plan, k, f"l{k - 1}" if k > 1 else "X")
        if layer.batch_norm:
            listing.add(f"l{k}_sum = {sums}", f"The weighted sums that arrive at layer {k}.")
            listing.add(
                f"l{k}_z = gamma{k} * (l{k}_sum - running_mean{k})"
                f" / np.sqrt(running_variance{k} + {EPSILON}) + beta{k}",
                f"The sums of layer {k}, normalised by the running mean and variance.",
            )
            sums = f"l{k}_z"
        is_output = k == plan.outputs
        _write_sum_and_value(listing, k, _written(layer), sums, f"l{k}", needs_sum=is_output and _loss_needs_sum(plan))


def predicted(plan: Plan) -> list[str]:
    """The variables of a prediction: a trace, which is about training, may have others of their names."""
    return [f"l{k}{end}" for k, _ in plan.layers for end in ("", "_sum", "_z")]


def _loss_needs_sum(plan: Plan) -> bool:
    """Whether a stop rule follows a loss that is computed from the outputs' sums."""
    return plan.spec.training.stop is not None and LOSSES[plan.spec.training.loss].output is not None


def _written(layer: Layer) -> Written:
    return ACTIVATIONS[layer.activation]


def _sums(plan: Plan, k: int, entering: str) -> str:
    return f"np.dot({entering}, syn{k - 1})" + (f" + b{k}" if plan.spec.network.bias else "")


def _write_normalisation(listing: Listing, k: int, sums: str) -> str:
    """Brings a layer's sums to mean 0 and variance 1 over the batch; returns what enters the activation."""
    mean, variance, at = f"l{k}_mean", f"l{k}_variance", f"l{k}_sum"
    listing.add(f"{at} = {sums}", f"The weighted sums that arrive at layer {k}.")
    listing.add(f"{mean} = np.mean({at}, axis=0)", "The mean of each unit's sums over the rows.")
    listing.add(f"{variance} = np.mean(({at} - {mean}) ** 2, axis=0)", "The variance of each unit's sums.")
    listing.add(
        f"l{k}_normalised = ({at} - {mean}) / np.sqrt({variance} + {EPSILON})",
        "The sums with mean 0 and variance 1.",
    )
    listing.add(f"l{k}_z = gamma{k} * l{k}_normalised + beta{k}", f"What enters the activation of layer {k}.")
    return f"l{k}_z"


def write_statistics(listing: Listing, plan: Plan) -> None:
    """Takes the batch into the running means and variances."""
    count = "len(rows)" if plan.is_batched else str(plan.rows)
    fewer = "(len(rows) - 1)" if plan.is_batched else str(plan.rows - 1)
    for k, layer in plan.layers:
        if layer.batch_norm:
            mean, variance = f"running_mean{k}", f"running_variance{k}"
            meaning = "The running statistics take a share of this batch in."
            listing.add(f"{mean} += {STATISTICS_RATE} * (l{k}_mean - {mean})", meaning)
            unbiased = f"l{k}_variance * ({count} / {fewer})"
            listing.add(f"{variance} += {STATISTICS_RATE} * ({unbiased} - {variance})", meaning)


def _write_activation(listing: Listing, plan: Plan, k: int, layer: Layer, sums: str) -> None:
    """A layer's values, without the units that dropout leaves out."""
    value = f"l{k}_undropped" if layer.dropout else f"l{k}"
    _write_sum_and_value(
        listing, k, _written(layer), sums, value, needs_sum=_loss_needs_sum(plan) and k == plan.outputs
    )
    if layer.dropout:
        listing.add(
            f"l{k}_mask = mask(j, {k}, rows, {layer.size}, {say(layer.dropout)})",
            f"Dropout: which units of layer {k} stay for each row in this pass.",
        )
        listing.add(f"l{k} = {value} * l{k}_mask", f"Layer {k} without the units that are dropped.")


def _write_sum_and_value(listing: Listing, k: int, written: Written, sums: str, value: str, *, needs_sum: bool) -> None:
    reads_twice = written.call.count("{z}") > 1
    if sums != f"l{k}_z" and (written.needs_sum or needs_sum or reads_twice):
        listing.add(f"l{k}_z = {sums}", f"The weighted sum that arrives at each unit of layer {k}, for each row.")
        sums = f"l{k}_z"
    listing.add(
        f"{value} = {written.call.format(z=sums)}",
        f"What each unit of layer {k} makes of its weighted sum, for each row.",
    )


def write_backward(listing: Listing, plan: Plan) -> None:
    """From the predictions to the deltas of every layer, the last one first."""
    last, targets = plan.outputs, "y[rows]" if plan.is_batched else "y"
    listing.add(f"l{last}_error = {targets} - l{last}", "By how much each prediction misses its target.")
    for k, layer in reversed(list(plan.layers)):
        if k < last:
            listing.add(
                f"l{k}_error = np.dot({plan.at_sum(k + 1)}, syn{k}.T)",
                f"How much each unit of layer {k} had to do with the deltas of the layer after it.",
            )
        _write_delta(listing, plan, k, layer, _pull(listing, plan) if k == last else f"l{k}_error")
        if layer.batch_norm:
            delta, normalised = f"l{k}_delta", f"l{k}_normalised"
            listing.add(
                f"l{k}_along = np.mean({delta} * {normalised}, axis=0)",
                "The part of the deltas that normalisation takes away again.",
            )
            listing.add(
                f"l{k}_sum_delta = gamma{k} / np.sqrt(l{k}_variance + {EPSILON})"
                f" * ({delta} - np.mean({delta}, axis=0) - {normalised} * l{k}_along)",
                f"The deltas of layer {k}, taken back through its batch normalisation.",
            )


def _pull(listing: Listing, plan: Plan) -> str:
    """How the loss pulls at the predictions: minus its slope. Returns its name."""
    loss, error, name = plan.spec.training.loss, f"l{plan.outputs}_error", f"l{plan.outputs}_pull"
    meaning = "How hard the loss pulls at each prediction."
    if loss == "absolute_error":
        listing.add(f"{name} = np.sign({error})", meaning)
        return name
    if loss == "huber":
        delta = say(filled(LOSSES[loss].options, plan.spec.training.loss_options)["delta"])
        listing.add(f"{name} = np.clip({error}, -{delta}, {delta})", meaning)
        return name
    return error


def _write_delta(listing: Listing, plan: Plan, k: int, layer: Layer, error: str) -> None:
    """The error times the slope, and trimmed where that is asked for."""
    written, trim = _written(layer), plan.spec.training.delta_trim
    if layer.dropout:
        error = f"{error} * l{k}_mask"
    if k == plan.outputs and LOSSES[plan.spec.training.loss].output is not None:
        delta, meaning = error, "With this loss the slope of the outputs cancels out: the error is the delta."
    elif layer.activation == "softmax":
        delta = f"l{k} * ({error} - np.sum({error} * l{k}, axis=1, keepdims=True))"
        meaning = "Each output's delta takes the others' errors into account: their shares add up to 1."
    else:
        undropped = f"l{k}_undropped" if layer.dropout else f"l{k}"
        slope = written.slope.format(z=f"l{k}_z", a=undropped)
        delta = f"{error} * {slope}" if slope else error
        meaning = f"The error of layer {k} times the slope: sure units hardly change, unsure ones do."
    if trim is not None:
        delta, meaning = f"np.clip({delta}, -{say(trim)}, {say(trim)})", f"{meaning} Larger ones are trimmed."
    listing.add(f"l{k}_delta = {delta}", meaning)
