"""The drawing of a network as SVG: the one place that lays out.

The page's scripts only set attributes on what is drawn here: a line's width, dash and opacity from its weight, a unit's
fill and number from its value. What they need for that stands in data attributes of the svg element.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np

from core.activations import ACTIVATIONS
from core.network import Parameters, predict
from core.spec import RunSpec

WIDTH, HEIGHT = 680, 384  # of the drawing, in its own units
MARGIN_X, MARGIN_Y = 104, 30  # from the edge to the outermost units' centres
LARGEST_RADIUS, SMALLEST_RADIUS = 21.0, 2.0
BIAS_RADIUS = 9.0
WIDEST_GAP = 78.0  # between the centres of neighbours in a layer
MOST_UNITS = 100  # drawn of one layer
MOST_PATHS = 500  # lines drawn as SVG; more are drawn on a canvas by the page
THINNEST, THICKEST = 1.0, 10.0  # width of a line, for |weight| from 0 to the scale's end
FAINTEST, STRONGEST = 0.35, 0.9  # its opacity
FLIP = 0.6  # fill level above which a unit's number is light on dark
BIAS = "bias"  # in place of a unit's number: the constant input


def scale_for(largest: float) -> float:
    """The end of the scale of line widths: the next of 1, 2, 5, 10, 20 ... at or above the largest |weight|."""
    if not np.isfinite(largest) or largest <= 1.0:
        return 1.0
    magnitude = 10.0 ** int(np.floor(np.log10(largest)))
    return float(next(step * magnitude for step in (1.0, 2.0, 5.0, 10.0) if step * magnitude >= largest))


@dataclass(frozen=True)
class _Place:
    """Where a unit is drawn."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class _Layout:
    """Places of the units of every layer, and of the bias node that feeds the layer after it."""

    units: list[list[_Place]]
    biases: list[_Place]


def _layout(sizes: Sequence[int], *, bias: bool) -> _Layout:
    columns = np.linspace(MARGIN_X, WIDTH - MARGIN_X, len(sizes))
    units, biases = [], []
    for number, (x, size) in enumerate(zip(columns, sizes, strict=True)):
        shown = min(size, MOST_UNITS)
        has_bias = bias and number < len(sizes) - 1
        places = shown + has_bias
        gap = min(WIDEST_GAP, (HEIGHT - 2 * MARGIN_Y) / max(1, places - 1))
        radius = max(SMALLEST_RADIUS, min(LARGEST_RADIUS, gap * 0.42))
        top = HEIGHT / 2 - gap * (places - 1) / 2
        units.append([_Place(float(x), top + gap * i, radius) for i in range(shown)])
        if has_bias:
            biases.append(_Place(float(x), top + gap * shown, min(BIAS_RADIUS, radius)))
    return _Layout(units, biases)


def draw_network(spec: RunSpec, parameters: Parameters, row: int) -> str:
    """The network as an svg element.

    Args:
        spec: names, sizes, activations.
        parameters: give the lines their widths and dashes.
        row: the row of the table, from 0, whose values the units show.
    """
    layout = _layout(spec.layer_sizes, bias=spec.network.bias)
    inputs = np.array(spec.table.inputs[row : row + 1])
    values = [layer[0] for layer in predict(spec, parameters, inputs)]
    edges = sum(len(left) * len(right) for left, right in pairwise(layout.units))
    edges += sum(len(layer) for layer in layout.units[1:]) * spec.network.bias
    scale = scale_for(float(np.max(np.abs(parameters.flat))))
    lines = list(_edges(spec, parameters, layout, scale)) if edges <= MOST_PATHS else []
    settings = {
        "scale": f"{scale:g}",
        "thinnest": THINNEST,
        "thickest": THICKEST,
        "faintest": FAINTEST,
        "strongest": STRONGEST,
        "flip": FLIP,
        "edges": "paths" if edges <= MOST_PATHS else "canvas",
        "columns": " ".join(f"{column[0].x / WIDTH:.4f}" for column in layout.units),
    }
    data = " ".join(f'data-{name}="{value}"' for name, value in settings.items())
    sizes = "-".join(map(str, spec.layer_sizes))
    return "\n".join(
        [
            f'<svg class="network" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="Network {sizes}" {data}>',
            '<g class="edges">',
            *lines,
            "</g>",
            '<g class="units">',
            *_units(spec, layout, values),
            *_bias_nodes(layout),
            "</g>",
            '<g class="names" aria-hidden="true">',
            *_names(spec, layout),
            "</g>",
            "</svg>",
        ]
    )


def _edges(spec: RunSpec, parameters: Parameters, layout: _Layout, scale: float) -> Iterator[str]:
    for layer, (left, right) in enumerate(pairwise(layout.units)):
        for source, start in enumerate(left):
            for target, end in enumerate(right):
                weight = float(parameters.weights[layer][source, target])
                yield _edge(spec, layer, source, target, start, end, weight, scale)
        if spec.network.bias:
            for target, end in enumerate(right):
                weight = float(parameters.biases[layer][target])
                yield _edge(spec, layer, BIAS, target, layout.biases[layer], end, weight, scale)


def _edge(
    spec: RunSpec,
    layer: int,
    source: int | str,
    target: int,
    start: _Place,
    end: _Place,
    weight: float,
    scale: float,
) -> str:
    middle = (start.x + end.x) / 2
    x0, x1 = start.x + start.radius, end.x - end.radius
    path = f"M{x0:.1f} {start.y:.1f}C{middle:.1f} {start.y:.1f} {middle:.1f} {end.y:.1f} {x1:.1f} {end.y:.1f}"
    share = min(1.0, abs(weight) / scale)
    width = THINNEST + (THICKEST - THINNEST) * share
    opacity = FAINTEST + (STRONGEST - FAINTEST) * share
    sign = "negative" if weight < 0 else "positive"
    label = f"{unit_name(spec, layer, source)} to {unit_name(spec, layer + 1, target)}"
    return (
        f'<path class="edge {sign}" data-layer="{layer}" data-from="{source}" data-to="{target}" d="{path}" '
        f'stroke-width="{width:.3f}" stroke-opacity="{opacity:.3f}" role="img" tabindex="-1" '
        f'data-label="{escape(label)}" aria-label="{escape(label)}: weight {weight:.4f}"/>'
    )


def unit_name(spec: RunSpec, layer: int, unit: int | str) -> str:
    """What a person calls a unit: its column's name, or its place."""
    if unit == BIAS:
        return "bias"
    number = int(unit)
    if layer == 0:
        return spec.table.input_names[number]
    if layer == len(spec.layer_sizes) - 1:
        return spec.table.target_names[number]
    return f"hidden {number + 1}" if len(spec.layer_sizes) == 3 else f"hidden {layer}.{number + 1}"  # noqa: PLR2004  (one hidden layer)


def _units(spec: RunSpec, layout: _Layout, values: Sequence[np.ndarray]) -> Iterator[str]:
    ranges = [(0.0, 1.0), *(ACTIVATIONS[name].range for name in spec.activations)]
    for layer, places in enumerate(layout.units):
        low, high = ranges[layer]
        bounds = f'data-low="{"" if low is None else low}" data-high="{"" if high is None else high}"'
        for unit, place in enumerate(places):
            value = float(values[layer][unit])
            level = fill_level(value, low, high)
            size = min(11.0, place.radius * 0.55)
            text = f'<text font-size="{size:.1f}">{format_value(value)}</text>' if size >= 6 else ""  # noqa: PLR2004  (legible)
            name = unit_name(spec, layer, unit)
            yield (
                f'<g class="unit{" dark" if level > FLIP else ""}" data-layer="{layer}" data-unit="{unit}" {bounds} '
                f'data-label="{escape(name)}" role="img" aria-label="{escape(name)}: {format_value(value)}" '
                f'transform="translate({place.x:.1f} {place.y:.1f})" style="--level:{level * 100:.1f}%">'
                f'<circle r="{place.radius:.1f}"/>{text}</g>'
            )


def fill_level(value: float, low: float | None, high: float | None) -> float:
    """How full a unit is drawn, from 0 to 1: the value's place in its range; without bounds, |v| / (1 + |v|)."""
    if not np.isfinite(value):
        return 1.0
    if low is None or high is None:
        return abs(value) / (1.0 + abs(value))
    return min(1.0, max(0.0, (value - low) / (high - low)))


def format_value(value: float) -> str:
    """A value in the few characters that fit into a unit."""
    if not np.isfinite(value):
        return "∞"
    size = abs(value)
    digits = 2 if size < 9.995 else 1 if size < 99.95 else 0  # noqa: PLR2004  (four characters)
    text = f"{value:.{digits}f}" if size < 9_999.5 else f"{value:.0e}".replace("e+0", "e")  # noqa: PLR2004
    return text.replace("-", "−") if float(text.replace("−", "-")) else f"{0:.{digits}f}"


def _bias_nodes(layout: _Layout) -> Iterator[str]:
    for layer, place in enumerate(layout.biases):
        text = '<text font-size="8">1</text>' if place.radius > 6 else ""  # noqa: PLR2004  (legible)
        yield (
            f'<g class="unit bias dark" data-layer="{layer}" data-unit="{BIAS}" data-label="bias" role="img" '
            f'aria-label="bias: 1" transform="translate({place.x:.1f} {place.y:.1f})" style="--level:100%">'
            f'<circle r="{place.radius:.1f}"/>{text}</g>'
        )


def _names(spec: RunSpec, layout: _Layout) -> Iterator[str]:
    columns = (
        (layout.units[0], spec.table.input_names, -1, "end"),
        (layout.units[-1], spec.table.target_names, 1, "start"),
    )
    for places, names, side, anchor in columns:
        for place, name in zip(places, names, strict=False):
            x = place.x + side * (place.radius + 11)
            short = name if len(name) <= 11 else f"{name[:10]}…"  # noqa: PLR2004  (what fits into the margin)
            yield f'<text x="{x:.1f}" y="{place.y:.1f}" text-anchor="{anchor}">{escape(short)}</text>'
    for places, size in zip(layout.units, spec.layer_sizes, strict=True):
        if size > len(places):
            y = HEIGHT - 6
            yield f'<text x="{places[0].x:.1f}" y="{y}" text-anchor="middle">and {size - len(places):,} more</text>'
