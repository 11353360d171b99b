"""An optimizer says how a gradient g becomes an update of the weights w.

All are PyTorch's, term by term. What an optimizer remembers from one update to the next are its *slots*:
arrays of the shape of the parameters, part of every frame, so that training goes on from any frame exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from elevenlines.core.algebra import Name, Tree, apply
from elevenlines.core.choices.options import Option, Options
from elevenlines.core.types import Array

DEFAULT_MOMENTUM = 0.9

# (parameters, gradient, slots, learning_rate, numbers, updates) -> the step, which is subtracted from the parameters;
# changes the slots in place. Parameters, gradient and step have shape (n,), slots (number of slots, n); `numbers` are
# the options and the momentum; updates counts this one, from 1.
Step = Callable[[Array, Array, Array, float, Mapping[str, float], int], Array]


@dataclass(frozen=True)
class Slot:
    """What an optimizer remembers of a parameter, as a formula; its old and new value have the slot's name.

    Attributes:
        name: of it, after the parameter's.
        becomes: its next value.
        meaning: a sentence; {p} is the parameter.
        is_signed: whether it turns with the sign of the gradient.
    """

    name: str
    becomes: Tree
    meaning: str
    is_signed: bool = True


@dataclass(frozen=True)
class Written:
    """An optimizer as formulas, for each parameter by itself, whose association is the engine's.

    They are in terms of the parameter w, its direction g, the learning rate alpha, the momentum, the options, the
    number t of the update, from 1, and of slots and steps by their names. The direction is *minus* the gradient, and
    the update is added, as in the article.

    Attributes:
        update: what is added to w.
        slots: in the engine's order.
        steps: what the update is computed from besides: a name, a formula and a sentence each.
    """

    update: Tree
    slots: tuple[Slot, ...] = ()
    steps: tuple[tuple[str, Tree, str], ...] = ()


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        step: how far one update goes.
        slots: how many arrays it remembers.
        takes_momentum: whether the spec's momentum is for it.
        formula: how a person writes it.
        help: one sentence for the page.
        written: the same as formulas, from which programs and traces are made.
        options: the numbers that refine it.
    """

    step: Step
    slots: int
    takes_momentum: bool
    formula: str
    help: str
    written: Written
    options: Options = field(default_factory=dict)


def _sgd(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    step: Array = rate * g
    return step


def _momentum(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    velocity = slots[0]
    velocity *= numbers["momentum"]
    velocity += g
    step: Array = rate * velocity
    return step


def _nesterov(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    velocity = slots[0]
    velocity *= numbers["momentum"]
    velocity += g
    step: Array = rate * (g + numbers["momentum"] * velocity)
    return step


def _rmsprop(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    square, keep = slots[0], numbers["smoothing"]
    square *= keep
    square += (1.0 - keep) * g * g
    step: Array = rate * g / (np.sqrt(square) + numbers["epsilon"])
    return step


def _adam(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    mean, square = slots
    beta1, beta2 = numbers["beta1"], numbers["beta2"]
    mean *= beta1
    mean += (1.0 - beta1) * g
    square *= beta2
    square += (1.0 - beta2) * g * g
    size = np.sqrt(square) / np.sqrt(1.0 - beta2**updates) + numbers["epsilon"]
    step: Array = rate / (1.0 - beta1**updates) * mean / size
    return step


def _adamw(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    """Adam, beside which every parameter shrinks by itself (Loshchilov and Hutter, 2019)."""
    step: Array = rate * numbers["weight_decay"] * w + _adam(w, g, slots, rate, numbers, updates)
    return step


_EPSILON = Option(1e-8, 1e-15, 1.0, "keeps the division finite where gradients vanish")

_w, _g, _alpha, _m, _t, _epsilon = Name("w"), Name("g"), Name("alpha"), Name("momentum"), Name("t"), Name("epsilon")
_rho, _beta1, _beta2 = Name("smoothing"), Name("beta1"), Name("beta2")
_velocity, _average, _square, _size = Name("velocity"), Name("average"), Name("square"), Name("size")


def _mean_square(keep: Tree) -> Slot:
    mean = keep * _square + (1 - keep) * _g * _g
    return Slot("square", mean, "The running mean of the squared gradients of {p}.", is_signed=False)


_ROLLING = Slot("velocity", _m * _velocity + _g, "The momentum of {p}: what is left of its past directions.")
_AVERAGE = Slot("average", _beta1 * _average + (1 - _beta1) * _g, "The running mean of the directions for {p}.")
_USUAL = (
    "size",
    apply("sqrt", _square) / apply("sqrt", 1 - _beta2**_t) + _epsilon,
    "The usual size of the gradients of {p}.",
)

_ADAM = _alpha / (1 - _beta1**_t) * _average / _size
_ADAM_OPTIONS = {
    "beta1": Option(0.9, 0.0, 1.0, "β₁: the share of the past in the mean of g", is_open=True),
    "beta2": Option(0.999, 0.0, 1.0, "β₂: the share of the past in the mean of g²", is_open=True),
    "epsilon": _EPSILON,
}

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(
        _sgd,
        slots=0,
        takes_momentum=False,
        formula="w -= alpha g",
        help="The article's: a step against the gradient.",
        written=Written(_alpha * _g),
    ),
    "momentum": Optimizer(
        _momentum,
        slots=1,
        takes_momentum=True,
        formula="v = m v + g; w -= alpha v",
        help="Keeps rolling in the direction of past steps.",
        written=Written(_alpha * _velocity, (_ROLLING,)),
    ),
    "nesterov": Optimizer(
        _nesterov,
        slots=1,
        takes_momentum=True,
        formula="v = m v + g; w -= alpha (g + m v)",
        help="Momentum that looks one step ahead.",
        written=Written(_alpha * (_g + _m * _velocity), (_ROLLING,)),
    ),
    "rmsprop": Optimizer(
        _rmsprop,
        slots=1,
        takes_momentum=False,
        formula="s = ρ s + (1 - ρ) g²; w -= alpha g / (√s + ε)",
        help="Divides each step by the recent size of that weight's gradient.",
        written=Written(_alpha * _g / (apply("sqrt", _square) + _epsilon), (_mean_square(_rho),)),
        options={
            "smoothing": Option(0.99, 0.0, 1.0, "ρ: the share of the past in the mean of g²", is_open=True),
            "epsilon": _EPSILON,
        },
    ),
    "adam": Optimizer(
        _adam,
        slots=2,
        takes_momentum=False,
        formula="m = β₁ m + (1 - β₁) g; s = β₂ s + (1 - β₂) g²; w -= alpha m̂ / (√ŝ + ε)",
        help="A running mean of the gradient over one of its size, both corrected for their start at 0.",
        written=Written(_ADAM, (_AVERAGE, _mean_square(_beta2)), (_USUAL,)),
        options=_ADAM_OPTIONS,
    ),
    "adamw": Optimizer(
        _adamw,
        slots=2,
        takes_momentum=False,
        formula="as Adam; w -= alpha λ w + alpha m̂ / (√ŝ + ε)",
        help="Adam, beside which every weight shrinks by itself, whatever its gradient.",
        written=Written(_ADAM - _alpha * Name("weight_decay") * _w, (_AVERAGE, _mean_square(_beta2)), (_USUAL,)),
        options=_ADAM_OPTIONS
        | {"weight_decay": Option(0.01, 0.0, 1.0, "λ: the share of itself, times alpha, that a parameter loses")},
    ),
}
