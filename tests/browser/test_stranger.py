"""A stranger's first minutes: every preset, wrong input everywhere, other screens, a network that fails."""

import json
import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, ready
from tests.browser.helpers import cell, newest_run, paste, train_to_the_end
from tests.support.server import Server, wait_for

LARGE = "\n".join(f"{i}.123\t{i}.456\t1\t0.5" for i in range(400))  # does not fit into an address
MANY_LINES = '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[30,30],"bias":true}}'
HUGE = '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[1000,1000]}}'
LAYERS_16 = f'/?spec={{"table":{{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]}},"network":{{"hidden":{[2] * 16}}}}}'
WIDTHS = [(1280, 720), (1180, 800), (1024, 768), (820, 1180), (900, 760), (700, 900), (390, 844)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def has_run(page: Page, server: Server, spec: dict[str, Any]) -> bool:
    """Whether the page's newest run is one of this spec, and at its end."""
    run = newest_run(page, server)
    return bool(run["spec"] == spec and run["status"] == "done")


def headline(scores: dict[str, Any]) -> str:
    """What the foot of the table says of a run that has learned: of truth tables, that every row is right."""
    training, test = scores["training"], scores["test"]
    if training["correct"] is None:
        return f"R² {training['r_squared']:.2f}" + (f" · {test['r_squared']:.2f} test" if test else "")
    if test is None:
        is_truth_table = training["rows"] < 200  # rows; made points have some that noise has put on the other side
        return f"{training['rows'] if is_truth_table else training['correct']} of {training['rows']} correct"
    return f"{training['correct']} of {training['rows']} · {test['correct']} of {test['rows']} test"


def test_every_preset_learns(page: Page, server: Server) -> None:
    for preset in server.get("/presets")["presets"]:
        page.select_option("#preset", preset["name"])
        page.select_option("#speed", "null")
        press(page, "Train")
        wait_for(partial(has_run, page, server, preset["spec"]), preset["title"])
        expect(page.locator("#correct")).to_have_text(
            headline(server.get(f"/runs/{newest_run(page, server)['id']}/scores"))
        )
        expect(page.locator("#epoch")).to_have_text(f"{preset['spec']['training']['epochs']:,}")


def test_an_edit_and_train_at_once_draw_the_same_network(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Add a hidden layer before the outputs").click()
    press(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    assert newest_run(page, server)["spec"]["network"]["hidden"] == [4, 3]
    expect(page.locator("#drawing .edge")).to_have_count(3 * 4 + 4 * 3 + 3)
    expect(page.locator("#pending")).to_have_text("")
    press(page, "Pause")


def test_a_size_is_typed_at_the_drawing(page: Page) -> None:
    size = page.get_by_label("Units in hidden layer 1")
    size.fill("9999")
    size.press("Enter")
    expect(size).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#layers-problem")).to_contain_text("1 to 1,024 units")
    expect(size).to_have_value("9999")
    size.fill("12")
    size.press("Enter")
    expect(page.locator("#drawing .unit[data-layer='1']")).to_have_count(12)
    size.press("ArrowUp")
    expect(page.locator("#drawing .unit[data-layer='1']")).to_have_count(13)
    expect(size).to_be_focused()


def test_rows_and_columns_go_without_a_mouse(page: Page) -> None:
    cell(page, 2, 1).focus()
    page.focus("#remove-row")
    expect(page.locator("#remove-row")).to_have_attribute("aria-label", "Remove row 3")
    expect(page.locator("#table .doomed")).to_have_count(5)
    page.keyboard.press("Enter")
    expect(page.locator("#row-count")).to_have_text("3 rows")
    page.focus("#remove-input")
    page.keyboard.press("Space")
    expect(page.locator("#input-count")).to_have_text("2 inputs")
    expect(page.locator("#table .doomed")).to_have_count(0)


def test_lines_on_the_canvas_are_read_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page(MANY_LINES)
    page.locator(".edge.single").focus()
    expect(page.locator("#edge-readout")).to_contain_text("a → hidden 1.1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#edge-readout")).to_contain_text("a → hidden 1.2")
    expect(page.locator(".edge.single")).to_have_attribute("data-to", "1")
    page.keyboard.press("End")
    expect(page.locator(".edge.single")).to_have_attribute("aria-label", re.compile("^bias to y: weight "))


def test_millions_of_weights_train_undrawn(open_page: Callable[..., Page]) -> None:
    page = open_page(HUGE)
    expect(page.locator("#legend-range")).to_have_text("more lines than can be drawn")
    press(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")


def test_alpha_is_the_one_in_force(page: Page) -> None:
    page.select_option("#speed", "1000")
    press(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.fill("#alpha", "0.25")
    page.keyboard.press("Enter")
    expect(page.locator("#alpha-note")).to_contain_text("1 at first, 0.25 from epoch")
    expect(page.locator("#alpha")).to_have_value("0.25")
    press(page, "Reset")
    expect(page.locator("#alpha")).to_have_value("1")
    page.fill("#alpha", "2")
    page.keyboard.press("Enter")
    expect(page.locator("#alpha-note")).to_have_text("")


def test_fewer_epochs_need_a_new_start_and_more_do_not(page: Page) -> None:
    press(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    page.fill("#epochs", "50")
    page.keyboard.press("Enter")
    expect(page.locator("#pending")).to_have_text("New start needed: epochs changed. Train begins anew.")
    page.fill("#epochs", "70,000")
    page.keyboard.press("Enter")
    expect(page.locator("#pending")).to_have_text("")


def test_a_large_table_outlives_a_reload_and_its_link_names_the_run(page: Page, server: Server) -> None:
    paste(page, 0, 0, LARGE)
    expect(page.locator("#row-count")).to_have_text("400 rows")
    page.click("#share")
    expect(page.locator("#notice")).to_contain_text("too large for a link. Press Train")
    page.reload()
    ready(page)
    expect(page.locator("#row-count")).to_have_text("400 rows")
    press(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    assert page.url.endswith(f"?run={newest_run(page, server)['id']}")
    page.go_back()
    expect(page.locator("#row-count")).to_have_text("4 rows")
    page.go_forward()
    expect(page.locator("#row-count")).to_have_text("400 rows")


def test_a_silent_server_is_said_and_nothing_is_lost(page: Page) -> None:
    page.select_option("#speed", "100")
    press(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.route("**/state?*", lambda route: route.fulfill(body=""))
    expect(page.locator("#notice")).to_contain_text("does not answer; trying again")
    page.unroute_all()
    expect(page.locator("#notice")).to_be_hidden()
    press(page, "Pause")
    expect(page.locator("#train-word")).to_have_text("Train")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_nothing_sticks_out_on_other_screens(open_page: Callable[..., Page], width: int, height: int) -> None:
    page = open_page("/?preset=full_adder", viewport={"width": width, "height": height})
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    for name in ("#train", "#share", "#theme", "#new-seed", "#epochs", "#all-combinations", "#drawing svg"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, name
    drawing, rows = page.locator("#drawing").bounding_box(), page.locator("#table-scroll").bounding_box()
    assert drawing is not None
    assert rows is not None
    assert drawing["width"] > 250, "the network can be seen"
    assert rows["height"] > 120, "so can rows of the table"
    tabs = [tab.bounding_box() for tab in page.locator(".tabs button").all()]
    edges = [(tab["x"], tab["x"] + tab["width"]) for tab in tabs if tab is not None]
    assert len(edges) == len(tabs)
    assert all(end + 3 <= start for (_, end), (start, _) in pairwise(edges)), "names of tabs do not touch"
    fields = [field.bounding_box() for field in page.locator("#settings select:visible, #epochs").all()]
    ends = {round(field["x"] + field["width"]) for field in fields if field is not None}
    assert len(ends) == (2 if 800 < width <= 1000 else 1), "fields end where their column does"


def test_sixteen_layers_do_not_lie_on_each_other(open_page: Callable[..., Page]) -> None:
    page = open_page(LAYERS_16)
    boxes = [control.bounding_box() for control in page.locator("#layers .layer:visible").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box is not None]
    assert all(end <= start + 1 for (_, end), (start, _) in pairwise(edges))
    assert page.evaluate("() => document.documentElement.scrollWidth") == 1280


def test_a_phone_gets_the_narrow_drawing_and_touch_targets(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=majority", **PHONE)
    expect(page.locator("svg.network")).to_have_attribute("viewBox", "0 0 360 384")
    page.get_by_role("button", name="Step").tap()
    expect(page.locator("#epoch")).to_have_text("1")
    for name in (
        "#train",
        "#step",
        "#reset",
        "#speed",
        "#seed",
        "#new-seed",
        "#add-row",
        "#remove-row",
        "#undo",
        "#bias",
    ):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["height"] >= 42, name  # 44 less the border of the field around


@pytest.mark.parametrize(
    "look", [{}, {"viewport": {"width": 900, "height": 1100}}, PHONE], ids=["wide", "upright", "phone"]
)
def test_a_message_pushes_nothing_away_and_covers_no_heading(
    open_page: Callable[..., Page], look: dict[str, Any]
) -> None:
    page = open_page("/", **look)
    train_to_the_end(page)
    cell(page, 0, 2).focus()
    before = page.locator("#table").bounding_box()
    paste(page, 0, 2, "3,4,5")
    expect(page.locator("#notice")).to_be_visible()
    assert page.locator("#table").bounding_box() == before
    notice = page.locator("#notice").bounding_box()
    assert notice is not None
    for one in page.locator("h1, h2, .header button, .header select, .panel button, .panel input").all():
        box = one.bounding_box()
        if box is None or (look is PHONE and one.evaluate("one => !one.closest('.header')")):
            continue  # on a phone it lies over what is scrolled
        beside = box["x"] + box["width"] <= notice["x"] or notice["x"] + notice["width"] <= box["x"]
        assert beside or box["y"] + box["height"] <= notice["y"] or notice["y"] + notice["height"] <= box["y"]


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)
def test_axe_finds_nothing_when_all_goes_wrong(open_page: Callable[..., Page], look: dict[str, object]) -> None:
    page = open_page("/", bypass_csp=True, **look)
    press(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    page.select_option("#activation", "tanh")
    paste(page, 0, 2, "3,4,5")
    cell(page, 1, 1).fill("two")
    page.fill("#epochs", "none")
    page.fill("#seed", "-3")
    page.keyboard.press("Enter")
    expect(page.locator("#pending")).to_contain_text("New start needed")
    violations = Axe().run(page).response["violations"]
    assert not violations, json.dumps(
        [{v["id"]: [node["html"][:120] for node in v["nodes"]]} for v in violations], indent=1
    )


def test_the_theme_is_asked_for_once_and_lines_follow_it(open_page: Callable[..., Page]) -> None:
    page = open_page(MANY_LINES, color_scheme="light")
    pixel = "() => document.querySelector('canvas#edges').toDataURL()"
    light = page.evaluate(pixel)
    page.click("#theme")
    page.click("#theme")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(pixel) != light


def test_train_after_the_end_adds_the_same_number_each_time(open_page: Callable[..., Page]) -> None:
    page = open_page('/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"training":{"epochs":200}}')
    train_to_the_end(page)
    for end in ("400", "600"):
        press(page, "Train")
        expect(page.locator("#epoch")).to_have_text(end)
        expect(page.locator("#train-word")).to_have_text("Train")
