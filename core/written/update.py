"""From the deltas of a batch to the next parameters, as steps."""

from dataclasses import dataclass, field, replace

from elevenlines.core.algebra import Name, Tree, apply, names_in, substituted, tree_of
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.written.forward import given
from elevenlines.core.written.plan import Plan, Trained
from elevenlines.core.written.statements import Step


@dataclass
class Update:
    """The steps of an update.

    Attributes:
        names: of the direction that each parameter goes in.
        directions: what the rows ask for, what penalties, frozen parameters and clipping make of it.
        rules: for each parameter what the optimizer makes of its direction, and what it remembers.
        afters: for each parameter its next value.
    """

    names: dict[Trained, Name] = field(default_factory=dict)
    directions: list[Step] = field(default_factory=list)
    rules: list[list[Step]] = field(default_factory=list)
    afters: list[Step] = field(default_factory=list)

    def by_parameter(self) -> list[Step]:
        """As a program has them: a parameter's direction just before what the optimizer makes of it."""
        last = {name.text: step for name in self.names.values() for step in self.directions if step.name == name.text}
        steps = [step for step in self.directions if step.name not in last]
        steps.sort(key=self._place)  # which leaves each parameter's in their order
        for name, rule, after in zip(self.names.values(), self.rules, self.afters, strict=True):
            steps += [last[name.text], *rule, after]
        return steps

    def _place(self, step: Step) -> int:
        """The number of the parameter that a step is about; what is about all comes after them."""
        places = (place for place, one in enumerate(self.names) if step.name.startswith(f"{one.name}_"))
        return next(places, len(self.names))


def update(plan: Plan) -> Update:
    """Every parameter changes, the last layer's first; all from deltas of the old ones."""
    found = Update()
    found.names = _directions(plan, found.directions)
    if not plan.is_plain:
        found.directions.append(given("alpha", "The learning rate of this pass.", None))
    for one, direction in found.names.items():
        found.rules.append([] if plan.is_plain else _rule(plan, one, direction))
        meaning = f"{one.name} takes its step: what it learned from this batch is in it now."
        after = Name(one.name) + Name(f"{one.name}_update")
        found.afters.append(Step(f"{one.name}_after", after, meaning, one.k, replaces=one.name))
    return found


def _directions(plan: Plan, steps: list[Step]) -> dict[Trained, Name]:
    """Minus the gradient of each parameter, stage by stage; returns the name of the last stage."""
    training = plan.spec.training
    longest, is_read_again = training.clip_norm, _reads_direction(plan) > 1
    stages = {one: _stages(plan, one) for one in plan.trained}
    # as a trace has it: each stage for all parameters before the next
    for number in range(max(map(len, stages.values()), default=0)):
        for stage in stages.values():
            if number < len(stage):
                is_last = number == len(stage) - 1
                steps += _as_variable(stage[number], is_wanted=is_last and (longest is not None or is_read_again))
    names = {one: Name(stage[-1][-1].name) for one, stage in stages.items()}
    return names if longest is None or not names else _clipped(names, longest, steps, in_program=is_read_again)


def _reads_direction(plan: Plan) -> int:
    """How often the optimizer reads a direction."""
    written = OPTIMIZERS[plan.spec.training.optimizer].written
    trees = [written.update, *(slot.becomes for slot in written.slots), *(tree for _, tree, _ in written.steps)]
    return sum(names_in(tree).count("g") for tree in trees)


def _stages(plan: Plan, one: Trained) -> list[list[Step]]:
    """The direction of one parameter: as the rows ask for it, then with penalties, then without what is frozen."""
    name, what = one.name, "update" if plan.is_plain else "descent"
    meaning = f"Minus the gradient for {name}: the direction in which the loss of this batch falls."
    if plan.is_plain:
        meaning = f"What this batch adds to {name}."
    tree = _asked_for(plan, one)
    if plan.divisor is not None:
        tree = tree / plan.divisor
    stages = [[Step(f"{name}_{what}", tree, meaning, one.k)]]
    penalties = [plan.settings.get("l1"), plan.settings.get("l2")]
    if one.kind == "weights" and any(penalties):
        direction, weights = Name(f"{name}_{what}"), Name(name)
        l1, l2 = penalties
        pulled: Tree = direction if l1 is None else direction - l1 * apply("sign", weights)
        pulled = pulled if l2 is None else pulled - l2 * weights
        meaning = f"The direction of {name} with the pull of the penalties towards 0."
        stages.append([Step(f"{name}_penalised", pulled, meaning, one.k)])
    if plan.is_partly_frozen(one):
        free, direction = Name(f"{name}_free"), Name(stages[-1][-1].name)
        meaning = f"The direction of {name}, 0 where it is frozen."
        step = Step(f"{name}_unfrozen", direction * free, meaning, one.k)
        stages.append([given(free.text, f"1 where {name} is trained, 0 where it is frozen.", one.k), step])
    return stages


def _asked_for(plan: Plan, one: Trained) -> Tree:
    """What the rows ask for together: a weight's is the value that enters it times the delta that leaves it."""
    delta = Name(f"l{one.k}_delta")
    if one.kind == "weights":
        return apply("dot", plan.values(one.k - 1).transposed, plan.at_sum(one.k))
    if one.kind == "biases":
        return apply("sum_of_rows", plan.at_sum(one.k))
    return apply("sum_of_rows", delta * Name(f"l{one.k}_normalised") if one.kind == "gamma" else delta)


def _as_variable(steps: list[Step], *, is_wanted: bool) -> list[Step]:
    return [replace(step, in_program=is_wanted) for step in steps]


def _clipped(names: dict[Trained, Name], longest: float, steps: list[Step], *, in_program: bool) -> dict[Trained, Name]:
    """Shortens the whole gradient where it is longer than that (Pascanu, Mikolov and Bengio, 2013)."""
    norm, scale = Name("gradient_norm"), Name("clip_scale")
    steps += [
        Step(norm.text, apply("length", *names.values()), "The length of the whole gradient, over all parameters."),
        Step(
            scale.text,
            longest / apply("larger", longest, norm),
            "What brings a gradient that is too long down to clip_norm; 1 if it is short enough.",
        ),
    ]
    found = {}
    for one, direction in names.items():
        found[one] = Name(f"{one.name}_clipped")
        meaning = f"The direction of {one.name}, after the whole gradient was shortened."
        steps.append(Step(found[one].text, scale * direction, meaning, one.k, in_program=in_program))
    return found


def _rule(plan: Plan, one: Trained, direction: Name) -> list[Step]:
    """What the optimizer makes of a direction: slots first, then its update."""
    optimizer, p = OPTIMIZERS[plan.spec.training.optimizer], one.name
    options = filled(optimizer.options, plan.spec.training.optimizer_options)
    known: dict[str, Tree] = {name: tree_of(value) for name, value in options.items()}
    known |= {"g": direction, "w": Name(p), "t": plan.number}
    known |= {"alpha": plan.settings["learning_rate"], "momentum": plan.settings["momentum"]}
    steps = []
    for slot in optimizer.written.slots:
        old, meaning = Name(f"{p}_{slot.name}"), slot.meaning.format(p=p)
        after = f"{old.text}_after"
        tree = substituted(slot.becomes, known | {slot.name: old})
        steps.append(given(old.text, meaning, one.k))
        steps.append(Step(after, tree, f"{meaning} This batch is taken in.", one.k, replaces=old.text))
        known[slot.name] = Name(after)
    for name, tree, meaning in optimizer.written.steps:
        own = f"{p}_{name}"
        steps.append(Step(own, substituted(tree, known), meaning.format(p=p), one.k, in_trace=False))
        known[name] = Name(own)
    change = substituted(optimizer.written.update, known)
    if plan.is_partly_frozen(one) and optimizer.written.slots:  # else the direction's 0 is enough
        change = change * Name(f"{p}_free")
    meaning = f"What this batch adds to {p}."
    return [*steps, Step(f"{p}_update", change, meaning, one.k, in_program=False)]
