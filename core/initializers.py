"""An initializer draws the weights that a network starts from. Biases start at 0."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.types import Array


@dataclass(frozen=True)
class Initializer:
    """One way of drawing weights.

    Attributes:
        draw: (random, fan_in, fan_out) -> weights of shape (fan_in, fan_out); called for the first layer first.
        formula: how a person writes it.
        help: one sentence for the page.
    """

    draw: Callable[[np.random.RandomState, int, int], Array]
    formula: str
    help: str


INITIALIZERS: dict[str, Initializer] = {
    "uniform": Initializer(
        lambda random, fan_in, fan_out: 2.0 * random.random_sample((fan_in, fan_out)) - 1.0,
        "2 random - 1",
        "The article's: each weight evenly between -1 and 1.",
    ),
}
