"""The beginning of a program: the parameters before the first pass, what the optimizer remembers, and settings."""

import numpy as np

from elevenlines.core.algebra import Constant, Name, Number, Tree, apply, names_in, substituted
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.types import Array
from elevenlines.core.written.course import VARIABLES, Course
from elevenlines.core.written.forward import EPOCH
from elevenlines.core.written.plan import Trained, trained
from elevenlines.core.written.statements import Assign, Generator, If, Timetable, Writing


def write_parameters(writing: Writing, course: Course) -> None:
    """Weights, biases and the rest before the first pass."""
    network = course.spec.network
    first = initial_parameters(course.spec)
    is_drawn = course.start is None and network.initial is None
    if course.start is not None:
        first = course.parameters_of(course.start.state[0])
    if is_drawn and "random" in names_in(INITIALIZERS[network.initializer].written):
        writing.statements.append(Generator(course.spec.seed, "The seed fixes the first weights."))
    for k, weights in enumerate(first.weights, start=1):
        where, ending = f"from layer {k - 1} to layer {k}", "" if is_drawn else ", as they are given"
        drawn = _drawn(course, *weights.shape) if is_drawn else None
        writing.give(f"syn{k - 1}", weights, f"The first weights {where}{ending}.", drawn=drawn)
    for one in reversed(trained(course.spec)):
        if one.kind != "weights":
            _write_row(writing, one.name, one.kind, one.k, one.of(first))
    for k, norm in enumerate(first.norms, start=1):
        if norm is not None:
            _write_row(writing, f"running_mean{k}", "mean", k, norm.mean)
            _write_row(writing, f"running_variance{k}", "variance", k, norm.variance)


def _drawn(course: Course, fan_in: int, fan_out: int) -> Tree:
    network = course.spec.network
    initializer = INITIALIZERS[network.initializer]
    option = next(iter(filled(initializer.options, network.initializer_options).values()), 0.0)
    known = {"fan_in": Number(fan_in), "fan_out": Number(fan_out), "option": Number(option, has_point=True)}
    return substituted(initializer.written, known)


_ROWS = {
    "biases": (0, "The biases of layer {k}: weights of an input that is always 1."),
    "gamma": (1, "The factors of layer {k}'s batch normalisation."),
    "beta": (0, "The shifts of layer {k}'s batch normalisation."),
    "mean": (0, "The mean of layer {k}'s sums that predictions are normalised with."),
    "variance": (1, "The variance of layer {k}'s sums that predictions are normalised with."),
}


def _write_row(writing: Writing, name: str, kind: str, k: int, values: Array) -> None:
    """One row of a layer's parameters: as given, else 0s or 1s."""
    fill, meaning = _ROWS[kind]
    is_fresh = bool(np.all(values == fill))
    drawn = apply("ones" if fill else "zeros", len(values)) if is_fresh else None
    writing.give(name, values, meaning.format(k=k), drawn=drawn)


def write_memory(writing: Writing, course: Course) -> None:
    """What the optimizer remembers before the first pass, and which parameters are frozen in part."""
    for number, slot in enumerate(OPTIMIZERS[course.spec.training.optimizer].written.slots, start=1):
        for one in course.plan.trained:
            values = _remembered(course, one, number, sign=-1.0 if slot.is_signed else 1.0)
            drawn = None if values.any() else apply("zeros_like", Name(one.name))
            writing.give(f"{one.name}_{slot.name}", values, slot.meaning.format(p=one.name), drawn=drawn)
    for one in course.plan.trained:
        if course.plan.is_partly_frozen(one):
            meaning = f"1 where {one.name} is trained, 0 where it is frozen."
            writing.give(f"{one.name}_free", one.of(course.plan.free), meaning, "cells")


def _remembered(course: Course, one: Trained, number: int, sign: float) -> Array:
    """A slot in the article's sign."""
    if course.start is None:
        like: Parameters = course.plan.free
        return np.zeros_like(one.of(like))
    found: Array = sign * one.of(course.parameters_of(course.start.state[number]))
    return found


_SETTINGS = {
    "learning_rate": "The learning rate",
    "l1": "The factor of the penalty on absolute weights",
    "l2": "The factor of the penalty on squared weights",
    "momentum": "The share of the past directions that goes on",
}
FEW = 6  # changes that get a line each; more of them stand in a table


def write_settings(writing: Writing, course: Course) -> None:
    """The settings that change on the way, as they are at first; where one changes often, its values by epoch."""
    for setting in course.changes:
        writing.let(VARIABLES[setting], Number(course.value_before(setting)), f"{_SETTINGS[setting]}, at first.")
    for setting, values in course.changes.items():
        if len(values) > FEW:
            meaning = f"{_SETTINGS[setting]} by the epoch from which it is in force."
            writing.statements.append(Timetable(f"{VARIABLES[setting]}_from", values, meaning))
    if course.spec.training.stop is not None:
        best: dict[str, Tree] = {"best": Constant("infinity"), "best_epoch": Number(course.first)}
        writing.let_all(best, "The lowest loss so far, and its epoch.")


def write_changes(writing: Writing, course: Course) -> None:
    """What changes with a pass, at its begin."""
    for setting, values in course.changes.items():
        name, meaning = VARIABLES[setting], f"{_SETTINGS[setting]} changes on the way."
        if len(values) > FEW:
            writing.let(name, apply("lookup", Name(f"{name}_from"), EPOCH, Name(name)), meaning)
            continue
        for epoch, value in values.items():
            then = Assign((name,), (Number(value),), meaning)
            writing.statements.append(If(apply("equal", EPOCH, epoch), then, meaning))
