"""From deltas to new parameters, as lines of a program. It adds where the engine subtracts, as the article does."""

from dataclasses import dataclass

from elevenlines.app.views.program.lines import Listing, say
from elevenlines.app.views.program.plan import Plan, Trained
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled


def write_update(listing: Listing, plan: Plan) -> None:
    """Every parameter changes, the last layer's first; all from deltas of the old ones."""
    training = plan.spec.training
    rule = RULES[training.optimizer]
    if training.optimizer == "adam":
        listing.add(f"t = {_update_number(plan)}", "The number of this update, from 1.")
    directions = {trained: _direction(plan, trained) for trained in plan.trained}
    if training.clip_norm is not None:
        directions = _write_clipping(listing, directions, training.clip_norm)
    numbers = {
        name: say(value)
        for name, value in filled(OPTIMIZERS[training.optimizer].options, training.optimizer_options).items()
    }
    numbers |= {"momentum": plan.setting("momentum"), "rate": plan.setting("learning_rate")}
    numbers["alpha"] = "" if numbers["rate"] == "1" else f"{numbers['rate']} * "
    for trained, found in directions.items():
        is_to_be_named = rule.reads_twice and not found.is_name
        direction = _write_direction(listing, trained, found) if is_to_be_named else found
        words = numbers | {"p": trained.name, "g": direction.text}
        words["factor"] = direction.text if direction.is_atom or not numbers["alpha"] else f"({direction.text})"
        for text, meaning in rule.lines:
            name, assigns, _ = text.format(**words).partition(" = ")
            if assigns:  # the optimizer's memory: a trace has it as it was and as it becomes
                listing.traced[name] = f"{name}_after"
            listing.add(text.format(**words), meaning.format(**words))


@dataclass(frozen=True)
class _Direction:
    """In which direction the loss falls, for one parameter.

    Attributes:
        text: an expression.
        suffix: what a variable that holds it is called, after the parameter's name.
        is_atom: whether it can be multiplied without parentheses.
        is_name: whether it is a variable already.
    """

    text: str
    suffix: str
    is_atom: bool
    is_name: bool = False


def _direction(plan: Plan, trained: Trained) -> _Direction:
    """What the rows of the batch ask for together, with the penalties' pull."""
    k, at_sum = trained.k, plan.at_sum(trained.k)
    text = {
        "weights": f"np.dot({plan.values(k - 1)}.T, {at_sum})",
        "biases": f"np.sum({at_sum}, axis=0)",
        "gamma": f"np.sum(l{k}_delta * l{k}_normalised, axis=0)",
        "beta": f"np.sum(l{k}_delta, axis=0)",
    }[trained.kind]
    is_mean = plan.spec.training.reduction == "mean"
    if is_mean:
        text += " / len(rows)" if plan.is_batched else f" / {plan.rows}"
    if trained.kind != "weights" or not (plan.has("l1") or plan.has("l2")):
        return _Direction(text, "descent", not is_mean)
    if plan.has("l1"):
        text += f" - {plan.setting('l1')} * np.sign({trained.name})"
    if plan.has("l2"):
        text += f" - {plan.setting('l2')} * {trained.name}"
    return _Direction(text, "penalised", is_atom=False)


def _write_direction(listing: Listing, trained: Trained, direction: _Direction) -> _Direction:
    """Gives a direction a variable of its own."""
    name = f"{trained.name}_{direction.suffix}"
    listing.add(f"{name} = {direction.text}", f"The direction of {trained.name} in which the loss falls.")
    return _Direction(name, direction.suffix, is_atom=True, is_name=True)


def _write_clipping(
    listing: Listing, directions: dict[Trained, _Direction], longest: float
) -> dict[Trained, _Direction]:
    """Shortens the whole gradient where it is longer than that; returns the directions to go in."""
    named = {trained: _write_direction(listing, trained, direction) for trained, direction in directions.items()}
    for number, direction in enumerate(named.values()):
        sign = "+=" if number else "="
        listing.add(f"squares {sign} np.sum({direction.text} ** 2)", "The squared length of the gradient so far.")
    listing.add("gradient_norm = np.sqrt(squares)", "The length of the whole gradient.")
    listing.add(
        f"clip_scale = {say(longest)} / max({say(longest)}, gradient_norm)",
        f"What brings a longer gradient down to {say(longest)}; 1 for a short one.",
    )
    return {
        trained: _Direction(f"clip_scale * {direction.text}", "clipped", is_atom=False)
        for trained, direction in named.items()
    }


def _update_number(plan: Plan) -> str:
    """The number of an update in terms of epoch and batch; a fork's memory may have begun at its first epoch."""
    in_pass, size = plan.spec.updates, plan.spec.batch_sizes[0]
    earlier = 0 if plan.start is None else plan.start.updates - plan.first * in_pass
    epochs = "j" if in_pass == 1 else f"j * {in_pass} + start // {size}"
    return f"{epochs} {'-' if 1 + earlier < 0 else '+'} {abs(1 + earlier)}"


@dataclass(frozen=True)
class Rule:
    """An optimizer as lines: {p} is the parameter, {g} its direction, {factor} the same where it is multiplied.

    Attributes:
        lines: (text, meaning) of each.
        reads_twice: whether the direction is read more than once, and so needs a variable.
    """

    lines: tuple[tuple[str, str], ...]
    reads_twice: bool = False


_STEP = "{p} takes its step: what it learned from this batch is in it now."
_VELOCITY = ("{p}_velocity = {momentum} * {p}_velocity + {g}", "What is left of past directions, and the new one.")
_SQUARE = "{p}_square = {KEEP} * {p}_square + (1 - {KEEP}) * {g} ** 2"
_SIZE = "The running mean of the squared gradients of {p}."

RULES: dict[str, Rule] = {
    "sgd": Rule((("{p} += {alpha}{factor}", _STEP),)),
    "momentum": Rule((_VELOCITY, ("{p} += {alpha}{p}_velocity", _STEP))),
    "nesterov": Rule((_VELOCITY, ("{p} += {rate} * ({g} + {momentum} * {p}_velocity)", _STEP)), reads_twice=True),
    "rmsprop": Rule(
        (
            (_SQUARE.replace("KEEP", "smoothing"), _SIZE),
            ("{p} += {alpha}{g} / (np.sqrt({p}_square) + {epsilon})", _STEP),
        ),
        reads_twice=True,
    ),
    "adam": Rule(
        (
            (
                "{p}_average = {beta1} * {p}_average + (1 - {beta1}) * {g}",
                "The running mean of the directions for {p}.",
            ),
            (_SQUARE.replace("KEEP", "beta2"), _SIZE),
            (
                "{p}_size = np.sqrt({p}_square) / np.sqrt(1 - {beta2} ** t) + {epsilon}",
                "The usual size of the gradients of {p}.",
            ),
            ("{p} += {rate} / (1 - {beta1} ** t) * {p}_average / {p}_size", _STEP),
        ),
        reads_twice=True,
    ),
}
