from itertools import pairwise

import pytest

from elevenlines.app.views.page.layout import HEIGHT, MOST_UNITS, NARROW, WIDE, Format, lay_out

SHAPES = [(3, 1), (3, 4, 1), (2, *[4] * 16, 2), (256, 1024, 256), (1, 100, 1)]


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("sizes", SHAPES, ids=lambda sizes: f"{len(sizes)} layers")
def test_units_lie_inside_and_never_on_each_other(sizes: tuple[int, ...], form: Format, bias: bool) -> None:
    layout = lay_out(sizes, form, bias=bias)
    assert [len(layer) for layer in layout.units] == [min(size, MOST_UNITS) for size in sizes]
    assert len(layout.biases) == (len(sizes) - 1 if bias else 0)
    for layer in layout.units:
        for place in layer:
            assert place.radius <= place.x <= form.width - place.radius
            assert place.radius <= place.y <= HEIGHT - place.radius
        for above, below in pairwise(layer):
            assert below.y - above.y > 1.4 * above.radius
    for left, right in pairwise(layout.units):
        assert right[0].x - left[0].x > left[0].radius + right[0].radius


def test_a_bias_node_lies_below_its_layer() -> None:
    layout = lay_out((3, 4, 1), WIDE, bias=True)
    for layer, bias in zip(layout.units, layout.biases, strict=False):
        assert bias.y > layer[-1].y
        assert bias.x == layer[0].x
