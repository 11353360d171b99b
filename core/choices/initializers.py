"""An initializer draws the weights that a network starts from. Biases start at 0."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from elevenlines.core.algebra import Name, Tree, apply
from elevenlines.core.choices.options import Option, Options
from elevenlines.core.types import Array

Draw = Callable[[np.random.RandomState, int, int, float], Array]


@dataclass(frozen=True)
class Initializer:
    """One way of drawing weights.

    Attributes:
        draw: (random, fan_in, fan_out, option) -> weights of shape (fan_in, fan_out); called for the first layer
            first; the option's value, where it has one.
        formula: how a person writes it.
        help: one sentence for the page.
        written: the weights as a formula of fan_in, fan_out and the option, drawn from `random`, NumPy's RandomState.
        options: at most one number that refines it.
    """

    draw: Draw
    formula: str
    help: str
    written: Tree
    options: Options = field(default_factory=dict)


def _uniform(random: np.random.RandomState, fan_in: int, fan_out: int, limit: float) -> Array:
    return limit * (2.0 * random.random_sample((fan_in, fan_out)) - 1.0)


def _normal(random: np.random.RandomState, fan_in: int, fan_out: int, sd: float) -> Array:
    return sd * random.standard_normal((fan_in, fan_out))


_in, _out, _option = Name("fan_in"), Name("fan_out"), Name("option")
_evenly = 2 * apply("random_sample", Name("random"), _in, _out) - 1
_normally = apply("standard_normal", Name("random"), _in, _out)

INITIALIZERS: dict[str, Initializer] = {
    "uniform": Initializer(
        lambda random, fan_in, fan_out, _: 2.0 * random.random_sample((fan_in, fan_out)) - 1.0,
        "2 random - 1",
        "The article's: each weight evenly between -1 and 1.",
        _evenly,
    ),
    "xavier_uniform": Initializer(
        lambda random, fan_in, fan_out, _: _uniform(random, fan_in, fan_out, sqrt(6.0 / (fan_in + fan_out))),
        "± √(6 / (in + out))",
        "Evenly, the narrower the larger the layers: keeps signals alike in size (Glorot and Bengio, 2010).",
        apply("sqrt", 6 / (_in + _out)) * _evenly,
    ),
    "xavier_normal": Initializer(
        lambda random, fan_in, fan_out, _: _normal(random, fan_in, fan_out, sqrt(2.0 / (fan_in + fan_out))),
        "normal, sd √(2 / (in + out))",
        "The same, from a normal distribution.",
        apply("sqrt", 2 / (_in + _out)) * _normally,
    ),
    "he_normal": Initializer(
        lambda random, fan_in, fan_out, _: _normal(random, fan_in, fan_out, sqrt(2.0 / fan_in)),
        "normal, sd √(2 / in)",
        "Made for ReLU, which blocks half of what arrives (He, Zhang, Ren and Sun, 2015).",
        apply("sqrt", 2 / _in) * _normally,
    ),
    "normal": Initializer(
        _normal,
        "normal, sd as given",
        "From a normal distribution around 0.",
        _option * _normally,
        {"sd": Option(1.0, 0.0, 100.0, "standard deviation of the weights")},
    ),
    "constant": Initializer(
        lambda random, fan_in, fan_out, value: np.full((fan_in, fan_out), value),
        "value",
        "All alike: the units of a layer then learn the same and stay alike. Worth seeing once.",
        apply("full", _in, _out, _option),
        {"value": Option(0.5, -100.0, 100.0, "value of every weight")},
    ),
    "zeros": Initializer(
        lambda random, fan_in, fan_out, _: np.zeros((fan_in, fan_out)),
        "0",
        "All 0: nothing tells the hidden units apart, and nothing ever will.",
        apply("zeros", _in, _out),
    ),
}
