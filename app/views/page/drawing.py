"""The drawing of a network as SVG: the one place that lays out.

The page's scripts only set attributes on what is drawn here: a line's width, dash and opacity from its weight, a unit's
fill and number from its value. What they need for that stands in data attributes of the svg element.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np

from elevenlines.app.views.page.layout import HEIGHT, WIDE, Format, Layout, Place, lay_out
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.network.network import predict_entered
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec

MOST_PATHS = 500  # lines drawn as SVG; more are drawn on a canvas by the page
MOST_PAINTED = 120  # of those, how many a browser repaints fast enough; above, the page paints them on its canvas
THINNEST, THICKEST = 1.0, 10.0  # width of a line, for |weight| from 0 to the scale's end
FAINTEST, STRONGEST = 0.35, 0.9  # its opacity
FLIP = 0.6  # fill level above which a unit's number is light on dark


def scale_for(largest: float) -> float:
    """The end of the scale of line widths: the next of 1, 2, 5, 10, 20 ... at or above the largest |weight|."""
    if not np.isfinite(largest) or largest <= 1.0:
        return 1.0
    magnitude = 10.0 ** int(np.floor(np.log10(largest)))
    return float(next(step * magnitude for step in (1.0, 2.0, 5.0, 10.0) if step * magnitude >= largest))


def stroke_for(edges: int) -> dict[str, float]:
    """Width and opacity at both ends of the scale; of thousands of lines each is thinner, or all were one stain."""
    share = min(1.0, MOST_PATHS / max(1, edges))
    return {
        "thinnest": round(THINNEST * max(0.3, share), 3),
        "thickest": round(max(1.2, THICKEST * share), 3),
        "faintest": round(FAINTEST * max(0.25, share), 3),
        "strongest": round(STRONGEST * max(0.5, share), 3),
    }


def draw_network(spec: RunSpec, parameters: Parameters, row: int, form: Format = WIDE) -> str:
    """The network as an svg element.

    Args:
        spec: names, sizes, activations.
        parameters: give the lines their widths and dashes.
        row: the row of the table, from 0, whose values the units show.
        form: how wide the drawing is.
    """
    layout = lay_out(spec.layer_sizes, form, bias=spec.network.bias)
    values = [layer[0] for layer in predict_entered(spec, parameters, spec.data.all.inputs[row : row + 1])]
    edges = sum(len(left) * len(right) for left, right in pairwise(layout.units))
    edges += sum(len(layer) for layer in layout.units[1:]) * spec.network.bias
    stroke = stroke_for(edges)
    pen = _Pen(spec, stroke, scale_for(float(np.max(np.abs(parameters.flat)))))
    lines = list(_edges(pen, parameters, layout)) if edges <= MOST_PATHS else []
    settings = stroke | {
        "scale": f"{pen.scale:g}",
        "flip": FLIP,
        "edges": "paths" if edges <= MOST_PATHS else "canvas",
        "paint": "svg" if edges <= MOST_PAINTED else "canvas",
        "sizes": "-".join(map(str, spec.layer_sizes)),
    }
    data = " ".join(f'data-{name}="{value}"' for name, value in settings.items())
    label = f"Network of layers of {', '.join(map(str, spec.layer_sizes))} units"
    return "\n".join(
        [
            f'<svg class="network" viewBox="0 0 {form.width} {HEIGHT}" role="group" aria-label="{label}" {data}>',
            '<g class="edges">',
            *lines,
            "</g>",
            '<g class="units">',
            *_units(spec, layout, values),
            *_bias_nodes(layout),
            "</g>",
            '<g class="names" aria-hidden="true">',
            *_names(spec, layout, form),
            "</g>",
            "</svg>",
        ]
    )


@dataclass(frozen=True)
class _Pen:
    """What every line is drawn with."""

    spec: RunSpec
    stroke: dict[str, float]
    scale: float

    def line(self, layer: int, source: int | None, target: int, ends: tuple[Place, Place], weight: float) -> str:
        """One line; source None is the bias, whose line carries data-bias in place of data-from."""
        start, end = ends
        middle = (start.x + end.x) / 2
        x0, x1 = start.x + start.radius, end.x - end.radius
        path = f"M{x0:.1f} {start.y:.1f}C{middle:.1f} {start.y:.1f} {middle:.1f} {end.y:.1f} {x1:.1f} {end.y:.1f}"
        share = min(1.0, abs(weight) / self.scale)
        width = self.stroke["thinnest"] + (self.stroke["thickest"] - self.stroke["thinnest"]) * share
        opacity = self.stroke["faintest"] + (self.stroke["strongest"] - self.stroke["faintest"]) * share
        sign = "negative" if weight < 0 else "positive"
        name = "bias" if source is None else unit_name(self.spec, layer, source)
        label = escape(f"{name} to {unit_name(self.spec, layer + 1, target)}")
        origin = 'data-bias=""' if source is None else f'data-from="{source}"'
        return (
            f'<path class="edge {sign}" data-layer="{layer}" {origin} data-to="{target}" d="{path}" '
            f'stroke-width="{width:.3f}" stroke-opacity="{opacity:.3f}" role="img" tabindex="-1" '
            f'data-label="{label}" aria-label="{label}: weight {weight:.4f}"/>'
        )


def _edges(pen: _Pen, parameters: Parameters, layout: Layout) -> Iterator[str]:
    for layer, (left, right) in enumerate(pairwise(layout.units)):
        for source, start in enumerate(left):
            for target, end in enumerate(right):
                weight = float(parameters.weights[layer][source, target])
                yield pen.line(layer, source, target, (start, end), weight)
        if layout.biases:
            for target, end in enumerate(right):
                weight = float(parameters.biases[layer][target])
                yield pen.line(layer, None, target, (layout.biases[layer], end), weight)


def unit_name(spec: RunSpec, layer: int, number: int) -> str:
    """What a person calls a unit: its column's name, or its place."""
    if layer == 0:
        return spec.input_names[number]
    if layer == len(spec.layer_sizes) - 1:
        return spec.table.target_names[number]
    return f"hidden {number + 1}" if len(spec.layer_sizes) == 3 else f"hidden {layer}.{number + 1}"  # noqa: PLR2004  (one hidden layer)


def _units(spec: RunSpec, layout: Layout, values: Sequence[np.ndarray]) -> Iterator[str]:
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
    text = f"{value:.{digits}f}" if size < 9_999.5 else f"{value:.0e}".replace("e+0", "e")  # noqa: PLR2004  (what fits into a unit)
    return text.replace("-", "−") if float(text.replace("−", "-")) else f"{0:.{digits}f}"


def _bias_nodes(layout: Layout) -> Iterator[str]:
    for layer, place in enumerate(layout.biases):
        text = '<text font-size="8">1</text>' if place.radius > 6 else ""  # noqa: PLR2004  (legible)
        yield (
            f'<g class="unit bias dark" data-layer="{layer}" data-bias="" data-label="bias" role="img" '
            f'aria-label="bias: 1" transform="translate({place.x:.1f} {place.y:.1f})" style="--level:100%">'
            f'<circle r="{place.radius:.1f}"/>{text}</g>'
        )


def _shortened(name: str, most: int) -> str:
    """A name in so many characters; of COLUMN=WORD the word stays first, by which columns of one origin differ."""
    if len(name) <= most:
        return name
    column, _, word = name.partition("=")
    if not column or not word:
        return f"{name[: most - 1]}…"
    left = most - 1 - len(word)
    return f"{column[: left - 1]}…={word}" if left > 1 else f"…{word}" if left >= 0 else f"…{word[: most - 2]}…"


def _names(spec: RunSpec, layout: Layout, form: Format) -> Iterator[str]:
    columns = (
        (layout.units[0], spec.input_names, -1, "end"),
        (layout.units[-1], spec.table.target_names, 1, "start"),
    )
    for places, names, side, anchor in columns:
        if len(places) > 1 and places[1].y - places[0].y < 12:  # noqa: PLR2004  (a line of text)
            continue
        for place, name in zip(places, names, strict=False):
            x = place.x + side * (place.radius + form.name_gap)
            short = escape(_shortened(name, form.name_length))
            yield f'<text x="{x:.1f}" y="{place.y:.1f}" text-anchor="{anchor}">{short}</text>'
    for places, size in zip(layout.units, spec.layer_sizes, strict=True):
        if size > len(places):
            y = HEIGHT - 8
            yield f'<text x="{places[0].x:.1f}" y="{y}" text-anchor="middle">+{size - len(places):,} more</text>'
