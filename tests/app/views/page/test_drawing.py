from xml.etree import ElementTree as ET

import numpy as np
import pytest

from elevenlines.app.views.page.drawing import (
    MOST_PAINTED,
    MOST_PATHS,
    draw_network,
    fill_level,
    format_value,
    scale_for,
    stroke_for,
)
from elevenlines.app.views.page.layout import NARROW, WIDE, Format
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.presets import PRESETS, Preset
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.table import Table


def drawn(spec: RunSpec, row: int = 0) -> ET.Element:
    """The drawing of a spec's start, parsed: it is XML."""
    return ET.fromstring(draw_network(spec, initial_parameters(spec), row))  # noqa: S314  (our own text)


def drawn_names(spec: RunSpec, form: Format) -> list[str]:
    """What stands beside the inputs."""
    names = with_class(ET.fromstring(draw_network(spec, initial_parameters(spec), 0, form)), "names")[0]  # noqa: S314  (our own text)
    return [text.text or "" for text in names if text.get("text-anchor") == "end"]


def with_class(svg: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in svg.iter() if name in element.get("class", "").split()]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_weight_has_its_line(preset: Preset) -> None:
    spec = preset.spec
    parameters = initial_parameters(spec)
    scale = scale_for(float(np.abs(parameters.flat).max()))
    lines = [edge for edge in with_class(drawn(spec), "edge") if edge.get("data-from") is not None]
    assert len(lines) == spec.weights
    for line in lines:
        layer, source, target = (int(line.get(f"data-{name}", "")) for name in ("layer", "from", "to"))
        weight = parameters.weights[layer][source, target]
        assert float(line.get("stroke-width", "")) == pytest.approx(1 + 9 * abs(weight) / scale, abs=1e-3)
        assert ("negative" in line.get("class", "")) == (weight < 0)
        assert line.get("aria-label", "").endswith(f"weight {weight:.4f}")


def test_a_bias_has_a_node_and_lines_that_are_no_weights() -> None:
    svg = drawn(PRESETS["half_adder"].spec)
    assert len(with_class(svg, "bias")) == 2
    lines = [edge for edge in with_class(svg, "edge") if edge.get("data-bias") is not None]
    assert len(lines) == 3 + 2
    assert all(line.get("data-from") is None for line in lines)
    assert all(node.get("data-unit") is None for node in with_class(svg, "bias"))


def test_units_show_the_values_of_the_row() -> None:
    units = with_class(drawn(PRESETS["xor"].spec, row=1), "unit")
    assert [unit.findtext("text") for unit in units[:3]] == ["0.00", "1.00", "1.00"]
    assert {unit.get("data-layer") for unit in units} == {"0", "1", "2"}


def network(hidden: tuple[int, ...], names: tuple[str, ...] = ("a", "b")) -> RunSpec:
    table = Table(inputs=((0, 1), (1, 0)), targets=((0,), (1,)), input_names=names, target_names=("y",))
    return RunSpec(table=table, network=NetworkSpec(hidden=hidden))


def test_what_people_type_cannot_become_markup() -> None:
    svg = draw_network(network((2,), ("<b>&", '"x')), initial_parameters(network((2,))), 0)
    assert "<b>" not in svg
    ET.fromstring(svg)  # noqa: S314  (our own text)


@pytest.mark.parametrize(
    ("hidden", "edges", "paint"),
    [((4,), "paths", "svg"), ((17, 20), "paths", "canvas"), ((30, 30), "canvas", "canvas")],
)
def test_many_lines_are_left_to_the_canvas(hidden: tuple[int, ...], edges: str, paint: str) -> None:
    svg = drawn(network(hidden))
    assert (svg.get("data-edges"), svg.get("data-paint")) == (edges, paint)
    assert svg.get("data-sizes") == "-".join(map(str, (2, *hidden, 1)))
    assert bool(with_class(svg, "edge")) == (edges == "paths")


def test_a_layer_too_large_to_draw_says_so() -> None:
    svg = draw_network(network((1_024,)), initial_parameters(network((1_024,))), 0)
    assert "+924 more" in svg


def test_a_phone_has_a_narrow_drawing() -> None:
    spec = PRESETS["xor"].spec
    for form in (WIDE, NARROW):
        assert f'viewBox="0 0 {form.width} 384"' in draw_network(spec, initial_parameters(spec), 0, form)


@pytest.mark.parametrize(
    ("names", "wide", "narrow"),
    [
        (("species=setosa", "species=virginica"), ("sp…=setosa", "…virginica"), ("…set…", "…vir…")),
        (("species=se", "species=vi"), ("species=se", "species=vi"), ("s…=se", "s…=vi")),
        (("a long name", "=x"), ("a long na…", "=x"), ("a lo…", "=x")),
        (("long_column=", "b=c=d"), ("long_colu…", "b=c=d"), ("long…", "b=c=d")),
    ],
)
def test_names_of_one_column_stay_apart_when_shortened(
    names: tuple[str, ...], wide: tuple[str, ...], narrow: tuple[str, ...]
) -> None:
    table = Table(inputs=((0, 1),), targets=((0,),), input_names=names, target_names=("y",))
    for form, expected in ((WIDE, wide), (NARROW, narrow)):
        assert drawn_names(RunSpec(table=table), form) == list(expected)


def test_the_scale_steps() -> None:
    assert [scale_for(value) for value in (0.0, 1.0, 1.1, 4.0, 9.9, 10.0, 12.0, 350.0)] == [1, 1, 2, 5, 10, 10, 20, 500]
    assert scale_for(float("inf")) == 1


def test_thousands_of_lines_are_thinner() -> None:
    assert stroke_for(MOST_PAINTED) == stroke_for(MOST_PATHS)
    assert stroke_for(5_000)["thickest"] < stroke_for(1_000)["thickest"] < stroke_for(MOST_PATHS)["thickest"]
    assert stroke_for(5_000)["thinnest"] <= stroke_for(5_000)["thickest"]


@pytest.mark.parametrize(
    ("value", "bounds", "level"),
    [(0.25, (0.0, 1.0), 0.25), (0.0, (-1.0, 1.0), 0.5), (7.0, (0.0, 1.0), 1.0), (3.0, (0.0, None), 0.75)],
)
def test_a_unit_is_as_full_as_its_value(value: float, bounds: tuple[float | None, float | None], level: float) -> None:
    assert fill_level(value, *bounds) == level


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.50"), (-0.001, "0.00"), (-1.5, "−1.50"), (12.34, "12.3"), (123.4, "123"), (123456.0, "1e5")],
)
def test_a_value_fits_into_its_unit(value: float, text: str) -> None:
    assert format_value(value) == text
    assert format_value(float("nan")) == "∞"
