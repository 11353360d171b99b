"""Points that the page makes: live, undone in one step, and in a link that gives the same ones."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from elevenlines.core.generators.recipe import Recipe, make
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import GROUPS
from tests.browser.conftest import PHONE, ready
from tests.browser.helpers import cell, newest_run, runs_of
from tests.support.server import Server

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}


def open_dialog(page: Page) -> None:
    page.click("#open-made")
    expect(page.locator("#made")).to_be_visible()


def choose(page: Page, name: str) -> None:
    page.locator(f'input[name="set"][value="{name}"]').check(force=True)  # its label covers it


def slide(page: Page, field: str, value: float) -> None:
    page.locator(f"#made-{field}").fill(str(value))


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def shows(page: Page, recipe: Recipe) -> None:
    """Waits until the table is that recipe's."""
    table = make(recipe)
    expect(page.locator("#row-count")).to_have_text(f"{len(table.inputs):,} rows")
    wanted = [
        [f"{row},{column}", value]
        for row in (0, 1, 2)
        for column, value in enumerate(table.inputs[row] + table.targets[row])
    ]
    page.wait_for_function(
        """wanted => wanted.every(([at, value]) => {
          const cell = [...document.querySelectorAll(`input[data-cell="${at}"], [data-at="${at}"]`)].find((one) => one.checkVisibility());
          return cell !== undefined && Number((cell.value ?? cell.textContent).replace("−", "-")) === value;
        })""",
        arg=wanted,
    )  # in a large table only the cell that is edited is a field


def started(page: Page, server: Server) -> Any:
    """The spec with which the page starts a run."""
    before = list(runs_of(page))
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    run = newest_run(page, server)
    assert run["id"] not in before
    return run["spec"]


def test_a_set_is_made_with_settings_that_learn_it_and_follows_the_sliders(page: Page, server: Server) -> None:
    open_dialog(page)
    for name in GENERATORS:
        expect(page.locator(f"#made-picture-{name} path").first).to_be_attached()
    choose(page, "spiral")
    shows(page, Recipe(name="spiral"))
    expect(page.locator("#made-picture path")).to_have_count(2)
    slide(page, "points", 300)
    shows(page, Recipe(name="spiral", points=300))
    slide(page, "noise", 0.25)
    shows(page, Recipe(name="spiral", points=300, noise=0.25))
    page.fill("#made-seed", "3")
    recipe = Recipe(name="spiral", points=300, noise=0.25, seed=3)
    shows(page, recipe)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#made")).to_be_hidden()
    assert started(page, server) == suggested(recipe).model_dump(mode="json")


def test_one_opening_is_one_step_of_undo_and_of_the_history(page: Page, server: Server) -> None:
    open_dialog(page)
    choose(page, "moons")
    shows(page, Recipe(name="moons"))
    slide(page, "points", 100)
    shows(page, Recipe(name="moons", points=100))
    page.keyboard.press("Escape")
    expect(page.locator("#made")).to_be_hidden()
    page.click("#undo")
    expect(page.locator("#row-count")).to_have_text("4 rows")
    expect(page.locator("#preset")).to_have_value("xor")
    expect(page.locator("#undo")).to_be_disabled()
    page.click("#redo")
    shows(page, Recipe(name="moons", points=100))
    assert started(page, server) == suggested(Recipe(name="moons", points=100)).model_dump(mode="json")
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator("#preset")).to_have_value("xor")
    page.go_forward()
    shows(page, Recipe(name="moons", points=100))


def test_the_network_can_be_kept(page: Page, server: Server) -> None:
    open_dialog(page)
    page.check("#made-keep")
    choose(page, "circle")
    shows(page, Recipe(name="circle"))
    page.keyboard.press("Escape")
    spec = started(page, server)
    assert spec["network"]["hidden"] == [4]
    assert spec["network"]["bias"] is False
    assert spec["training"]["epochs"] == 60_000
    open_dialog(page)
    expect(page.locator("#made-keep")).to_be_checked()
    expect(page.locator('input[name="set"][value="circle"]')).to_be_checked()


def test_a_new_sample_has_other_points(page: Page) -> None:
    open_dialog(page)
    choose(page, "rings")
    shows(page, Recipe(name="rings"))
    before = page.input_value("#made-seed")
    page.click("#made-new")
    expect(page.locator("#made-seed")).not_to_have_value(before)
    shows(page, Recipe(name="rings", seed=int(page.input_value("#made-seed"))))
    page.fill("#made-seed", "-1")
    expect(page.locator("#made-problem")).to_contain_text("a seed is a whole number")


def test_a_formula_that_is_wrong_is_pointed_at(browser: Browser, server: Server) -> None:
    page = browser.new_context(base_url=server.url).new_page()  # unwatched: the browser itself logs the refusal
    page.goto("/")
    ready(page)
    open_dialog(page)
    expect(page.locator("#made-formula")).to_be_hidden()
    choose(page, "above")
    shows(page, Recipe(name="above"))
    page.fill("#made-formula", "sin(x) + 2*(x")
    expect(page.locator("#made-problem")).to_have_text("f(x), character 12: this parenthesis is not closed")
    expect(page.locator("#made-formula")).to_have_attribute("aria-invalid", "true")
    assert page.get_attribute("#made-formula", "aria-describedby") == "made-problem"
    caret, field = page.locator("#made-caret").bounding_box(), page.locator("#made-formula").bounding_box()
    assert caret is not None
    assert field is not None
    assert caret["x"] - field["x"] == pytest.approx(8 + 11 * caret["width"], abs=2)
    page.fill("#made-formula", "sin(x)")
    expect(page.locator("#made-problem")).to_have_text("")
    expect(page.locator("#made-caret")).to_be_hidden()
    shows(page, Recipe(name="above", formula="sin(x)"))
    page.keyboard.press("Escape")
    page.reload()
    ready(page)
    shows(page, Recipe(name="above", formula="sin(x)"))
    page.context.close()


def test_a_link_makes_the_same_points_elsewhere(page: Page, open_page: Callable[..., Page], server: Server) -> None:
    open_dialog(page)
    choose(page, "spiral")
    slide(page, "points", 500)
    shows(page, Recipe(name="spiral", points=500))
    page.keyboard.press("Escape")
    page.fill("#epochs", "77")
    page.keyboard.press("Enter")
    spec = started(page, server)
    page.click("#share")
    assert {name: query(page)[name] for name in ("made", "points", "noise", "data_seed")} == {
        "made": ["spiral"],
        "points": ["500"],
        "noise": ["0.1"],
        "data_seed": ["1"],
    }
    other = open_page(page.url.removeprefix(server.url))
    shows(other, Recipe(name="spiral", points=500))
    assert started(other, server) == spec
    assert spec["training"]["epochs"] == 77
    open_dialog(other)
    expect(other.locator('input[name="set"][value="spiral"]')).to_be_checked()
    expect(other.locator("#made-points-value")).to_have_text("500")


def test_an_edited_table_is_an_ordinary_one_until_the_edit_is_undone(page: Page) -> None:
    open_dialog(page)
    choose(page, "gaussians")
    shows(page, Recipe(name="gaussians"))
    slide(page, "points", 50)
    shows(page, Recipe(name="gaussians", points=50))
    page.keyboard.press("Escape")
    cell(page, 0, 2).click()
    page.wait_for_url(re.compile(r"\?spec="))
    assert "made" not in query(page)
    page.reload()
    ready(page)
    expect(cell(page, 0, 2)).to_have_value("1")
    page.go_back()
    page.wait_for_url(re.compile(r"\?made="))
    shows(page, Recipe(name="gaussians", points=50))


def test_the_menu_has_the_sets_as_presets(page: Page) -> None:
    page.select_option("#preset", "hills")
    shows(page, Recipe(name="hills"))
    page.wait_for_url(re.compile(r"\?preset=hills$"))
    page.reload()
    ready(page)
    expect(page.locator("#preset")).to_have_value("hills")
    shows(page, Recipe(name="hills"))
    page.fill("#epochs", "88")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?made=hills"))
    labels = page.locator("#preset optgroup").evaluate_all("groups => groups.map(group => group.label)")
    assert labels == [group.title for group in GROUPS]
    assert {"Points in the plane", "Regression"} < set(labels)


def test_a_link_may_ask_for_more_than_the_slider_offers(open_page: Callable[..., Page]) -> None:
    page = open_page("/?made=moons&points=1234&noise=0.125")
    open_dialog(page)
    expect(page.locator("#made-points-value")).to_have_text("1,234")
    page.fill("#made-seed", "2")
    shows(page, Recipe(name="moons", points=1234, noise=0.125, seed=2))


def test_all_of_it_by_keyboard(page: Page) -> None:
    page.focus("#open-made")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    shows(page, Recipe(name="circle"))
    page.keyboard.press("ArrowRight")
    shows(page, Recipe(name="quadrants"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    shows(page, Recipe(name="quadrants", points=210))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "open-made"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_dialog_and_it_fits(open_page: Callable[..., Page], look: str) -> None:
    page = open_page("/", bypass_csp=True, **LOOKS[look])  # axe is put into the page as a script of its own
    open_dialog(page)
    choose(page, "above")
    shows(page, Recipe(name="above"))
    violations = Axe().run(page).response["violations"]
    assert not violations, json.dumps(
        [{v["id"]: [(node["html"][:120], node["failureSummary"]) for node in v["nodes"]]} for v in violations], indent=1
    )
    sizes = page.evaluate(
        "() => { const d = document.querySelector('#made'); return [d.scrollWidth - d.clientWidth, d.scrollHeight - d.clientHeight]; }"
    )
    assert sizes == [0, 0]
    for target in page.locator(
        "#made :is(button, input[type=text], input[type=range], label.made-set, .made-settings label):visible"
    ).all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= (44 if look == "phone" else 24)
