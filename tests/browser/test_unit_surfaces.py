"""Surfaces in the drawing's units: the network's, while it trains and at rest, and asked for only where they are seen."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.test_plane import SIZE, answer, at_step, pixels, rested
from tests.support.server import Server


def test_units_carry_surfaces_that_change_while_it_trains(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(rested(server)["links"]["page"])
    canvas = page.locator("#unit-surfaces")
    expect(canvas).to_be_visible()
    text = page.locator('.unit[data-layer="1"] text').first
    expect(text).to_be_hidden()
    expect(page.locator('.unit[data-layer="0"] text').first).to_be_visible()
    before = pixels(page, "#unit-surfaces")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("before => document.querySelector('#unit-surfaces').toDataURL() !== before", arg=before)
    between = pixels(page, "#unit-surfaces")
    page.wait_for_function("before => document.querySelector('#unit-surfaces').toDataURL() !== before", arg=between)
    page.get_by_role("button", name="Pause").click()
    page.focus("#scrubber")
    page.keyboard.press("Home")
    page.wait_for_function("before => document.querySelector('#unit-surfaces').toDataURL() !== before", arg=between)
    page.click("#with-surfaces")
    expect(canvas).to_be_hidden()
    expect(text).to_be_visible()


@pytest.mark.parametrize(
    ("hidden", "why"), [([16] * 13, "209 units are drawn, and surfaces fit into 200"), ([16] * 6, "drawn too small")]
)
def test_a_drawing_without_room_for_surfaces_says_so(
    open_page: Callable[..., Page], hidden: list[int], why: str
) -> None:
    ask = json.dumps({"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}, "network": {"hidden": hidden}})
    page = open_page(f"/?spec={ask}")
    button = page.locator("#with-surfaces")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", re.compile(why))
    button.dispatch_event("click")  # it can be reached, and says why
    expect(page.locator("#notice-text")).to_contain_text(why)
    expect(button).to_have_attribute("aria-pressed", "false")
    page.select_option("#preset", "xor")
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()
    expect(page.locator("#unit-surfaces")).to_be_visible()


def test_a_units_surface_is_the_networks(open_page: Callable[..., Page], server: Server) -> None:
    """Blue where the unit is positive at that place of the plane, vermilion where it is negative."""
    run = rested(server)
    page = open_page(run["links"]["page"])
    expect(page.locator("#unit-surfaces")).to_be_visible()
    for unit in range(4):
        for dx, dy in ((-0.5, 0.0), (0.5, 0.5), (0.0, -0.5)):
            red, blue = page.evaluate(
                """([unit, dx, dy]) => {
                  const canvas = document.querySelector("#unit-surfaces"), svg = document.querySelector("#drawing svg");
                  const place = svg.querySelector(`.unit[data-layer="1"][data-unit="${unit}"]`);
                  const [x, y] = place.getAttribute("transform").match(/-?[\\d.]+/g).map(Number);
                  const radius = Number(place.querySelector("circle").getAttribute("r"));
                  const zoom = canvas.width / svg.viewBox.baseVal.width;
                  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
                  copy.drawImage(canvas, 0, 0);
                  const pixel = copy.getImageData((x + dx * radius) * zoom, (y - dy * radius) * zoom, 1, 1).data;
                  return [pixel[0], pixel[2]]; }""",
                [unit, dx, dy],
            )
            ends = [(at_step(column, 0), at_step(column, SIZE - 1)) for column in (0, 1)]
            point = [(low + high) / 2 + d * (high - low) / 2 for (low, high), d in zip(ends, (dx, dy), strict=True)]
            value = answer(server, run, point)[1][unit]
            if abs(value) > 0.4:
                assert (blue > red) == (value > 0)


def test_nothing_is_asked_that_nobody_sees(open_page: Callable[..., Page], server: Server) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/surfaces" in request.url or "/bend" in request.url:
            asked.append(request.url)

    page = open_page("/")
    page.on("request", note)
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    assert not asked, "four rows of three inputs: units show their numbers"
    page.get_by_role("tab", name="Plane").click()
    expect(page.locator("#plane-about")).to_have_text("epoch 1")
    assert len(asked) == 1
