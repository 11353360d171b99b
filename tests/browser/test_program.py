"""The Program tab: the program of what is shown, its lines walked, and the arrays of a line at the epoch that is shown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import newest_run, number, train_to_the_end
from tests.core.written.test_program import run_file
from tests.support.server import Server

UPDATE = "syn0 += np.dot(X.T, l1_delta)"


@pytest.fixture
def program(page: Page) -> Page:
    """The page with the tab open and the program there."""
    page.get_by_role("tab", name="Program").click()
    expect(page.locator("#code [role=option]").first).to_have_text(re.compile("import numpy"))
    return page


def listing(page: Page) -> str:
    lines: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('#code .line code')].map(line => line.textContent.replace('\\n', ''))"
    )
    return "".join(f"{line}\n" for line in lines)


def matrix(page: Page, name: str) -> list[list[str]]:
    """The cells of an array."""
    found: list[list[str]] = page.evaluate(
        'name => [...document.querySelectorAll(`#arrays [data-name="${name}"] tr`)].map(tr => [...tr.cells].map(td => td.textContent))',
        name,
    )
    return found


def as_shown(value: float) -> str:
    """Four decimals; what they would make a zero of has its power of ten."""
    if 0 < abs(value) < 0.001:
        mantissa, exponent = f"{value:.2e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{value:.4f}".replace("-", "−")


def rounded(rows: list[list[float]]) -> list[list[str]]:
    return [[as_shown(value) for value in row] for row in rows]


def select(page: Page, text: str) -> None:
    page.locator("#code [role=option]", has_text=text).first.click()


def test_the_program_is_the_apis_and_follows_what_is_asked_for(program: Page, server: Server) -> None:
    preset = server.get("/presets/xor")["spec"]
    assert listing(program) == server.http.post("/program", json=preset).json()["text"]
    program.get_by_role("tab", name="Settings").click()
    program.fill("#epochs", "1234")
    program.keyboard.press("Enter")
    program.get_by_role("tab", name="Program").click()
    expect(program.locator("#code")).to_contain_text("for j in range(1234):")
    preset["training"]["epochs"] = 1234
    assert listing(program) == server.http.post("/program", json=preset).json()["text"]


def test_a_downloaded_program_prints_the_pages_error(program: Page, server: Server, tmp_path: Path) -> None:
    train_to_the_end(program)
    with program.expect_download() as waiting:
        program.get_by_role("button", name="Download").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    (error,), _ = run_file(file)
    assert error == pytest.approx(newest_run(program, server)["error"], rel=1e-8)
    assert f"{error:.5f}" == f"{number(program.locator('#error').text_content()):.5f}"


def test_a_copied_program_is_the_text(open_page: Callable[..., Page]) -> None:
    page = open_page("/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("tab", name="Program").click()
    expect(page.locator("#code [role=option]").first).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#copy-program")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == listing(page)


def test_a_line_shows_its_arrays_at_the_epoch_that_is_shown(program: Page, server: Server) -> None:
    select(program, UPDATE)
    weights = server.http.post("/preview", json=server.get("/presets/xor")["spec"]).json()["frame"]["weights"]
    assert matrix(program, "syn0") == rounded(weights[0])
    for _ in range(3):
        program.get_by_role("button", name="Step").click()
    expect(program.locator("#arrays-epoch")).to_have_text("at epoch 3")
    run = newest_run(program, server)
    for epoch in (3, 1):
        program.fill("#at", str(epoch))
        program.keyboard.press("Enter")
        expect(program.locator("#arrays-epoch")).to_have_text(f"at epoch {epoch}")
        steps = {step["name"]: step for step in server.get(f"/runs/{run['id']}/trace", epoch=epoch)["steps"]}
        frame = server.get(f"/runs/{run['id']}/frames/{epoch}")
        assert matrix(program, "syn0") == rounded(frame["weights"][0]) == rounded(steps["syn0"]["value"])
        assert matrix(program, "syn0_update") == rounded(steps["syn0_update"]["value"])
        assert matrix(program, "l1_delta") == rounded(steps["l1_delta"]["value"])
        assert matrix(program, "X") == [["0", "0", "1"], ["0", "1", "1"], ["1", "0", "1"], ["1", "1", "1"]]
    expect(program.locator("#arrays figure").first).to_contain_text("syn0 (3, 4) The weights from layer 0 to layer 1")


def test_arrows_walk_the_lines_and_nothing_else_moves(program: Page) -> None:
    program.locator("#code").focus()
    program.keyboard.press("Home")
    box = program.locator("#arrays").bounding_box()
    seen = []
    for _ in range(12):
        program.keyboard.press("ArrowDown")
        active = program.locator("#code").get_attribute("aria-activedescendant")
        chosen = program.locator("#code [aria-selected=true]")
        assert chosen.get_attribute("id") == active
        seen.append(chosen.text_content())
        assert program.locator("#arrays").bounding_box() == box
        expect(program.locator("#line-meaning")).not_to_be_empty()
    assert len(set(seen)) == 12
    program.keyboard.press("End")
    expect(program.locator("#code [aria-selected=true]")).to_contain_text("predictions")
    expect(program.locator("#code [aria-selected=true]")).to_be_in_viewport()


def test_a_line_lights_up_what_it_is_about(program: Page) -> None:
    select(program, "l2_delta = ")
    assert program.locator(".edge.lit").count() == 0
    assert {unit.get_attribute("data-layer") for unit in program.locator(".unit.lit").all()} == {"2"}
    select(program, "syn1 += ")
    assert {edge.get_attribute("data-layer") for edge in program.locator(".edge.lit").all()} == {"1"}
    program.locator("#tab-program").focus()
    program.mouse.move(5, 300)
    assert program.locator(".lit").count() == 0


def test_a_cell_and_its_edge_find_each_other(program: Page) -> None:
    select(program, UPDATE)
    cell = program.locator("#arrays [data-name=syn0] tr:nth-child(2) td:nth-child(3)")
    cell.hover()
    edge = program.locator('.edge[data-layer="0"][data-from="1"][data-to="2"]')
    expect(edge).to_have_class(re.compile(r"\bfocus\b"))
    assert program.locator(".edge.focus").count() == 1
    program.mouse.move(5, 300)
    expect(program.locator(".edge.focus")).to_have_count(0)
    program.locator('.edge[data-layer="0"][data-from="0"][data-to="3"]').focus()
    marked = program.locator("#arrays [data-name=syn0] td.marked")
    expect(marked).to_have_count(1)
    assert marked.text_content() == matrix(program, "syn0")[0][3]


def test_a_long_table_is_folded_and_a_large_matrix_cut(open_page: Callable[..., Page], server: Server) -> None:
    table = {"inputs": [[n / 8, n, 1, 0] for n in range(30)], "targets": [[n % 2] for n in range(30)]}
    run = server.start(table=table, network={"hidden": [20]}, paused=True)
    page = open_page(f"/?run={run['id']}")
    page.get_by_role("tab", name="Program").click()
    expect(page.locator("#code .fold").first).to_have_text("… 22 more rows")
    select(page, UPDATE)
    figure = page.locator("#arrays [data-name=l1_delta]")
    expect(figure).to_contain_text("… of 30 × 20")
    assert figure.locator("tr").count() == 12
    assert figure.locator("tr").first.locator("td").count() == 8


def test_a_long_program_opens_where_it_trains(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=iris")
    page.get_by_role("tab", name="Program").click()
    chosen = page.locator('#code [aria-selected="true"]')
    expect(chosen).to_be_in_viewport()
    assert chosen.evaluate("line => line.getBoundingClientRect().bottom <= code.getBoundingClientRect().bottom")
    assert page.evaluate("() => scrollY") == 0


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE | {"viewport": {"width": 360, "height": 780}}]
)
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    open_page: Callable[..., Page], look: dict[str, object]
) -> None:
    page = open_page("/?preset=full_adder", bypass_csp=True, **look)
    page.get_by_role("tab", name="Program").click()
    expect(page.locator("#arrays figure").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def test_beside_weights_set_by_hand_it_says_that_they_are_not_in_it(program: Page) -> None:
    words = program.locator("#program-words")
    train_to_the_end(program)
    expect(words).to_contain_text("it prints these numbers")
    program.click('.unit[data-layer="1"][data-unit="0"]')
    program.fill("#weight-0", "3")
    program.keyboard.press("Enter")
    expect(words).to_contain_text("not in the program")
    program.click("#weight-back")
    expect(words).to_contain_text("it prints these numbers")
