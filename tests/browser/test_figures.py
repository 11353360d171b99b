"""The figures' numbers are those of the article's formulas, computed here from the frames' weights."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.support.server import XOR_TABLE, Server

INPUTS, TARGETS = np.array(XOR_TABLE["inputs"], float), np.array(XOR_TABLE["targets"], float)
EPOCH, ROW, ALPHA = 700, 1, 0.5
PANELS = ("slope", "update", "batch", "columns", "hidden", "layers")


class Trained(NamedTuple):
    """A page with the figures of a paused run, and the article's arrays at its epoch."""

    page: Page
    l1: np.ndarray
    l2: np.ndarray
    l1_delta: np.ndarray
    l2_delta: np.ndarray
    syn0: np.ndarray
    run: dict[str, Any]


def sigmoid(z: np.ndarray) -> np.ndarray:
    value: np.ndarray = 1.0 / (1.0 + np.exp(-z))
    return value


def figures_of(open_page: Callable[..., Page], server: Server, **options: Any) -> Trained:
    run = server.start(paused=True, training={"epochs": 1_000, "learning_rate": ALPHA})
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": EPOCH})
    syn0, syn1 = map(np.array, server.get(f"/runs/{run['id']}/frames/{EPOCH}")["weights"])
    l1 = sigmoid(INPUTS @ syn0)
    l2 = sigmoid(l1 @ syn1)
    l2_delta = (TARGETS - l2) * l2 * (1 - l2)
    l1_delta = l2_delta @ syn1.T * l1 * (1 - l1)
    page = open_page(run["links"]["page"], **options)
    page.get_by_role("tab", name="Figures").click()
    expect(page.locator("#figure-about")).to_have_text(f"row {ROW + 1} · epoch {EPOCH}")
    return Trained(page, l1, l2, l1_delta, l2_delta, syn0, run)


@pytest.fixture
def trained(open_page: Callable[..., Page], server: Server) -> Trained:
    return figures_of(open_page, server)


def numbers(page: Page, rows: str) -> np.ndarray:
    """The numbers in the cells of these rows of a table."""
    texts = page.locator(rows).evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent).filter(text => text))"
    )
    return np.array([[float(text.replace("−", "-")) for text in row] for row in texts])


def body(name: str) -> str:
    return f'[data-figure="{name}"]'


def test_the_units_lie_on_the_curve(trained: Trained) -> None:
    shown = numbers(trained.page, f'{body("slope")} [aria-label="the shown row\'s units"] tbody tr')
    values = np.append(trained.l1[ROW], trained.l2[ROW])
    np.testing.assert_allclose(shown[:, 0], np.log(values / (1 - values)), rtol=1e-2, atol=5e-5)
    np.testing.assert_allclose(shown[:, 1], values, atol=5e-5)
    np.testing.assert_allclose(shown[:, 2], values * (1 - values), atol=5e-5)


def test_a_point_moves_by_keys_and_by_pointer(trained: Trained) -> None:
    page = trained.page
    knob = page.get_by_role("slider", name="point 2")
    knob.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    expect(knob).to_have_attribute("aria-valuenow", "1.05")
    ((x, value, slope),) = numbers(page, f"{body('slope')} [aria-label='the two points'] tbody tr:nth-child(2)")
    assert x == 1.05
    assert value == pytest.approx(sigmoid(np.array(1.05)), abs=5e-5)
    assert slope == pytest.approx(value * (1 - value), abs=1e-4)
    page.keyboard.press("Home")
    expect(knob).to_have_attribute("aria-valuenow", "-6.00")
    first = page.get_by_role("slider", name="point 1")
    box, drawing = first.bounding_box(), page.locator(".slope-figure").bounding_box()
    assert box is not None
    assert drawing is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(drawing["x"] + drawing["width"] - 8, drawing["y"] + 30, steps=4)
    page.mouse.up()
    expect(first).to_have_attribute("aria-valuenow", "6.00")


def test_every_activation_has_its_curve(trained: Trained, server: Server) -> None:
    page = trained.page
    page.select_option("#figure-curve", "tanh")
    point = page.locator(f"{body('slope')} [aria-label='the two points'] tbody tr:nth-child(2)")
    expect(point).to_contain_text(f"{np.tanh(2):.4f}")
    expect(point).to_contain_text(f"{1 - np.tanh(2) ** 2:.4f}")
    expect(page.locator(body("slope"))).to_contain_text("No unit of this network has this activation.")


@pytest.mark.parametrize("row", [1, 3])
def test_one_rows_update(trained: Trained, row: int) -> None:
    page = trained.page
    page.locator(f"#table tbody tr:nth-child({row + 1}) td.actual").click()
    expect(page.locator("#figure-about")).to_have_text(f"row {row + 1} · epoch {EPOCH}")
    page.select_option("#figure", "update")
    shown = numbers(page, f"{body('update')} tbody tr")
    delta = trained.l2_delta[row, 0]
    expected = np.column_stack([trained.l1[row], np.full(4, delta), ALPHA * trained.l1[row] * delta])
    np.testing.assert_allclose(shown, expected, rtol=6e-3, atol=5e-5)
    page.select_option(f"{body('update')} select", label="inputs → hidden")
    shown = numbers(page, f"{body('update')} tbody tr")
    each = [
        [INPUTS[row, i], trained.l1_delta[row, j], ALPHA * INPUTS[row, i] * trained.l1_delta[row, j]]
        for j in range(4)
        for i in range(3)
    ]
    np.testing.assert_allclose(shown, each, rtol=6e-3, atol=5e-5)


def test_the_batchs_update(trained: Trained) -> None:
    page = trained.page
    page.select_option("#figure", "batch")
    changes = ALPHA * INPUTS.T @ trained.l1_delta
    shown = numbers(page, f"{body('batch')} tbody tr")[:, -1]
    np.testing.assert_allclose(shown, changes.T.ravel(), rtol=6e-3, atol=5e-5)
    widths = page.locator(f"{body('batch')} .stack").evaluate_all(
        """drawings => drawings.map(one => [...one.querySelectorAll('rect')].map(
          rect => Number(rect.getAttribute('width')) * (rect.classList.contains('negative') ? -1 : 1)))"""
    )
    rows = ALPHA * INPUTS[:, :, None] * trained.l1_delta[:, None, :]  # row, input, unit
    expected = np.array([rows[:, i, j] for j in range(4) for i in range(3)])
    scale = np.max(np.abs(widths)) / np.max(np.abs(expected))
    np.testing.assert_allclose(np.array(widths), expected * scale, atol=0.02)
    page.locator(f"{body('batch')} .pick").nth(5).click()  # from input 3 to hidden 2
    terms = (page.text_content(f"{body('batch')} .sum") or "").partition(": ")[2]
    added, _, total = terms.replace("−", "-").replace("- ", "-").replace("+ ", "+").partition(" = ")
    np.testing.assert_allclose([float(term) for term in added.split()], rows[:, 2, 1], rtol=6e-3, atol=5e-5)
    assert float(total) == pytest.approx(changes[2, 1], rel=6e-3, abs=5e-5)


def test_a_weights_name_that_is_cut_ends_in_an_ellipsis(trained: Trained) -> None:
    page = trained.page
    page.select_option("#figure", "batch")
    name = page.locator(f"{body('batch')} .pick").first
    expect(name).to_have_css("text-overflow", "ellipsis")
    expect(name).to_have_css("display", "block")  # a flex box's text has none
    expect(name).to_have_attribute("title", name.text_content() or "none")


def test_what_the_columns_say(open_page: Callable[..., Page]) -> None:
    """Before anything is trained, and for whatever the table becomes."""
    page = open_page("/?preset=first_column")
    page.get_by_role("tab", name="Figures").click()
    page.select_option("#figure", "columns")
    lines = page.locator(f"{body('columns')} tbody tr")
    expect(lines).to_have_text(["a1.0000", "b0.0000", "onenone: constant"])
    page.locator('input[data-cell="1,0"]').fill("1")
    page.keyboard.press("Enter")
    expect(lines.first).to_have_text(f"a{np.corrcoef([0, 1, 1, 1], [0, 0, 1, 1])[0, 1]:.4f}")


def test_hidden_values_then_and_now(trained: Trained, server: Server) -> None:
    page = trained.page
    page.select_option("#figure", "hidden")
    start = sigmoid(INPUTS @ np.array(server.get(f"/runs/{trained.run['id']}/frames/0")["weights"][0]))
    for number, values in enumerate([start, trained.l1]):
        table = f"{body('hidden')} .hidden-scroll:nth-child({number + 1})"
        np.testing.assert_allclose(numbers(page, f"{table} tbody tr"), np.column_stack([values, TARGETS]), atol=0.00501)
        together = np.corrcoef(np.column_stack([values, TARGETS]).T)[:-1, -1]
        np.testing.assert_allclose(numbers(page, f"{table} tfoot tr")[0], together, atol=0.00501)


def test_gradients_by_layer(trained: Trained) -> None:
    page = trained.page
    page.select_option("#figure", "layers")
    gradients = [INPUTS.T @ trained.l1_delta, trained.l1.T @ trained.l2_delta]
    for label, arrays in (("values", [trained.l1, trained.l2]), ("gradients", [np.abs(one) for one in gradients])):
        shown = numbers(page, f"[aria-label='{label} of each layer'] tbody tr")
        expected = [[np.sqrt(np.mean(one**2)), np.std(one)] for one in arrays]
        np.testing.assert_allclose(shown, expected, rtol=6e-3, atol=5e-5)
    sizes = [np.sqrt(np.mean(one**2)) for one in gradients]
    expect(page.locator(".verdict")).to_contain_text(
        f"{sizes[0] / sizes[1]:.4f} times the last one’s. It does not vanish"
    )


def test_another_optimizer_is_said_where_updates_are_shown(open_page: Callable[..., Page]) -> None:
    page = open_page(
        '/?spec={"table":{"inputs":[[0],[1]],"targets":[[0],[1]]},"training":{"optimizer":"adam","learning_rate":0.01}}'
    )
    page.get_by_role("tab", name="Figures").click()
    expect(page.locator("#figure-about")).to_have_text("row 2 · epoch 0")
    expect(page.locator("#figure-notes")).to_be_empty()
    page.select_option("#figure", "batch")
    expect(page.locator("#figure-notes")).to_contain_text("−alpha × gradient; adam makes its own step")


def test_gradients_that_vanish_are_called_so(open_page: Callable[..., Page]) -> None:
    page = open_page(
        '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[4,4,4,4,4,4,4,4]}}'
    )
    page.get_by_role("tab", name="Figures").click()
    page.select_option("#figure", "layers")
    expect(page.locator(".verdict")).to_contain_text("It vanishes")


def test_the_figures_follow_the_run(trained: Trained) -> None:
    page = trained.page
    page.select_option("#figure", "update")
    before = numbers(page, f"{body('update')} tbody tr")
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#figure-about")).to_have_text(f"row {ROW + 1} · epoch {EPOCH + 1}")
    assert (numbers(page, f"{body('update')} tbody tr") != before).any()


def test_too_large_a_network_is_told_so(open_page: Callable[..., Page]) -> None:
    rows = json.dumps([[i] for i in range(300)])
    page = open_page(f'/?spec={{"table":{{"inputs":{rows},"targets":{rows}}},"network":{{"hidden":[40]}}}}')
    page.get_by_role("tab", name="Figures").click()
    expect(page.locator("#figure-problem")).to_contain_text("up to 20,000 rows times weights")
    page.select_option("#preset", "xor")
    expect(page.locator("#figure-problem")).to_be_empty()
    expect(page.locator(".slope-figure")).to_be_visible()


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE])
def test_axe_finds_nothing_in_any_figure(open_page: Callable[..., Page], server: Server, look: dict[str, Any]) -> None:
    page = figures_of(open_page, server, bypass_csp=True, **look).page
    for name in PANELS:
        page.select_option("#figure", name)
        violations = Axe().run(page, context="#panel-figures").response["violations"]
        assert not violations, f"{name}: " + json.dumps(
            [{v["id"]: [(node["html"][:120], node["failureSummary"]) for node in v["nodes"]]} for v in violations]
        )
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
