"""The drawing's lines: dashed where a weight is negative, whoever drew them; and how they get to their new width."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.helpers import newest_run
from tests.support.server import XOR_TABLE, Server

# one step changes signs and widths by much
SPEC = {"table": XOR_TABLE, "network": {"hidden": [4]}, "training": {"epochs": 10, "learning_rate": 20}}
ADDRESS = f"/?spec={json.dumps(SPEC)}"
DASHES = """() => [...document.querySelectorAll('.edge[data-from]')].map(edge =>
  [Number(edge.getAttribute('aria-label').split('weight ')[1].replace('−', '-')), getComputedStyle(edge).strokeDasharray])"""
# what the view gives each line from now on; each look at the clock is a few milliseconds after the last
WATCH = """() => {
  window.given = new Map();
  const { setAttribute } = SVGPathElement.prototype;
  SVGPathElement.prototype.setAttribute = function (name, value) {
    if (name === 'stroke-width') window.given.set(this, (window.given.get(this) ?? new Set()).add(value));
    setAttribute.call(this, name, value);
  };
  let now = performance.now();
  performance.now = () => (now += 8); }"""
MOST_WIDTHS = "() => Math.max(...[...window.given.values()].map(widths => widths.size))"


def check_dashes(page: Page) -> list[bool]:
    """Which lines are negative; each of these is dashed, and no other."""
    found: list[tuple[float, str]] = page.evaluate(DASHES)
    assert [dash for _, dash in found] == ["7px, 3px" if weight < 0 else "none" for weight, _ in found]
    return [weight < 0 for weight, _ in found]


def step(page: Page) -> None:
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator("#epoch")).to_have_text("1")


def test_negative_lines_are_dashed_before_and_after_a_change(open_page: Callable[..., Page]) -> None:
    page = open_page(ADDRESS, reduced_motion="reduce")
    before = check_dashes(page)
    step(page)
    after = check_dashes(page)
    assert any(was and not now for was, now in zip(before, after, strict=True)), "the test needs a sign that changes"
    assert any(now and not was for was, now in zip(before, after, strict=True)), "and one the other way"


def test_negative_lines_are_dashed_before_any_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    page = context.new_page()
    page.goto(ADDRESS)
    assert set(check_dashes(page)) == {False, True}
    context.close()


@pytest.mark.parametrize(("motion", "glides"), [("reduce", False), ("no-preference", True)])
def test_lines_glide_only_where_motion_is_welcome(
    open_page: Callable[..., Page], server: Server, motion: str, glides: bool
) -> None:
    page = open_page(ADDRESS, reduced_motion=motion)
    page.evaluate(WATCH)
    step(page)
    weights = server.get(f"/runs/{newest_run(page, server)['id']}/state")["frame"]["weights"]
    page.wait_for_function(
        """end => Math.abs(Number(document.querySelector('.edge[data-from]').getAttribute('stroke-width')) - end) < 2e-3""",
        arg=width(page, weights),
    )
    assert (page.evaluate(MOST_WIDTHS) > 1) == glides


def width(page: Page, weights: Any) -> float:
    """Of the first line, once it is there."""
    end = float((page.text_content("#legend-range") or "").rpartition("+")[2])
    return 1 + 9 * abs(float(weights[0][0][0])) / end
