"""An activation turns the weighted sum z that arrives at a unit into the unit's value a.

Its slope da/dz is written in terms of the output a where that is possible, as in the article: for the sigmoid
a = 1 / (1 + e^-z) it is a (1 - a), so that the backward pass needs nothing but what the forward pass left behind.
All are finite for any |z| up to 1e4 and beyond.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from elevenlines.core.algebra import Constant, Function, Name, Tree, apply
from elevenlines.core.types import Array

LEAK = 0.01  # slope of the leaky ReLU below 0, PyTorch's


@dataclass(frozen=True)
class Written:
    """An activation as a formula, from which programs and traces are made; its association is the engine's.

    Attributes:
        value: a in terms of z.
        slope: da/dz in terms of z and a.
        delta: of a rowwise one, whose slope is no number: d loss / d z in terms of error, z and a.
    """

    value: Tree
    slope: Tree
    delta: Tree | None = None


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        function: z -> a, (rows, units) both; element by element unless `is_rowwise`.
        slope: (z, a) -> da/dz, element by element; of a rowwise one, of a unit by itself.
        formula: how a person writes it.
        range: the infimum and supremum of a; None where there is no bound.
        help: one sentence for the page.
        written: the same as a formula.
        has_kink: whether its slope or its curvature jumps at z = 0: a difference across it is no measure of a slope.
        is_rowwise: whether the units of a row depend on each other, so that it can stand at the outputs only.
    """

    function: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    formula: str
    range: tuple[float | None, float | None]
    help: str
    written: Written
    has_kink: bool = False
    is_rowwise: bool = False

    @property
    def middle(self) -> float:
        """The middle of the range, by which an output counts as low or high; 0.5, between the
        truth values, where the range has no middle.
        """
        low, high = self.range
        return 0.5 if low is None or high is None else (low + high) / 2


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^-z). Below z = -709 e^-z overflows to infinity, and 1 / infinity is the 0 that is meant:
    callers ignore that warning once, around many calls.
    """
    return 1.0 / (1.0 + np.exp(-z))


def softplus(z: Array) -> Array:
    """ln(1 + e^z), in the form that does not overflow."""
    positive: Array = np.maximum(z, 0.0)
    rest: Array = np.log1p(np.exp(-np.abs(z)))
    total: Array = positive + rest
    return total


def softmax(z: Array) -> Array:
    """e^z_j / Σ e^z_k over each row; the largest z is taken off first, which changes nothing but the overflow."""
    powers: Array = np.exp(z - np.max(z, axis=1, keepdims=True))
    total: Array = np.sum(powers, axis=1, keepdims=True)
    shares: Array = powers / total
    return shares


def _phi(z: Array) -> Array:
    """The share of a standard normal distribution below z; NumPy has no erf of its own."""
    erf: Array = np.vectorize(math.erf, otypes=[np.float64])(z / math.sqrt(2.0))
    return 0.5 * (1.0 + erf)


def _density(z: Array) -> Array:
    return np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def _mish_slope(z: Array, a: Array) -> Array:
    gate = np.tanh(softplus(z))
    return gate + z * (1.0 - gate * gate) * sigmoid(z)


# The same as formulas, in terms of the sum z, the value a and the error that comes back. The functions stand in the
# order in which a program defines them.
_z, _a, _error = Name("z"), Name("a"), Name("error")

SIGMOID = Function("sigmoid", ("z",), 1 / (1 + apply("exp", -_z)), "Squeezes any sum into a value between 0 and 1.")
SOFTPLUS = Function(
    "softplus",
    ("z",),
    apply("maximum", _z, 0) + apply("log1p", apply("exp", -apply("abs", _z))),
    "ln(1 + e^z), in the form that does not overflow.",
)
_LEAKY_RELU = Function(
    "leaky_relu", ("z",), apply("where", _z > 0, _z, LEAK * _z), "Lets a hundredth of negative sums through."
)
_ELU = Function(
    "elu",
    ("z",),
    apply("where", _z > 0, _z, apply("expm1", apply("minimum", _z, 0))),
    "Bends smoothly down to -1 below 0.",
)
_PHI = Function(
    "phi",
    ("z",),
    (1 + apply("erf", _z / apply("sqrt", 2))) / 2,
    "The share of a standard normal distribution below z.",
)
_GELU_SLOPE = Function(
    "gelu_slope",
    ("z",),
    _PHI(_z) + _z * Name("density"),
    "The slope of z Φ(z).",
    (("density", apply("exp", -_z * _z / 2) / apply("sqrt", 2 * Constant("pi"))),),
)
_SILU_SLOPE = Function(
    "silu_slope",
    ("z",),
    Name("gate") * (1 + _z * (1 - Name("gate"))),
    "The slope of z times its sigmoid.",
    (("gate", SIGMOID(_z)),),
)
_MISH_SLOPE = Function(
    "mish_slope",
    ("z",),
    Name("gate") + _z * (1 - Name("gate") * Name("gate")) * SIGMOID(_z),
    "The slope of z tanh(softplus(z)).",
    (("gate", apply("tanh", SOFTPLUS(_z))),),
)
_SOFTMAX = Function(
    "softmax",
    ("z",),
    Name("powers") / apply("sum_of_units", Name("powers")),
    "Makes the outputs of a row shares of a whole.",
    (("powers", apply("exp", _z - apply("largest_of_units", _z))),),
)

ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        sigmoid,
        lambda z, a: a * (1.0 - a),
        "1 / (1 + e^-z)",
        (0.0, 1.0),
        "The article's choice: squeezes any sum into a value between 0 and 1.",
        written=Written(SIGMOID(_z), _a * (1 - _a)),
    ),
    "tanh": Activation(
        np.tanh,
        lambda z, a: 1.0 - a * a,
        "tanh(z)",
        (-1.0, 1.0),
        "Like the sigmoid, but centred on 0, from -1 to 1.",
        written=Written(apply("tanh", _z), 1 - _a * _a),
    ),
    "relu": Activation(
        lambda z: np.maximum(z, 0.0),
        lambda z, a: (a > 0.0).astype(np.float64),
        "max(0, z)",
        (0.0, None),
        "Passes positive sums on unchanged and blocks negative ones; at 0 its slope counts as 0.",
        written=Written(apply("maximum", _z, 0), _a > 0),
        has_kink=True,
    ),
    "leaky_relu": Activation(
        lambda z: np.where(z > 0.0, z, LEAK * z),
        lambda z, a: np.where(z > 0.0, 1.0, LEAK),
        "z if z > 0 else 0.01 z",
        (None, None),
        "Like ReLU, but lets a hundredth of negative sums through, so that no unit goes silent for good.",
        written=Written(_LEAKY_RELU(_z), apply("where", _a > 0, 1, LEAK)),
        has_kink=True,
    ),
    "elu": Activation(
        lambda z: np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0))),
        lambda z, a: np.where(z > 0.0, 1.0, a + 1.0),
        "z if z > 0 else e^z - 1",
        (-1.0, None),
        "Like ReLU above 0, and below it bends smoothly down to -1 (Clevert, Unterthiner and Hochreiter, 2015).",
        written=Written(_ELU(_z), apply("where", _a > 0, 1, _a + 1)),
        has_kink=True,
    ),
    "gelu": Activation(
        lambda z: z * _phi(z),
        lambda z, a: _phi(z) + z * _density(z),
        "z Φ(z), Φ(z) = (1 + erf(z / √2)) / 2",
        (-0.17, None),
        "Lets a sum through by its rank in a normal distribution (Hendrycks and Gimpel, 2016); exact, with erf.",
        written=Written(_z * _PHI(_z), _GELU_SLOPE(_z)),
    ),
    "silu": Activation(
        lambda z: z * sigmoid(z),
        lambda z, a: sigmoid(z) * (1.0 + z * (1.0 - sigmoid(z))),
        "z / (1 + e^-z)",
        (-0.279, None),
        "A sum times its own sigmoid, also called Swish (Elfwing, Uchibe and Doya, 2017).",
        written=Written(_z * SIGMOID(_z), _SILU_SLOPE(_z)),
    ),
    "mish": Activation(
        lambda z: z * np.tanh(softplus(z)),
        _mish_slope,
        "z tanh(ln(1 + e^z))",
        (-0.309, None),
        "Much like SiLU, a little steeper (Misra, 2019).",
        written=Written(_z * apply("tanh", SOFTPLUS(_z)), _MISH_SLOPE(_z)),
    ),
    "softplus": Activation(
        softplus,
        lambda z, a: sigmoid(z),
        "ln(1 + e^z)",
        (0.0, None),
        "A ReLU with its corner rounded off; its slope is the sigmoid.",
        written=Written(SOFTPLUS(_z), SIGMOID(_z)),
    ),
    "sine": Activation(
        np.sin,
        lambda z, a: np.cos(z),
        "sin(z)",
        (-1.0, 1.0),
        "A wave: one unit can answer yes to many separate ranges of a sum.",
        written=Written(apply("sin", _z), apply("cos", _z)),
    ),
    "gaussian": Activation(
        lambda z: np.exp(-z * z),
        lambda z, a: -2.0 * z * a,
        "e^(-z²)",
        (0.0, 1.0),
        "A bump: answers to sums near 0 only.",
        written=Written(apply("exp", -_z * _z), -2 * _z * _a),
    ),
    "softsign": Activation(
        lambda z: z / (1.0 + np.abs(z)),
        lambda z, a: 1.0 / (1.0 + np.abs(z)) ** 2,
        "z / (1 + |z|)",
        (-1.0, 1.0),
        "Like tanh, but it comes near -1 and 1 more slowly, so that large sums go on learning (Turian et al., 2009).",
        written=Written(_z / (1 + apply("abs", _z)), 1 / (1 + apply("abs", _z)) ** 2),
        has_kink=True,
    ),
    "linear": Activation(
        lambda z: z,
        lambda z, a: np.ones_like(a),
        "z",
        (None, None),
        "Passes the sum on unchanged.",
        written=Written(_z, apply("ones_like", _a)),
    ),
    "softmax": Activation(
        softmax,
        lambda z, a: a * (1.0 - a),
        "e^z / Σ e^z",
        (0.0, 1.0),
        "At the outputs only: makes them shares of a whole, one for each class.",
        written=Written(_SOFTMAX(_z), _a * (1 - _a), _a * (_error - apply("sum_of_units", _error * _a))),
        is_rowwise=True,
    ),
}
HIDDEN_ACTIVATIONS = [name for name, activation in ACTIVATIONS.items() if not activation.is_rowwise]
