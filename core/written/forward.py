"""The forward pass of a batch as steps, and that of a prediction."""

from elevenlines.core.algebra import Counter, Function, Name, Tree, Word, apply, names_in, substituted
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.network.layers import EPSILON, STATISTICS_RATE
from elevenlines.core.spec import Layer, RunSpec
from elevenlines.core.written.plan import Plan
from elevenlines.core.written.statements import Step

EPOCH = Counter("j")  # the article's
DRAW = Function(
    "draw",
    ("epoch", "use", "index"),
    None,
    "Random numbers that depend on seed, epoch and place alone, so that any epoch can be trained again.",
)
MASK = Function(
    "mask",
    ("epoch", "layer", "rows", "units", "share"),
    None,
    "Which units stay for each row; what stays is scaled up, so that predictions need no scaling.",
    needs=(DRAW,),
)


def given(name: str, meaning: str, layer: int | None, *, has_rows: bool = False, origin: str = "given") -> Step:
    """What an update finds."""
    return Step(name, None, meaning, layer, has_rows=has_rows, origin=origin)


def forward(plan: Plan) -> list[Step]:
    """From the inputs of a batch to its predictions, as training does it."""
    steps: list[Step] = []
    for k, layer in plan.layers:
        steps.append(given(f"syn{k - 1}", f"The weights from layer {k - 1} to layer {k}, before the update.", k))
        if plan.spec.network.bias:
            steps.append(given(f"b{k}", f"The biases of layer {k}, before the update.", k))
        sums = _sums(plan.spec, k, plan.values(k - 1))
        if layer.batch_norm:
            steps += _normalisation(k, sums)
            sums = Name(f"gamma{k}") * Name(f"l{k}_normalised") + Name(f"beta{k}")
        steps.append(_sum(plan.spec, k, layer, sums))
        steps += _values(plan, k, layer)
    return steps


def prediction(spec: RunSpec, inputs: Tree) -> list[Step]:
    """From what enters to the predictions: no unit is dropped, and running statistics take the place of a batch's."""
    steps: list[Step] = []
    entering = inputs
    for k, layer in enumerate(spec.layers, start=1):
        sums: Tree = _sums(spec, k, entering)
        if layer.batch_norm:
            at = Name(f"l{k}_sum")
            steps.append(Step(at.text, sums, f"The weighted sums that arrive at layer {k}."))
            mean, variance = Name(f"running_mean{k}"), Name(f"running_variance{k}")
            normalised = Name(f"gamma{k}") * (at - mean) / apply("sqrt", variance + EPSILON)
            sums = normalised + Name(f"beta{k}")
        steps.append(_sum(spec, k, layer, sums))
        steps.append(Step(f"l{k}", _activated(k, layer), _meaning(spec, k)))
        entering = Name(f"l{k}")
    return steps


def loss_needs_sum(spec: RunSpec) -> bool:
    """Whether a stop rule follows a loss that is computed from the outputs' sums."""
    return spec.training.stop is not None and LOSSES[spec.training.loss].output is not None


def statistics(plan: Plan) -> list[Step]:
    """The running means and variances take the batch in; the variance as an unbiased estimate, as PyTorch does."""
    steps = []
    for k, layer in plan.layers:
        if not layer.batch_norm:
            continue
        mean, variance = Name(f"running_mean{k}"), Name(f"running_variance{k}")
        unbiased = Name(f"l{k}_variance") * (plan.count / plan.fewer)
        for what, old, new in (("mean", mean, Name(f"l{k}_mean")), ("variance", variance, unbiased)):
            steps += [
                given(old.text, f"The {what} of layer {k}'s sums that predictions are normalised with.", k),
                Step(
                    f"{old.text}_after",
                    old + STATISTICS_RATE * (new - old),
                    f"That running {what} takes a share of this batch in.",
                    k,
                    replaces=old.text,
                ),
            ]
    return steps


def scale(k: int) -> Tree:
    """By what batch normalisation multiplies the sums of a layer."""
    return 1 / apply("sqrt", Name(f"l{k}_variance") + EPSILON)


def called(activation: str) -> str:
    """What a formula calls an activation; the article's name for the sigmoid is nonlin."""
    return "nonlin" if activation == "sigmoid" else activation


def _sums(spec: RunSpec, k: int, entering: Tree) -> Tree:
    products = apply("dot", entering, Name(f"syn{k - 1}"))
    return products + Name(f"b{k}") if spec.network.bias else products


def _normalisation(k: int, sums: Tree) -> list[Step]:
    """Brings a layer's sums to mean 0 and variance 1 over the batch."""
    at, mean = Name(f"l{k}_sum"), Name(f"l{k}_mean")
    return [
        Step(
            at.text,
            sums,
            f"The weighted sum that arrives at each unit of layer {k}, not normalised yet.",
            k,
            has_rows=True,
        ),
        Step(mean.text, apply("mean_of_rows", at), "The mean of each unit's sums over the rows of this batch.", k),
        Step(
            f"l{k}_variance",
            apply("mean_of_rows", (at - mean) ** 2),
            "The variance of each unit's sums over the rows of this batch.",
            k,
        ),
        Step(
            f"l{k}_normalised",
            (at - mean) * scale(k),
            f"The sums of layer {k}, brought to mean 0 and variance 1 over the batch.",
            k,
            has_rows=True,
        ),
        given(f"gamma{k}", f"The factors of layer {k}'s batch normalisation, before the update.", k),
        given(f"beta{k}", f"The shifts of layer {k}'s batch normalisation, before the update.", k),
    ]


def _sum(spec: RunSpec, k: int, layer: Layer, sums: Tree) -> Step:
    """What enters the activation; a program has a variable for it where it is read more than once."""
    written = ACTIVATIONS[layer.activation].written
    is_read_again = "z" in names_in(written.slope) or names_in(written.value).count("z") > 1
    is_measured = k == len(spec.layers) and loss_needs_sum(spec)
    meaning = f"What enters the activation of each unit of layer {k}, for each row."
    in_program = layer.batch_norm or is_read_again or is_measured
    return Step(f"l{k}_z", sums, meaning, k, in_program=in_program, has_rows=True)


def _values(plan: Plan, k: int, layer: Layer) -> list[Step]:
    """A layer's values, without the units that dropout leaves out."""
    activated = _activated(k, layer)
    if not layer.dropout:
        return [Step(f"l{k}", activated, _meaning(plan.spec, k), k, has_rows=True)]
    undropped, mask = f"l{k}_undropped", f"l{k}_mask"
    return [
        Step(
            undropped, activated, f"What each unit of layer {k} would give if dropout left none out.", k, has_rows=True
        ),
        Step(
            mask,
            MASK(EPOCH, k, plan.rows, layer.size, layer.dropout),
            f"Dropout: 0 where a unit of layer {k} is left out for a row, more than 1 where it stays.",
            k,
            has_rows=True,
            origin="given",
        ),
        Step(f"l{k}", Name(undropped) * Name(mask), _meaning(plan.spec, k), k, has_rows=True),
    ]


def _activated(k: int, layer: Layer) -> Tree:
    z = Name(f"l{k}_z")
    tree = substituted(ACTIVATIONS[layer.activation].written.value, {"z": z})
    return Word(called(layer.activation), z, is_slope=False, tree=tree)


def _meaning(spec: RunSpec, k: int) -> str:
    if k == len(spec.layers):
        return "The predictions: what each output gives for each row."
    return f"What each unit of layer {k} gives to the next layer, for each row."
