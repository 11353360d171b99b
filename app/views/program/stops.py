"""What is measured of a network, and the rules that end a run by it, as lines of a program."""

from elevenlines.app.views.program.lines import Listing, say
from elevenlines.app.views.program.plan import Plan
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled


def write_error(listing: Listing, plan: Plan) -> None:
    """The error of the predictions."""
    listing.add(f"error = np.mean(np.abs(y - l{plan.outputs}))", "The error: how far predictions miss on average.")


def write_stop_rules(listing: Listing, plan: Plan) -> None:
    """Leaves the loop where a rule, or the last epoch, ends the run."""
    training, ends = plan.spec.training, []
    if training.stop_at_error is not None:
        ends.append(f"error <= {say(training.stop_at_error)}")
    if training.stop is not None:
        _write_loss(listing, plan)
        gain = f" - {say(training.stop.improvement)}" if training.stop.improvement else ""
        listing.add(f"if loss < best{gain}: best, best_epoch = loss, j", "The lowest loss so far, and its epoch.")
        ends.append(f"j - best_epoch >= {training.stop.epochs}")
    condition = " or ".join([*ends, f"j == {plan.last}"])
    listing.add(f"if {condition}: break", "The run ends once this is so; what was measured last is printed.")


def write_best(listing: Listing, plan: Plan) -> None:
    """Before the loop: no loss is the best yet."""
    if plan.spec.training.stop is not None:
        listing.add(f"best, best_epoch = np.inf, {plan.first}", "The lowest loss so far, and its epoch.")


def _write_loss(listing: Listing, plan: Plan) -> None:
    """What is minimised, penalties included."""
    training, p, z = plan.spec.training, f"l{plan.outputs}", f"l{plan.outputs}_z"
    summed = {
        "squared_error": f"np.sum((y - {p}) ** 2) / 2",
        "absolute_error": f"np.sum(np.abs(y - {p}))",
        "huber": "np.sum(np.where(size <= {d}, size * size / 2, {d} * (size - {d} / 2)))",
        "binary_cross_entropy": f"np.sum(softplus(-np.abs({z})) + {z} * (({z} > 0) - y))",
        "categorical_cross_entropy": "-np.sum(y * (shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))))",
    }[training.loss]
    if training.loss == "huber":
        listing.add(f"size = np.abs(y - {p})", "The size of each miss.")
        summed = summed.format(d=say(filled(LOSSES["huber"].options, training.loss_options)["delta"]))
    if training.loss == "categorical_cross_entropy":
        listing.add(
            f"shifted = {z} - np.max({z}, axis=1, keepdims=True)", "The outputs' sums, shifted so that none overflows."
        )
    mean = f" / {plan.rows}" if training.reduction == "mean" else ""
    listing.add(f"loss = {summed}{mean}", "The loss: what training makes small.")
    for k, _ in plan.layers:
        name = f"syn{k - 1}"
        if plan.has("l1"):
            listing.add(f"loss += {plan.setting('l1')} * np.sum(np.abs({name}))", "The penalty on absolute weights.")
        if plan.has("l2"):
            listing.add(f"loss += {plan.setting('l2')} / 2 * np.sum({name} ** 2)", "The penalty on squared weights.")
