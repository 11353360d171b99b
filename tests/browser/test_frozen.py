"""Frozen weights: a lock on their line, set in the weight's editor, kept by training."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.helpers import newest_run, train_to_the_end
from tests.browser.test_time import look, recorded
from tests.support.server import Server

__all__ = ["recorded"]  # a fixture

EDGE = '.edge[data-layer="0"][data-from="0"][data-to="0"]'
START = (
    '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[2]},"training":{"epochs":30}}'
)


def test_a_weight_that_is_frozen_has_a_lock_and_keeps_its_number(page: Page, server: Server) -> None:
    page.goto(START)
    page.click('.unit[data-layer="1"][data-unit="0"]')
    expect(page.locator(".locks path")).to_have_count(0)
    page.locator("#weight-editor .lock").first.click()
    expect(page.locator(".locks path")).to_have_count(1)
    expect(page.locator("#weight-editor .lock").first).to_have_attribute("aria-pressed", "true")
    before = page.locator(EDGE).get_attribute("aria-label") or ""
    assert before.endswith(", frozen")
    train_to_the_end(page)
    run = newest_run(page, server)
    assert run["spec"]["training"]["frozen"] == [{"layer": 1, "parameter": "weights", "from": 0, "to": 0}]
    assert page.locator(EDGE).get_attribute("aria-label") == before
    first, last = (server.get(f"/runs/{run['id']}/frames/{epoch}")["weights"] for epoch in (0, 30))
    assert first[0][0][0] == last[0][0][0]
    assert first[0][1][0] != last[0][1][0]


def test_a_lock_set_at_an_epoch_is_a_forks(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 2_345)
    page.click('.unit[data-layer="1"][data-unit="3"]')
    page.locator("#weight-editor .lock").nth(1).click()
    expect(page.locator(".locks path")).to_have_count(1)
    page.click("#weight-fork")
    expect(page.locator("#epoch")).not_to_have_text("2,345")
    fork = newest_run(page, server)
    assert fork["parent"] == {"id": run["id"], "epoch": 2_345}
    assert fork["spec"]["training"]["frozen"] == [{"layer": 1, "parameter": "weights", "from": 1, "to": 3}]
    before = server.get(f"/runs/{run['id']}/frames/2345")["weights"]
    after = server.ended(fork["id"])
    assert server.get(f"/runs/{fork['id']}/frames/{after['epoch']}")["weights"][0][1][3] == before[0][1][3]


def test_two_frozen_lines_that_cross_have_a_lock_each(page: Page) -> None:
    """a to hidden 3 and b to hidden 2 cross in the middle."""
    for source, unit in ((0, 2), (1, 1)):
        page.click(f'.unit[data-layer="1"][data-unit="{unit}"]')
        page.locator("#weight-editor .lock").nth(source).click()
        page.keyboard.press("Escape")
    expect(page.locator(".locks path")).to_have_count(2)
    one, other = page.locator(".locks path").all()
    places = [lock.bounding_box() for lock in (one, other)]
    assert places[0] is not None
    assert places[1] is not None
    assert abs(places[0]["y"] - places[1]["y"]) > 10


def test_locks_outlast_what_leaves_their_layers_as_they_are(page: Page) -> None:
    page.click('.unit[data-layer="1"][data-unit="0"]')
    page.locator("#weight-editor .lock").first.click()
    page.keyboard.press("Escape")
    locks = page.locator(".locks path")
    expect(locks).to_have_count(1)
    page.keyboard.press("Control+z")  # nothing was edited, so there is nothing to take back
    page.click("#new-seed")
    expect(page.locator("#seed")).not_to_have_value("1")
    expect(locks).to_have_count(1)
    page.get_by_role("button", name="One unit fewer").click()
    expect(page.locator('.units .unit[data-layer="1"]')).to_have_count(3)
    expect(locks).to_have_count(0)
    expect(page.locator("#notice")).to_be_hidden()
