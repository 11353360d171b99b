"""From the deltas of one batch to the next parameters, as steps of a trace."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.layers import STATISTICS_RATE, Memory
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.trace.notes import Notes, added, say
from elevenlines.core.trace.stages import Back, Pass
from elevenlines.core.trace.words import GIVEN, RULES, UNSIGNED, WORDS
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array


@dataclass(frozen=True)
class _Trained:
    """One kind of parameter of one layer.

    Attributes:
        kind: "weights", "biases", "gamma" or "beta".
        i: its layer, 0 the first after the inputs.
    """

    kind: str
    i: int

    @property
    def k(self) -> int:
        """Its layer as names count it, 0 the inputs."""
        return self.i + 1

    @property
    def p(self) -> str:
        """Its name."""
        return WORDS[self.kind].name.format(k=self.k, j=self.i)

    def of(self, parameters: Parameters) -> Array:
        """Its own values among all."""
        if self.kind in {"weights", "biases"}:
            found: Array = getattr(parameters, self.kind)[self.i]
        else:
            found = getattr(parameters.norms[self.i], self.kind)
        return found


def _trained(parameters: Parameters) -> Iterator[_Trained]:
    """All that is trained, the last layer first, as the article has it."""
    for i in reversed(range(len(parameters.weights))):
        yield _Trained("weights", i)
        if parameters.layout.bias:
            yield _Trained("biases", i)
        if parameters.norms[i] is not None:
            yield _Trained("gamma", i)
            yield _Trained("beta", i)


def note_update(
    notes: Notes,
    spec: RunSpec,
    update: Update,
    state: Array,
    passed: tuple[Pass, list[Back], list[Memory]],
    number: int,
) -> None:
    """Makes the update, and notes each stage of it.

    Args:
        notes: after both passes.
        spec: of the run.
        update: after the backward pass.
        state: which it changes: before the update; after it when this returns.
        passed: the forward and the backward pass of the batch, and what the layers remember.
        number: of the update in the run, from 1.
    """
    made, backs, memories = passed
    settings, asked = update.settings, spec.training
    is_penalised, is_clipped = bool(settings.l1 or settings.l2), asked.clip_norm is not None
    is_plain = asked.optimizer == "sgd" and settings.learning_rate == 1.0 and not is_penalised and not is_clipped
    like, before, rows = update.parameters.like, state.copy(), len(made.values[0])
    gradient = update.gradient
    _treat(update, rows, "mean")
    names = _note_sums(notes, spec, made, backs, gradient, "update" if is_plain else "descent")
    update.network.absorb(memories)
    _treat(update, rows, "l1", "l2", "frozen")
    if is_penalised:
        names |= _note_penalised(notes, update, names)
    if is_clipped:
        names = _note_clipped(notes, spec, update, names)
    step = update.step(number)
    update.parameters.flat[:] -= step
    if not is_plain:
        notes.add("alpha", None, np.array(settings.learning_rate), GIVEN)
        _note_rule(notes, spec, update, (before, state, step), names, number)
    for one in _trained(update.parameters):
        notes.add("after", one.k, one.of(like(state[0])), f"{one.p} + {one.p}_update", one.p)
    _note_statistics(notes, like(before[0]), like(state[0]), rows)


def _treat(update: Update, rows: int, *names: str) -> None:
    """Does to the gradient what these options ask for."""
    for name in names:
        if name in update.treatments:
            update.treatments[name](update.gradient.flat, rows)


def _note_sums(
    notes: Notes, spec: RunSpec, made: Pass, backs: list[Back], gradient: Parameters, what: str
) -> dict[_Trained, str]:
    """What the rows of the batch ask for together; returns the name for each parameter."""
    count = len(made.values[0]) if spec.training.reduction == "mean" else 1
    divided = f" / {count}" if count > 1 else ""
    names = {}
    for one in _trained(gradient):
        i, k, back, normalised = one.i, one.k, backs[one.i], made.normalised[one.i]
        at_sum = f"l{k}_delta" if normalised is None else f"l{k}_sum_delta"
        if one.kind == "weights":
            formula, rows = f"np.dot(l{i}.T, {at_sum})", notes.by_row(made.values[i], back.at_sum, count)
        elif one.kind == "biases":
            formula, rows = f"np.sum({at_sum}, axis=0)", notes.by_row(None, back.at_sum, count)
        elif one.kind == "gamma" and normalised is not None:
            formula = f"np.sum(l{k}_delta * l{k}_normalised, axis=0)"
            rows = notes.by_row(None, back.delta * normalised.values, count)
        else:
            formula, rows = f"np.sum(l{k}_delta, axis=0)", notes.by_row(None, back.delta, count)
        names[one] = notes.add(what, k, added(one.of(gradient)), formula + divided, one.p, rows)
    return names


def _note_penalised(notes: Notes, update: Update, names: dict[_Trained, str]) -> dict[_Trained, str]:
    """The weights' directions with the penalties; returns their new names."""
    l1, l2 = update.settings.l1, update.settings.l2
    found = {}
    for one, name in names.items():
        if one.kind == "weights":
            pulls = f" - {say(l1)} * np.sign({one.p})" if l1 else ""
            pulls += f" - {say(l2)} * {one.p}" if l2 else ""
            found[one] = notes.add("penalised", one.k, added(one.of(update.gradient)), name + pulls, one.p)
    return found


def _note_clipped(notes: Notes, spec: RunSpec, update: Update, names: dict[_Trained, str]) -> dict[_Trained, str]:
    """Shortens the gradient where it is too long; returns the new names."""
    longest, gradient = spec.training.clip_norm, update.gradient.flat
    assert longest is not None
    norm = np.sqrt(gradient.dot(gradient))
    _treat(update, 0, "clip_norm")
    squares = " + ".join(f"np.sum({name}**2)" for name in names.values())
    length = notes.add("norm", None, np.array(norm), f"np.sqrt({squares})")
    scale = np.array(longest / max(longest, norm))
    factor = notes.add("scale", None, scale, f"{say(longest)} / max({say(longest)}, {length})")
    return {
        one: notes.add("clipped", one.k, added(one.of(update.gradient)), f"{name} * {factor}", one.p)
        for one, name in names.items()
    }


def _note_rule(
    notes: Notes,
    spec: RunSpec,
    update: Update,
    states: tuple[Array, Array, Array],
    names: dict[_Trained, str],
    number: int,
) -> None:
    """What the optimizer makes of the directions, and remembers.

    Args:
        notes: so far.
        spec: of the run.
        update: which made it.
        states: (before, after, step): two states of a frame, and what the engine subtracted from the parameters.
        names: of the directions.
        number: of the update in the run.
    """
    asked, like = spec.training, update.parameters.like
    rule, (before, after, step) = RULES[asked.optimizer], states
    numbers = filled(OPTIMIZERS[asked.optimizer].options, asked.optimizer_options)
    numbers["momentum"] = update.settings.momentum
    said = {name: say(value) for name, value in numbers.items()} | {"number": str(number)}
    for one, g in names.items():
        words = said | {"p": one.p, "g": g}
        for slot, (what, formula) in enumerate(rule.slots, start=1):
            old, new = one.of(like(before[slot])), one.of(like(after[slot]))
            if what not in UNSIGNED:
                old, new = added(old), added(new)
            notes.add(what, one.k, old, GIVEN, one.p)
            notes.add(f"{what}_after", one.k, new, formula.format(**words), one.p)
        notes.add("update", one.k, added(one.of(like(step))), rule.update.format(**words), one.p)


def _note_statistics(notes: Notes, before: Parameters, after: Parameters, rows: int) -> None:
    """The running statistics of batch normalisation, which are not trained."""
    rate = say(STATISTICS_RATE)
    for i, (old, new) in enumerate(zip(before.norms, after.norms, strict=True)):
        if old is not None and new is not None:
            k = i + 1
            mean = notes.add("running_mean", k, old.mean, GIVEN)
            notes.add("running_mean_after", k, new.mean, f"{mean} + {rate} * (l{k}_mean - {mean})")
            variance = notes.add("running_variance", k, old.variance, GIVEN)
            unbiased = f"l{k}_variance * ({rows} / {rows - 1})"
            notes.add("running_variance_after", k, new.variance, f"{variance} + {rate} * ({unbiased} - {variance})")
