"""Tables of many rows: only what is in view is drawn, and everything that a small table can is there."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.helpers import AS_FAST
from tests.browser.test_care import LOOKS
from tests.support.server import Server


def address_of(server: Server, rows: int, columns: int, **training: Any) -> str:
    """The page of a paused run over a table of random numbers."""
    random = Random(1)  # noqa: S311  (any table will do)
    inputs = [[round(random.random(), 2) for _ in range(columns)] for _ in range(rows)]
    spec = {
        "table": {"inputs": inputs, "targets": [[float(sum(row) > columns / 2)] for row in inputs]},
        "network": {"hidden": [4, 4]},
        "training": {"epochs": 10_000_000, "learning_rate": 0.001} | training,
        "paused": True,
    }
    page: str = server.http.post("/runs", json=spec).json()["links"]["page"]
    return page


def drawn_rows(page: Page) -> list[int]:
    """Which rows are drawn."""
    found: list[int] = page.evaluate(
        "() => [...document.querySelectorAll('#grid [data-row]')].map(row => Number(row.dataset.row))"
    )
    return found


def at(page: Page, row: int, column: int) -> Any:
    """A cell; row -1 holds the names."""
    return page.locator(f'#grid [data-at="{row},{column}"]')


def scroll(page: Page, top: int, left: int = 0) -> None:
    """Scrolls the rows, and waits until they are drawn."""
    page.evaluate(
        """([top, left]) => new Promise(done => {
          const holder = document.querySelector("#grid .tabulator-tableholder");
          [holder.scrollTop, holder.scrollLeft] = [top, left];
          requestAnimationFrame(() => requestAnimationFrame(done));
        })""",
        [top, left],
    )


def test_only_what_is_in_view_is_drawn_both_ways(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(address_of(server, 10_000, 50))
    expect(at(page, 0, 0)).to_be_visible()
    assert page.locator("#grid").get_attribute("aria-rowcount") == "10001"
    assert drawn_rows(page)[0] == 0
    assert len(drawn_rows(page)) < 60
    assert page.locator("#grid [data-at]").count() < 2_000
    scroll(page, 36 * 5_000, 900)
    expect(page.locator('#grid [data-row="5003"]')).to_be_visible()
    assert len(drawn_rows(page)) < 60
    expect(page.locator('#grid [data-row="5003"] .row-number')).to_have_text("5004")
    expect(page.locator('#grid [data-row="5003"] .target')).to_be_in_viewport()
    expect(page.locator('#grid [data-row="5003"] .actual')).to_be_in_viewport()
    for left in (0, 900, 100_000):  # what stays at the right stays in its order, at the far end too
        scroll(page, 36 * 5_000, left)
        target, actual = (
            page.locator(f'#grid [data-row="5003"] .{part}').bounding_box() for part in ("target", "actual")
        )
        assert target is not None
        assert actual is not None
        assert target["x"] + target["width"] <= actual["x"] + 1
    page.locator('#grid [data-row="5003"] .row-number').click()
    expect(page.locator("#shown-row")).to_have_text("row 5,004 shown")
    expect(page.locator('#grid [data-row="5003"]')).to_have_attribute("aria-selected", "true")


def test_cells_are_edited_as_in_a_small_table(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(address_of(server, 500, 3))
    before = at(page, 2, 0).inner_text()
    at(page, 2, 0).click()
    expect(page.locator("#shown-row")).to_have_text("row 3 shown")
    page.keyboard.type("two")
    expect(page.locator("#table-problem")).to_contain_text("Row 3, a: this is no number")
    page.keyboard.press("Enter")
    expect(page.locator('input[data-cell="3,0"]')).to_be_focused()
    expect(at(page, 2, 0)).to_have_text("two")
    expect(at(page, 2, 0)).to_have_attribute("aria-invalid", "true")
    scroll(page, 36 * 400)
    page.get_by_role("button", name="Step").click()
    expect(page.locator('input[data-cell="2,0"]')).to_be_focused()
    expect(page.locator("#epoch")).to_have_text("0")
    page.keyboard.type("0.25")
    expect(page.locator("#table-problem")).to_have_text("")
    page.click("#undo")  # what was typed into one cell is one step
    expect(at(page, 2, 0)).to_have_text(before)
    expect(page.locator("#undo")).to_be_disabled()
    at(page, -1, 1).click()
    page.keyboard.type("width")
    expect(page.locator("#drawing .names")).to_contain_text("width")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("#grid input")).to_be_focused()


def test_rows_and_columns_come_and_go(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(address_of(server, 300, 3))
    expect(at(page, 0, 0)).to_be_visible()
    page.click("#add-row")
    expect(page.locator("#row-count")).to_have_text("301 rows")
    scroll(page, 36 * 400)
    expect(at(page, 300, 0)).to_have_text("0")
    page.click("#add-input")
    expect(page.locator("#drawing .unit[data-layer='0']")).to_have_count(4)
    expect(page.locator("#grid .tabulator-col.input")).to_have_count(4)
    page.select_option("#preset", "xor")
    expect(page.locator("#table tbody tr")).to_have_count(4)
    expect(page.locator("#grid")).to_be_hidden()


def test_a_pasted_block_makes_a_small_table_large(page: Page) -> None:
    page.click("#open-data")
    page.fill("#data-text", "a,y\n" + "".join(f"{i},{i % 2}\n" for i in range(1_000)))
    expect(page.locator("#data-summary")).to_have_text("1,000 rows, 2 columns.")
    page.click("#data-use")
    expect(at(page, 1, 0)).to_have_text("1")
    expect(page.locator("#correct")).to_contain_text("of 1,000 correct")
    page.click("#undo")
    expect(page.locator("#table tbody tr")).to_have_count(4)


def test_what_the_network_says_is_live_while_it_trains(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(address_of(server, 2_000, 5))
    actual = page.locator('#grid [data-row="3"] .actual')
    expect(actual).to_contain_text("0.")
    before = actual.inner_text()
    page.select_option("#speed", AS_FAST)
    page.get_by_role("button", name="Train").click()
    expect(actual).not_to_have_text(before)
    scroll(page, 36 * 1_000)
    expect(page.locator('#grid [data-row="1003"] .actual')).to_contain_text("0.")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#train-word")).to_have_text("Train")
    epoch = int(page.locator("#epoch").inner_text().replace(",", ""))
    run = page.url.rpartition("run=")[2]
    predicted = server.get(f"/runs/{run}/frames/{epoch}")["predictions"][1_003][0]
    expect(page.locator('#grid [data-row="1003"] .actual')).to_contain_text(f"{predicted:.4f}")


def test_the_first_screen_fits_and_nothing_jumps(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(address_of(server, 500, 4))
    expect(at(page, 0, 0)).to_be_visible()
    page.evaluate(
        """() => { window.jumps = 0; new PerformanceObserver(list => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps += entry.value;
        }).observe({ type: "layout-shift" }); }"""
    )
    size = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 800]
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("2")
    assert page.evaluate("() => window.jumps") < 0.005
    assert page.locator("#plot").bounding_box()["y"] + page.locator("#plot").bounding_box()["height"] <= 800  # type: ignore[index]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_a_large_table(open_page: Callable[..., Page], server: Server, look: str) -> None:
    page = open_page(address_of(server, 300, 6), bypass_csp=True, **LOOKS[look])
    expect(at(page, 0, 0)).to_be_visible()
    violations = Axe().run(page, context=".table-panel").response["violations"]
    assert not violations, json.dumps([{v["id"]: [node["html"][:160] for node in v["nodes"]]} for v in violations])


def test_a_large_file_becomes_the_table(page: Page, tmp_path: Path) -> None:
    random = Random(2)  # noqa: S311  (any table will do)
    header = ",".join(f"c{column}" for column in range(50))
    rows = (",".join(f"{random.random():.3f}" for _ in range(50)) for _ in range(10_000))
    path = tmp_path / "large.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    page.click("#open-data")
    page.set_input_files("#data-file", path)
    expect(page.locator("#data-summary")).to_have_text("large.csv: 10,000 rows, 50 columns.")
    page.click("#data-use")
    expect(page.locator("#row-count")).to_have_text("10,000 rows")
    expect(at(page, 0, 0)).to_be_visible()
    expect(page.locator("#drawing .unit[data-layer='0']")).to_have_count(49)
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    assert "run=" in page.url
