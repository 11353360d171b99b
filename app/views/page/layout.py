"""Where a network's units lie in its drawing: layers from left to right, units from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HEIGHT = 384  # of every drawing, in its own units
MARGIN_Y = 30  # from the edge to the outermost units' centres
LARGEST_RADIUS, SMALLEST_RADIUS = 21.0, 2.0
BIAS_RADIUS = 9.0
WIDEST_GAP = 78.0  # between the centres of neighbours in a layer
MOST_UNITS = 100  # drawn of one layer


@dataclass(frozen=True)
class Format:
    """The width of a drawing, and what fits into its margins."""

    width: int
    margin: int  # from the edge to the first and last layers' centres
    name_gap: int  # between a unit and its name
    name_length: int  # characters of a name that fit beside a unit


WIDE = Format(width=680, margin=104, name_gap=11, name_length=10)
NARROW = Format(width=360, margin=66, name_gap=6, name_length=5)  # for a phone, about its own pixels


@dataclass(frozen=True)
class Place:
    """Where a unit is drawn."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Layout:
    """Places of the units of every layer, and of the bias node that feeds the layer after it."""

    units: list[list[Place]]
    biases: list[Place]


def lay_out(sizes: Sequence[int], form: Format, *, bias: bool) -> Layout:
    """Places for layers of these sizes: as large as neighbours in both directions allow."""
    columns = np.linspace(form.margin, form.width - form.margin, len(sizes))
    roomiest = (columns[1] - columns[0]) * 0.3  # leaves room for lines between two layers
    units, biases = [], []
    for number, (x, size) in enumerate(zip(columns, sizes, strict=True)):
        shown = min(size, MOST_UNITS)
        has_bias = bias and number < len(sizes) - 1
        places = shown + has_bias
        gap = min(WIDEST_GAP, (HEIGHT - 2 * MARGIN_Y) / max(1, places - 1))
        radius = max(SMALLEST_RADIUS, min(LARGEST_RADIUS, gap * 0.42, roomiest))
        top = HEIGHT / 2 - gap * (places - 1) / 2
        units.append([Place(float(x), top + gap * i, radius) for i in range(shown)])
        if has_bias:
            biases.append(Place(float(x), top + gap * shown, min(BIAS_RADIUS, radius)))
    return Layout(units, biases)
