"""The backward pass of a batch as steps: from the predictions to the deltas of every layer, the last one first."""

from elevenlines.core.algebra import Name, Tree, Word, apply, substituted, tree_of
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.options import filled
from elevenlines.core.spec import Layer
from elevenlines.core.written.forward import called, given, scale
from elevenlines.core.written.plan import Plan
from elevenlines.core.written.statements import Step


def backward(plan: Plan) -> list[Step]:
    """Every delta."""
    last = plan.outputs
    targets = "The targets of this batch: what each output should give for each row."
    steps = [given("y", targets, last, has_rows=True, origin="targets[rows]")]
    for k, layer in reversed(list(plan.layers)):
        error: Tree = Name(f"l{k}_error")
        if k == last:
            steps += _output_error(plan)
            error = Name(steps[-1].name)
        else:
            steps.append(
                Step(
                    f"l{k}_error",
                    apply("dot", plan.at_sum(k + 1), Name(f"syn{k}").transposed),
                    f"How each unit of layer {k} should move, told by the deltas of the next layer.",
                    k,
                    has_rows=True,
                )
            )
        if layer.dropout:
            meaning = "The same error, without the units that dropout has left out."
            kept = error * Name(f"l{k}_mask")
            steps.append(Step(f"l{k}_error_kept", kept, meaning, k, in_program=False, has_rows=True))
            error = Name(f"l{k}_error_kept")
        steps += _delta(plan, k, layer, error)
        if layer.batch_norm:
            steps += _before_norm(k)
    return steps


def _output_error(plan: Plan) -> list[Step]:
    """The article's error, and where the loss does not pull by just that, its pull."""
    k, training = plan.outputs, plan.spec.training
    error = Name(f"l{k}_error")
    meaning = "How far each prediction is from its target, and in which direction."
    steps = [Step(error.text, plan.targets - Name(f"l{k}"), meaning, k, has_rows=True)]
    loss = LOSSES[training.loss]
    options = {name: tree_of(value) for name, value in filled(loss.options, training.loss_options).items()}
    pull = substituted(loss.written.pull, {"error": error, "p": Name(f"l{k}"), "y": plan.targets, **options})
    if pull != error:
        meaning = "How hard the loss pulls at each prediction: minus the loss's slope there."
        steps.append(Step(f"l{k}_pull", pull, meaning, k, has_rows=True))
    return steps


def _delta(plan: Plan, k: int, layer: Layer, error: Tree) -> list[Step]:
    """The error times the slope, and trimmed where that is asked for."""
    written, trim, steps = ACTIVATIONS[layer.activation].written, plan.spec.training.delta_trim, []
    z, a = Name(f"l{k}_z"), Name(f"l{k}_undropped" if layer.dropout else f"l{k}")
    delta = error
    meaning = "With this loss the slope of the outputs cancels out: the error is the delta."
    if k < plan.outputs or LOSSES[plan.spec.training.loss].output is None:
        meaning = f"The error of layer {k} times the slope: sure units hardly change, unsure ones do."
        if written.delta is None:
            steps.append(_slope(k, layer, z, a))
            delta = error * Name(f"l{k}_slope")
        else:
            meaning = "Each output's delta takes the others' errors into account: their shares add up to 1."
            delta = substituted(written.delta, {"error": error, "z": z, "a": a})
    if trim is not None:
        name = f"l{k}_delta_untrimmed"
        steps.append(Step(name, delta, f"{meaning} Not trimmed yet.", k, in_program=False, has_rows=True))
        delta, meaning = apply("clip", Name(name), -trim, trim), f"{meaning} Larger ones are trimmed."
    return [*steps, Step(f"l{k}_delta", delta, meaning, k, has_rows=True)]


def _slope(k: int, layer: Layer, z: Name, a: Name) -> Step:
    """As in the article the sigmoid's slope is said of its value; any other's of the sum."""
    tree = substituted(ACTIVATIONS[layer.activation].written.slope, {"z": z, "a": a})
    word = Word(called(layer.activation), a if layer.activation == "sigmoid" else z, is_slope=True, tree=tree)
    meaning = f"How much each unit of layer {k} answers to a small change of what enters it."
    return Step(f"l{k}_slope", word, meaning, k, in_program=False, has_rows=True)


def _before_norm(k: int) -> list[Step]:
    """A layer's deltas taken back through its batch normalisation.

    Every row moves the mean and the variance of all, hence the two terms that are taken off.
    """
    delta, normalised, along = Name(f"l{k}_delta"), Name(f"l{k}_normalised"), Name(f"l{k}_along")
    rest = delta - apply("mean_of_rows", delta) - normalised * along
    return [
        Step(
            along.text,
            apply("mean_of_rows", delta * normalised),
            "The part of the deltas that normalisation takes away again.",
            k,
            in_trace=False,
        ),
        Step(
            f"l{k}_sum_delta",
            Name(f"gamma{k}") * scale(k) * rest,
            f"The deltas of layer {k}, taken back through its batch normalisation.",
            k,
            has_rows=True,
        ),
    ]
