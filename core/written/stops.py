"""What is measured of a network, and the rules that end a run by it."""

from elevenlines.core.algebra import Name, Number, Tree, apply, substituted, tree_of
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled
from elevenlines.core.written.course import Course
from elevenlines.core.written.forward import EPOCH
from elevenlines.core.written.statements import Assign, If, Writing


def mean_miss(output: str) -> Tree:
    """How far predictions miss on average."""
    return apply("mean", apply("abs", Name("y") - Name(output)))


def write_error(writing: Writing, course: Course) -> None:
    """The error of the predictions."""
    error = mean_miss(f"l{course.plan.outputs}")
    writing.let("error", error, "The error: how far predictions miss on average.")


def write_stop_rules(writing: Writing, course: Course) -> None:
    """Leaves the loop where a rule, or the last epoch, ends the run."""
    training = course.spec.training
    ends: list[Tree] = []
    if training.stop_at_error is not None:
        ends.append(Name("error") <= training.stop_at_error)
    if training.stop is not None:
        _write_loss(writing, course)
        best: Tree = Name("best")
        lowest = Name("loss") < (best - training.stop.improvement if training.stop.improvement else best)
        meaning = "The lowest loss so far, and its epoch."
        then = Assign(("best", "best_epoch"), (Name("loss"), EPOCH), meaning)
        writing.statements.append(If(lowest, then, meaning, dict(writing.traced)))
        ends.append(EPOCH - Name("best_epoch") >= training.stop.epochs)
    condition: Tree = apply("equal", EPOCH, course.last)
    for end in reversed(ends):
        condition = apply("or", end, condition)
    meaning = "The run ends once this is so; what was measured last is printed."
    writing.statements.append(If(condition, None, meaning, dict(writing.traced)))


def _write_loss(writing: Writing, course: Course) -> None:
    """What is minimised, penalties included."""
    training, k = course.spec.training, course.plan.outputs
    loss = LOSSES[training.loss]
    options = filled(loss.options, training.loss_options)
    known: dict[str, Tree] = {name: tree_of(value) for name, value in options.items()}
    known |= {"p": Name(f"l{k}"), "z": Name(f"l{k}_z"), "y": Name("y")}
    for name, tree, meaning in loss.written.steps:
        writing.let(name, substituted(tree, known), meaning)
    value = substituted(loss.written.value, known)
    value = value / Number(course.rows) if training.reduction == "mean" else value
    writing.let("loss", value, "The loss: what training makes small.")
    l1, l2 = course.plan.settings.get("l1"), course.plan.settings.get("l2")
    for number in range(k):
        weights, so_far = Name(f"syn{number}"), Name("loss")
        if l1 is not None:
            pull = l1 * apply("sum", apply("abs", weights))
            writing.let("loss", so_far + pull, "The penalty on absolute weights.")
        if l2 is not None:
            writing.let("loss", so_far + l2 / 2 * apply("sum", weights**2), "The penalty on squared weights.")
