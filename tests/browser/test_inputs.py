"""What enters the network, and rows set aside: set on the page, trained, and compared with what the API says."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from elevenlines.core.spec import RunSpec
from tests.browser.conftest import PHONE
from tests.browser.helpers import cell, newest_run, train_to_the_end
from tests.support.server import Server

TEN = (
    '/?spec={"table":{"inputs":[[0,1],[1,2],[2,0],[3,1],[4,4],[5,2],[6,1],[7,3],[8,0],[9,5]],'
    '"targets":[[0],[0],[0],[0],[0],[1],[1],[1],[1],[1]],"input_names":["x","y"]},"training":{"epochs":200},'
    '"network":{"bias":true}}'
)


def opened(page: Page) -> Page:
    page.evaluate("() => { document.querySelector('#data-details').open = true; }")
    return page


def inputs_drawn(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('#drawing .unit[data-layer=\"0\"]:not(.bias)')].map(unit => unit.dataset.label)"
    )
    return found


def test_inputs_are_switched_on_and_off(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page(TEN))
    assert inputs_drawn(page) == ["x", "y"]
    page.get_by_role("button", name="x**2", exact=True).click()
    page.get_by_role("button", name="y", exact=True).click()
    expect(page.locator('#drawing .unit[data-label="x**2"]')).to_be_visible()
    expect(page.locator('#drawing .unit[data-layer="0"][data-label="y"]')).to_have_count(0)
    page.locator("#features-standardise").check()
    expect(page.locator(".layer-bar, .network-panel").first).to_contain_text("2 inputs")
    train_to_the_end(page)
    run = newest_run(page, server)
    assert run["spec"]["features"] == {"formulas": ["x", "x**2"], "standardise": True, "statistics": None}
    frame = server.get(f"/runs/{run['id']}/frames/200", include="layers", row=1)
    assert len(frame["weights"][0]) == 2
    square = [value**2 for value in range(10)]
    mean = sum(square) / 10
    deviation = (sum((value - mean) ** 2 for value in square) / 10) ** 0.5
    assert frame["layers"][0][1] == pytest.approx((1 - mean) / deviation)
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready")
    expect(page.locator('#drawing .unit[data-label="x**2"]')).to_be_visible()
    assert inputs_drawn(page) == ["x", "x**2"]


def test_a_formula_is_typed_and_its_fault_pointed_at(open_page: Callable[..., Page]) -> None:
    page = opened(open_page(TEN, refusals=True))
    page.fill("#formula", "sin(x) +* y")
    page.press("#formula", "Enter")
    expect(page.locator("#formula-problem")).to_contain_text("missing before * (at character 9)")
    assert page.evaluate("() => [formula.selectionStart, formula.selectionEnd]") == [8, 9]
    assert page.input_value("#formula") == "sin(x) +* y"
    page.fill("#formula", "1/x")
    page.press("#formula", "Enter")
    expect(page.locator("#formula-problem")).to_contain_text("has none in row 1")
    page.fill("#formula", "sin(3*x) + y")
    page.press("#formula", "Enter")
    expect(page.locator("#formula-problem")).to_have_text("")
    expect(page.locator("#formula")).to_have_value("")
    expect(page.locator('#drawing .unit[data-label="sin(3*x) + y"]')).to_be_visible()
    cell(page, -1, 0).fill("width")
    expect(page.locator('#drawing .unit[data-label="sin(3*width) + y"]')).to_be_visible()


def test_the_last_input_stays(open_page: Callable[..., Page]) -> None:
    page = opened(open_page(TEN))
    page.get_by_role("button", name="y", exact=True).click()
    page.get_by_role("button", name="x", exact=True).click()
    expect(page.locator("#formula-problem")).to_have_text("A network needs one input at least")


def test_rows_are_set_aside_by_share_and_by_hand(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page(TEN))
    expect(page.locator("#test-error")).to_be_hidden()
    page.fill("#split-share", "0.3")
    page.press("#split-share", "Tab")
    expect(page.locator("#split-note")).to_have_text("3 test rows, 7 training rows")
    table = {"inputs": [[row, row] for row in range(10)], "targets": [[0]] * 10}
    drawn = list(RunSpec.model_validate({"table": table, "split": {"share": 0.3}}).test_rows)
    marked = "#table tbody tr.test"
    expect(page.locator(marked)).to_have_count(3)
    assert page.locator(marked).evaluate_all("rows => rows.map(row => Number(row.dataset.row))") == drawn
    page.get_by_role("button", name=f"Show row {drawn[0] + 1} in").click()
    page.get_by_role("button", name=f"Train with row {drawn[0] + 1} again").click()
    expect(page.locator("#split-note")).to_have_text("2 test rows, 8 training rows")
    train_to_the_end(page)
    run = newest_run(page, server)
    assert run["spec"]["split"] == {"share": 0.3, "seed": 1, "test": [], "train": [drawn[0]]}
    assert run["test_rows"] == drawn[1:]
    expect(page.locator("#test-error b")).to_have_text(f"{run['test_error']:.5f}")
    page.wait_for_function("() => document.querySelector('#plot').data?.length === 2")
    dashed = page.evaluate(
        "() => { const [, one] = document.querySelector('#plot').data; return [one.line.dash, one.y.at(-1)]; }"
    )
    assert dashed == ["dash", run["test_error"]]
    page.fill("#at", "50")
    page.press("#at", "Enter")
    frame = server.get(f"/runs/{run['id']}/frames/50")
    expect(page.locator("#test-error b")).to_have_text(f"{frame['test_error']:.5f}")
    page.fill("#split-share", "")
    page.press("#split-share", "Tab")
    expect(page.locator("#split-note")).to_have_text("")


def test_undo_brings_a_test_row_back_as_a_test_row(open_page: Callable[..., Page]) -> None:
    page = opened(open_page(TEN))
    marked = page.locator("#table tbody tr.test")
    for row in (3, 7):
        page.get_by_role("button", name=f"Show row {row + 1} in").click()
        page.get_by_role("button", name=f"Set row {row + 1} aside").click()
        expect(page.locator(f'#table tbody tr.test[data-row="{row}"]')).to_be_visible()
    expect(page.locator("#split-note")).to_have_text("2 test rows, 8 training rows")
    cell(page, 3, 0).focus()
    page.get_by_role("button", name="Remove row 4").click()
    expect(page.locator("#split-note")).to_have_text("1 test row, 8 training rows")
    page.click("#undo")
    expect(page.locator("#split-note")).to_have_text("2 test rows, 8 training rows")
    assert marked.evaluate_all("rows => rows.map(row => Number(row.dataset.row))") == [3, 7]
    page.click("#redo")
    expect(page.locator("#split-note")).to_have_text("1 test row, 8 training rows")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE])
def test_it_is_accessible(open_page: Callable[..., Page], options: dict[str, Any]) -> None:
    page = opened(
        open_page(TEN, refusals=True, bypass_csp=True, **options)
    )  # axe is put into the page as a script of its own
    page.fill("#split-share", "0.3")
    page.press("#split-share", "Tab")
    expect(page.locator("#split-note")).to_have_text("3 test rows, 7 training rows")
    page.fill("#formula", "q")
    page.press("#formula", "Enter")
    expect(page.locator("#formula-problem")).to_contain_text("neither a column")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
