"""The truth table is edited in place, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import cell, cells, newest_run, paste, runs_of
from tests.support.server import Server, wait_for

MOST_ROWS, MOST_CELLS = 200, 4_000  # of a table whose every cell is a field

XOR = [["0", "0", "1", "0"], ["0", "1", "1", "1"], ["1", "0", "1", "1"], ["1", "1", "1", "0"]]


def test_a_click_toggles_and_any_number_can_be_typed(page: Page) -> None:
    assert cells(page) == XOR
    cell(page, 0, 3).click()
    assert cells(page)[0][3] == "1"
    cell(page, 0, 3).click()
    assert cells(page)[0][3] == "0"
    cell(page, 1, 0).click()
    page.keyboard.type("-2.5")
    assert cells(page)[1][0] == "-2.5"
    cell(page, 2, 0).focus()
    page.keyboard.press("Space")
    assert cells(page)[2][0] == "0"


def test_arrows_and_tab_move(page: Page) -> None:
    cell(page, 0, 0).focus()
    for key, at in (
        ("ArrowRight", "0,1"),
        ("ArrowDown", "1,1"),
        ("Enter", "2,1"),
        ("ArrowLeft", "2,0"),
        ("Tab", "2,1"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.dataset.cell") == at
    page.keyboard.press("ArrowUp")
    expect(page.locator("#shown-row")).to_have_text("row 2 shown")


def test_text_stays_says_so_and_nothing_else_is_lost(page: Page) -> None:
    cell(page, 1, 1).click()
    page.keyboard.type("two")
    expect(cell(page, 1, 1)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#table-problem")).to_contain_text("Row 2, b: this is no number")
    page.get_by_role("button", name="Train").click()
    assert page.evaluate("() => document.activeElement.dataset.cell") == "1,1"
    assert runs_of(page) == []
    assert cells(page)[1] == ["0", "two", "1", "1"]
    cell(page, 1, 1).fill("1")
    expect(page.locator("#table-problem")).to_have_text("")
    assert cells(page) == XOR


def test_rows_and_columns_come_and_go_with_undo_and_redo(page: Page) -> None:
    page.click("#add-row")
    page.click("#add-input")
    page.click("#add-target")
    assert len(cells(page)) == 5
    assert len(cells(page)[0]) == 6
    expect(page.locator("#drawing .unit[data-layer='0']")).to_have_count(4)
    expect(page.locator("#drawing .unit[data-layer='2']")).to_have_count(2)
    cell(page, -1, 3).fill("extra")
    expect(page.locator("#drawing .names")).to_contain_text("extra")
    cell(page, 4, 0).focus()
    page.get_by_role("button", name="Remove row 5").click()
    assert len(cells(page)) == 4
    for _ in range(5):
        page.click("#undo")
    assert cells(page) == XOR
    expect(page.locator("#undo")).to_be_disabled()
    for _ in range(3):
        page.click("#redo")
    assert (len(cells(page)), len(cells(page)[0])) == (5, 6)
    cell(page, 0, 0).focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+z")
    assert len(cells(page)[0]) == 6


def test_a_column_can_be_removed(page: Page) -> None:
    cell(page, 0, 2).focus()
    page.get_by_role("button", name="Remove input one").click()
    assert cells(page) == [row[:2] + row[3:] for row in XOR]
    expect(page.locator("#drawing .unit[data-layer='0']")).to_have_count(2)


def test_a_block_from_a_spreadsheet(page: Page) -> None:
    paste(page, 0, 0, "0\t0\t1\t1\n0\t1\t1\t0\n1\t0\t1\t0\n1\t1\t1\t1\n0\t0\t0\t0\n")
    assert cells(page) == [
        ["0", "0", "1", "1"],
        ["0", "1", "1", "0"],
        ["1", "0", "1", "0"],
        ["1", "1", "1", "1"],
        ["0"] * 4,
    ]
    paste(page, 1, 0, "0,5;1\n7;8")
    assert cells(page)[1:3] == [["0.5", "1", "1", "0"], ["7", "8", "1", "0"]]
    paste(page, 0, 2, "3,4,5")
    assert cells(page)[0] == ["0", "0", "3", "4"]
    expect(page.locator("#notice")).to_contain_text("1 pasted column did not fit")
    paste(page, 0, 0, "p,q,r,s\n1,1,1,1")
    assert cells(page)[0] == ["1", "1", "1", "1"]
    assert page.locator("#table thead input").evaluate_all("inputs => inputs.map(i => i.value)") == ["p", "q", "r", "s"]


def test_all_combinations(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=majority")
    page.click("#add-input")
    page.click("#all-combinations")
    assert len(cells(page)) == 16
    assert [row[:4] for row in cells(page)][:3] == [["0", "0", "0", "0"], ["0", "0", "0", "1"], ["0", "0", "1", "0"]]
    assert cells(page)[0b1110][4] == "1", "known rows keep their outputs"
    page.click("#undo")
    assert len(cells(page)) == 8


def test_a_row_walks_through_the_network(page: Page) -> None:
    page.locator("tr[data-row='3'] .mark button").click()
    expect(page.locator("#shown-row")).to_have_text("row 4 shown")
    expect(page.locator("#drawing .unit[data-layer='0'][data-unit='0'] text")).to_have_text("1.00")
    cell(page, 0, 0).focus()
    expect(page.locator("#drawing .unit[data-layer='0'][data-unit='0'] text")).to_have_text("0.00")


def test_large_tables_scroll_inside_their_panel(open_page: Callable[..., Page]) -> None:
    rows = "\n".join("1\t0\t1\t0" for _ in range(60))
    page = open_page()
    paste(page, 0, 0, rows)
    assert len(cells(page)) == 60
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 800
    assert page.evaluate(
        "() => { const s = document.querySelector('#table-scroll'); return s.scrollHeight > s.clientHeight }"
    )


def test_wrong_sides_are_tinted_and_counted(page: Page) -> None:
    expect(page.locator("#correct")).to_have_text("2 of 4 correct")
    expect(page.locator("#table td.actual.wrong")).to_have_count(2)


@pytest.mark.parametrize("tab", ["Settings", "Program"])
def test_two_counts_leave_undo_where_it_is(open_page: Callable[..., Page], tab: str) -> None:
    page = open_page("/?preset=iris")
    page.get_by_role("tab", name=tab).click()
    expect(page.locator("#correct span")).to_have_text("· 12 of 30 test")
    counts, undo = page.locator("#correct").bounding_box(), page.locator("#undo").bounding_box()
    assert counts is not None
    assert undo is not None
    assert counts["x"] + counts["width"] <= undo["x"]
    assert counts["y"] < undo["y"] + undo["height"] / 2 < counts["y"] + counts["height"]


DECIMALS = """/?spec={"table":{"inputs":[[0.25,-0.5,-0.75],[-0.125,0.5,0.25],[-0.123456789,1,0]],
"targets":[[1,0,0],[0,1,0],[0,0,1]],"target_names":["setosa","versicolor","virginica"]},"network":{"output_activation":"softmax"}}"""


@pytest.mark.parametrize("look", [{}, PHONE], ids=["wide", "phone"])
def test_decimals_and_three_outputs_can_be_read(open_page: Callable[..., Page], look: dict[str, Any]) -> None:
    page = open_page(DECIMALS, **look)
    cut = page.locator("#table td input").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => [one.value, one.title])"
    )
    assert cut == [["-0.123456789"] * 2], "what is too long is told whole under the pointer"
    place = page.locator("#table-scroll")
    answers = page.locator('#table tr[data-row="0"] .actual').evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().x)"
    )
    edge = page.locator('#table tr[data-row="0"] .actual').first
    expect(edge).to_have_css("box-shadow", re.compile("-7px"))  # something lies under the answers
    place.evaluate("one => { one.scrollLeft = 1000; }")
    assert place.evaluate("one => one.scrollLeft") > 0
    expect(edge).to_have_css("box-shadow", re.compile("none|0px 0px 0px 0px"))
    box, mark = place.bounding_box(), page.locator('#table tr[data-row="0"] .mark').bounding_box()
    assert box is not None
    assert mark is not None
    assert mark["x"] == pytest.approx(box["x"], abs=1)
    scrolled = page.locator('#table tr[data-row="0"] .actual')
    assert scrolled.evaluate_all("all => all.map(one => one.getBoundingClientRect().x)") == pytest.approx(
        answers, abs=1
    )
    assert all(box["x"] < x < box["x"] + box["width"] for x in answers)
    cell(page, 0, 0).focus()
    first = cell(page, 0, 0).bounding_box()
    assert first is not None
    assert first["x"] >= mark["x"] + mark["width"]
    assert first["x"] + first["width"] <= answers[0]


def has_cells(page: Page, expected: list[list[str]]) -> bool:
    return cells(page) == expected


def test_presets_fill_the_table(page: Page, server: Server) -> None:
    for preset in server.get("/presets")["presets"]:
        page.select_option("#preset", preset["name"])
        table = preset["spec"]["table"]
        expected = [
            [f"{value:g}" for value in (*i, *t)] for i, t in zip(table["inputs"], table["targets"], strict=True)
        ]
        expect(page.locator("#row-count")).to_have_text(f"{len(expected)} rows")
        if len(expected) <= MOST_ROWS and len(expected) * len(expected[0]) <= MOST_CELLS:
            wait_for(partial(has_cells, page, expected), f"the table of {preset['name']}")
        else:
            expect(page.locator('#grid [data-at="1,0"]')).to_have_text(expected[1][0])
        expect(page.locator("#drawing .unit[data-layer='0'][data-low]")).to_have_count(len(table["input_names"]))
        apart, numbers = preset["spec"]["split"] is not None, preset["spec"]["network"]["output_activation"] == "linear"
        words = " test" if apart else "R²" if numbers else f"of {len(expected)} correct"
        expect(page.locator("#correct")).to_contain_text(words)


def test_the_run_of_an_edited_table_is_the_edited_tables(page: Page, server: Server) -> None:
    cell(page, 3, 3).click()
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#train-word")).to_have_text("Train")
    assert newest_run(page, server)["spec"]["table"]["targets"] == [[0], [1], [1], [1]]
