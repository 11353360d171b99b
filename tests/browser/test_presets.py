"""Presets with many rows: the page does not carry them, and they are links as the small ones are."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from elevenlines.app.web.page.page import PRESET_ROWS
from tests.browser.conftest import ready
from tests.browser.helpers import cell
from tests.support.server import Server

LARGE = {"parity8", "iris", "penguins", "penguin_mass", "diabetes"}


def test_the_page_carries_the_small_ones_only(page: Page, server: Server) -> None:
    start = json.loads(page.text_content("#start") or "")
    rows = {preset["name"]: len(preset["spec"]["table"]["inputs"]) for preset in server.get("/presets")["presets"]}
    assert set(start["presets"]) == {name for name, count in rows.items() if count <= PRESET_ROWS}
    assert set(rows) - set(start["presets"]) > LARGE
    assert len(json.dumps(start["presets"])) < 60_000


def test_the_menu_is_grouped(page: Page, server: Server) -> None:
    groups: dict[str, list[str]] = {}
    for preset in server.get("/presets")["presets"]:
        groups.setdefault(preset["group"], []).append(preset["title"])
    found = page.evaluate(
        "() => [...document.querySelectorAll('#preset optgroup')].map(g => [g.label, [...g.children].map(o => o.textContent)])"
    )
    assert found == [[title, titles] for title, titles in groups.items()]
    assert len(groups) >= 5


def test_a_large_preset_is_fetched_chosen_and_left_again(page: Page) -> None:
    page.select_option("#preset", "iris")
    expect(page.locator("#row-count")).to_have_text("150 rows")
    expect(page).to_have_url(re.compile(r"\?preset=iris$"))
    expect(page.locator("#preset")).to_have_value("iris")
    page.select_option("#preset", "and")
    expect(page.locator("#row-count")).to_have_text("4 rows")
    page.go_back()
    expect(page.locator("#row-count")).to_have_text("150 rows")
    expect(page.locator("#preset")).to_have_value("iris")


def test_a_large_preset_is_a_link_that_reload_and_back_keep(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=iris")
    expect(page.locator("#preset")).to_have_value("iris")
    expect(page.locator("#row-count")).to_have_text("150 rows")
    page.select_option("#preset", "xor")
    expect(page).to_have_url(re.compile(r"\?preset=xor$"))
    page.reload()
    ready(page)
    page.go_back()  # to a preset that the reloaded page has not heard of
    expect(page.locator("#row-count")).to_have_text("150 rows")
    expect(page.locator("#preset")).to_have_value("iris")
    assert page.url.endswith("?preset=iris")


def test_an_edit_of_a_large_preset_and_its_undoing(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=iris")
    cell(page, 0, 0).fill("9")
    page.keyboard.press("Enter")
    expect(page.locator("#preset")).to_have_value("")
    page.click("#undo")
    expect(page.locator("#preset")).to_have_value("iris")
    expect(page).to_have_url(re.compile(r"\?preset=iris$"))


def test_the_run_of_a_large_preset_is_known_as_one(open_page: Callable[..., Page], server: Server) -> None:
    spec = server.get("/presets/penguins")["spec"]
    run = server.http.post("/runs", json=spec | {"paused": True}).json()
    page = open_page(run["links"]["page"])
    expect(page.locator("#preset")).to_have_value("penguins")


def test_a_choice_overtakes_one_that_is_still_fetched(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/presets/iris", hold)
    page.select_option("#preset", "iris")
    page.select_option("#preset", "or")
    expect(page.locator("#preset")).to_have_value("or")
    with page.expect_response("**/api/v1/presets/iris"):
        held[0].continue_()
    expect(page.locator("#row-count")).to_have_text("4 rows")
    assert page.url.endswith("?preset=or")
