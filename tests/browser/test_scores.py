"""The scores that the page shows are NumPy's, computed here from the frames' predictions; every one leads to its rows."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import newest_run, train_to_the_end
from tests.support.server import Server

BODY = '[data-figure="scores"]'


class Shown(NamedTuple):
    """A page with the scores of a paused run, and what the run predicts and expects."""

    page: Page
    run: dict[str, Any]
    targets: np.ndarray
    predictions: np.ndarray

    @property
    def parts(self) -> dict[str, np.ndarray]:
        """The rows of each part."""
        test = np.isin(np.arange(len(self.targets)), self.run["test_rows"])
        return {"training": np.flatnonzero(~test), "test": np.flatnonzero(test)}


def scores_of(open_page: Callable[..., Page], server: Server, preset: str, epoch: int, **options: Any) -> Shown:
    spec = server.get(f"/presets/{preset}")["spec"]
    run = server.http.post("/runs", json=spec | {"paused": True}).json()
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": epoch})
    page = open_page(run["links"]["page"], **options)
    page.get_by_role("tab", name="Figures").click()
    page.select_option("#figure", "scores")
    expect(page.locator("#figure-about")).to_have_text(f"epoch {epoch:,}")
    predictions = np.array(server.get(f"/runs/{run['id']}/frames/{epoch}")["predictions"])
    return Shown(page, run, np.array(spec["table"]["targets"]), predictions)


def texts(page: Page, rows: str) -> list[list[str]]:
    """The texts of the cells in these rows."""
    found: list[list[str]] = page.locator(f"{BODY} {rows}").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    return found


def test_classes_are_counted_and_judged(open_page: Callable[..., Page], server: Server) -> None:
    shown = scores_of(open_page, server, "iris", 40)
    page, parts = shown.page, shown.parts
    expected, said = shown.targets.argmax(axis=1), shown.predictions.argmax(axis=1)
    right = expected == said
    assert not right.all(), "the test needs rows that are missed"
    assert texts(page, "[aria-label=scores] tbody tr") == [
        [f"{right[rows].sum()} of {len(rows)}" for rows in parts.values()],
        [f"{right[rows].mean():.4f}" for rows in parts.values()],
    ]
    counted = [f"{right[rows].sum()} of {len(rows)}" for rows in parts.values()]
    expect(page.locator("#correct")).to_have_text(f"{counted[0]} · {counted[1]} test")
    for part, rows in parts.items():
        page.select_option(f"{BODY} .figure-choice:nth-child(2) select", label=part)
        counts = np.array([[np.sum((expected[rows] == i) & (said[rows] == j)) for j in range(3)] for i in range(3)])
        assert texts(page, ".confusion tbody tr") == counts.astype(str).tolist()
        judged = []
        for i, hits in enumerate(np.diagonal(counts)):
            there, guessed = counts[i].sum(), counts[:, i].sum()
            precision = f"{hits / guessed:.4f}" if guessed else "none"
            judged.append([precision, f"{hits / there:.4f}", f"{2 * hits / (there + guessed):.4f}", str(there)])
        assert texts(page, "[aria-label='scores of each class'] tbody tr") == judged


def test_a_cell_leads_to_its_rows(open_page: Callable[..., Page], server: Server) -> None:
    shown = scores_of(open_page, server, "iris", 40)
    page, rows = shown.page, shown.parts["training"]
    expected, said = shown.targets.argmax(axis=1), shown.predictions.argmax(axis=1)
    i, j = next((i, j) for i in range(3) for j in range(3) if i != j and ((expected == i) & (said == j))[rows].any())
    behind = [int(row) for row in rows if expected[row] == i and said[row] == j]
    cell = page.locator(f"{BODY} .confusion tbody tr:nth-child({i + 1}) td:nth-child({j + 2}) button")
    cell.focus()
    page.keyboard.press("Enter")
    listed = page.locator(f"{BODY} .listed button")
    expect(listed).to_have_text([f"{row + 1}" for row in behind])
    expect(page.locator("#shown-row")).to_have_text(f"row {behind[0] + 1} shown")
    expect(page.locator(f"#table tr[data-row='{behind[0]}']")).to_be_in_viewport()
    expect(page.locator("#drawing .unit[data-layer='2'][data-unit='0'] text").first).to_contain_text(
        f"{shown.predictions[behind[0], 0]:.2f}"
    )
    expect(listed.first).to_have_attribute("aria-pressed", "true")
    listed.last.click()
    expect(page.locator("#shown-row")).to_have_text(f"row {behind[-1] + 1} shown")
    cell.click()
    expect(page.locator(f"{BODY} .listed")).to_have_text("Press a cell for its rows.")


def test_numbers_are_measured_and_the_worst_rows_come_first(open_page: Callable[..., Page], server: Server) -> None:
    shown = scores_of(open_page, server, "penguin_mass", 60)
    page = shown.page
    y, p = shown.targets[:, 0], shown.predictions[:, 0]
    found = np.array(
        [[float(cell.replace("−", "-")) for cell in row] for row in texts(page, "[aria-label=scores] tbody tr")]
    )
    wanted = [
        [
            np.sqrt(np.mean((y - p)[rows] ** 2)),
            np.mean(np.abs(y - p)[rows]),
            1 - np.mean((y - p)[rows] ** 2) / np.var(y[rows]),
        ]
        for rows in shown.parts.values()
    ]
    np.testing.assert_allclose(found, np.transpose(wanted), atol=5.1e-5)
    explained = [column[2] for column in wanted]
    expect(page.locator("#correct")).to_contain_text(f"R² {explained[0]:.2f}".replace("-", "−"))
    worst = np.argsort(-np.abs(y - p), kind="stable")[:10]
    lines = page.locator(f"{BODY} [aria-label='the rows missed by most'] tbody tr")
    for line, row in enumerate(worst):
        tested = " test" if row in shown.parts["test"] else ""
        expect(lines.nth(line).locator("th")).to_have_text(f"{row + 1}{tested}")
        expect(lines.nth(line).locator("td").last).to_have_text(f"{abs(y[row] - p[row]):.4f}")
    lines.nth(3).get_by_role("button").click()
    expect(page.locator("#shown-row")).to_have_text(f"row {worst[3] + 1} shown")
    expect(page.locator(f"{BODY} .sum")).to_contain_text(f"row {worst[3] + 1}")


def test_the_residual_plot_is_walked_by_keys_and_by_pointer(open_page: Callable[..., Page], server: Server) -> None:
    shown = scores_of(open_page, server, "penguin_mass", 60)
    page = shown.page
    y, p = shown.targets[:, 0], shown.predictions[:, 0]
    order = np.lexsort((np.arange(len(y)), y))
    plot, readout = page.get_by_role("slider", name="predicted against expected"), page.locator(f"{BODY} .sum")
    expect(plot.locator("circle.training")).to_have_count(len(shown.parts["training"]))
    expect(plot.locator("circle.test")).to_have_count(len(shown.parts["test"]))
    places = plot.locator("circle:not(.read)").evaluate_all(
        "all => all.map(one => [one.cx.baseVal.value, one.cy.baseVal.value])"
    )
    drawn = np.array(places)
    assert np.corrcoef(drawn[:, 0], y[order])[0, 1] == pytest.approx(1.0, abs=1e-5)
    assert np.corrcoef(drawn[:, 1], p[order])[0, 1] == pytest.approx(-1.0, abs=1e-5)
    plot.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    row = int(order[1])
    said = f"expected {y[row]:.4f}, predicted {p[row]:.4f}, residual {y[row] - p[row]:.4f}".replace("-", "−")
    expect(readout).to_contain_text(said)
    assert said in (plot.get_attribute("aria-valuetext") or "")
    page.keyboard.press("Enter")
    expect(page.locator("#shown-row")).to_have_text(f"row {row + 1} shown")
    plot.locator("circle:not(.read)").last.hover()
    expect(readout).to_contain_text(f"expected {y[order[-1]]:.4f}")


def test_small_truth_tables_have_scores_which_follow_the_run(page: Page) -> None:
    page.get_by_role("tab", name="Figures").click()
    page.select_option("#figure", "scores")
    expect(page.locator("#figure-about")).to_have_text("epoch 0")
    expect(page.locator(f"{BODY} [aria-label=scores] tbody td").first).to_have_text("2 of 4")
    page.get_by_role("tab", name="Settings").click()
    train_to_the_end(page)
    page.get_by_role("tab", name="Figures").click()
    expect(page.locator("#figure-about")).to_have_text("epoch 60,000")
    assert texts(page, ".confusion tbody tr") == [["2", "0"], ["0", "2"]]
    page.click("#to-first")
    expect(page.locator("#figure-about")).to_have_text("epoch 0")
    expect(page.locator(f"{BODY} [aria-label=scores] tbody td").first).to_have_text("2 of 4")
    page.select_option("#figure", "columns")
    expect(page.locator("#figure-about")).to_have_text("row 2 · epoch 0")
    expect(page.locator(BODY)).to_be_hidden()


def test_each_output_of_several_is_judged_by_itself(open_page: Callable[..., Page], server: Server) -> None:
    shown = scores_of(open_page, server, "half_adder", 30)
    for name, y, p in zip(("sum", "carry"), shown.targets.T, shown.predictions.T, strict=True):
        shown.page.select_option(f"{BODY} .figure-choice:first-child select", label=name)
        wanted = [[str(np.sum((y == i) & ((p > 0.5) == j))) for j in (0, 1)] for i in (0, 1)]
        assert texts(shown.page, ".confusion tbody tr") == wanted


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE])
@pytest.mark.parametrize("preset", ["iris", "penguin_mass"])
def test_axe_finds_nothing(open_page: Callable[..., Page], server: Server, preset: str, look: dict[str, Any]) -> None:
    page = scores_of(open_page, server, preset, 40, bypass_csp=True, **look).page
    cells = page.locator(f"{BODY} .confusion .some")
    if cells.count():
        cells.first.click()
    violations = Axe().run(page, context="#panel-figures").response["violations"]
    assert not violations, json.dumps(
        [{v["id"]: [(node["html"][:120], node["failureSummary"]) for node in v["nodes"]]} for v in violations]
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_outputs_from_minus_one_to_one_are_decided_at_zero(open_page: Callable[..., Page], server: Server) -> None:
    """Outputs of 0.29 and −0.29 are right and those of the other sign wrong: at 0.5 every 1 would be wrong."""
    table = {"inputs": [[1], [-1], [1], [-1]], "targets": [[1], [-1], [-1], [1]]}
    network = {"hidden": [], "output_activation": "tanh", "initial": {"weights": [[[0.3]]], "biases": None}}
    page = open_page(f"/?spec={json.dumps({'table': table, 'network': network})}")
    expect(page.locator("#correct")).to_have_text("2 of 4 correct")
    wrong = page.locator("#table tbody tr:has(td.actual.wrong)")
    assert wrong.evaluate_all("rows => rows.map(row => row.dataset.row)") == ["2", "3"]
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.fill("#at", "0")
    page.keyboard.press("Enter")
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#correct")).to_have_text("2 of 4 correct")
    found = server.get(f"/runs/{newest_run(page, server)['id']}/scores", epoch=0)
    assert (found["middle"], found["training"]["correct"]) == (0, 2)
    assert found["questions"][0]["predicted"] == [1, 0, 1, 0]
