"""An activation turns the weighted sum z that arrives at a unit into the unit's value a.

Its derivative is written in terms of the *output* a, as in the article: for the sigmoid a = 1 / (1 + e^-z)
the slope is da/dz = a (1 - a), so that the backward pass needs nothing but what the forward pass left behind.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.types import Array


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        function: z -> a, element by element.
        derivative_from_output: a -> da/dz, element by element.
        formula: how a person writes it.
        range: the infimum and supremum of a; None where there is no bound.
        help: one sentence for the page.
    """

    function: Callable[[Array], Array]
    derivative_from_output: Callable[[Array], Array]
    formula: str
    range: tuple[float | None, float | None]
    help: str

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


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        sigmoid,
        lambda a: a * (1.0 - a),
        "1 / (1 + e^-z)",
        (0.0, 1.0),
        "The article's choice: squeezes any sum into a value between 0 and 1.",
    ),
    "tanh": Activation(
        np.tanh,
        lambda a: 1.0 - a * a,
        "tanh(z)",
        (-1.0, 1.0),
        "Like the sigmoid, but centred on 0, from -1 to 1.",
    ),
    "relu": Activation(
        lambda z: np.maximum(z, 0.0),
        lambda a: (a > 0.0).astype(np.float64),
        "max(0, z)",
        (0.0, None),
        "Passes positive sums on unchanged and blocks negative ones; at 0 its slope counts as 0.",
    ),
    "linear": Activation(
        lambda z: z,
        np.ones_like,
        "z",
        (None, None),
        "Passes the sum on unchanged.",
    ),
}
