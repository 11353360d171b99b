"""Every weight as a number: on its line, under the pointer, in a table, as an equation."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import number, train_to_the_end
from tests.browser.test_time import look, recorded
from tests.support.server import Server

__all__ = ["recorded"]  # a fixture
EPOCH = 1_234


@pytest.fixture
def frame(recorded: tuple[Page, dict[str, Any]], server: Server) -> dict[str, Any]:
    page, run = recorded
    look(page, EPOCH)
    found: dict[str, Any] = server.get(f"/runs/{run['id']}/frames/{EPOCH}", include="gradients,update")
    return found


def labels(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll(".labels text")].map((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          return { text: one.textContent, left, right, top, bottom };
        })"""
    )
    return found


def test_numbers_on_lines_never_overlap(recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any]) -> None:
    page, _ = recorded
    page.click("#with-numbers")
    weights = [round(weight, 4) for matrix in frame["weights"] for row in matrix for weight in row]
    for digits in (4, 9):
        page.select_option("#digits", str(digits))
        found = labels(page)
        assert found
        for i, one in enumerate(found):
            for other in found[i + 1 :]:
                apart = one["right"] <= other["left"] or other["right"] <= one["left"]
                assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
        assert {round(number(one["text"]), 4) for one in found} <= set(weights)
    page.click("#with-numbers")
    assert labels(page) == []


def test_a_unit_shows_all_of_its_own(recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any]) -> None:
    page, _ = recorded
    page.click("#with-numbers")
    page.hover('.unit[data-layer="1"][data-unit="1"]')
    own = [row[1] for row in frame["weights"][0]] + frame["weights"][1][1]
    assert sorted(number(one["text"]) for one in labels(page)) == sorted(round(weight, 4) for weight in own)


def test_a_line_tells_its_gradient_and_its_last_update(
    recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any], server: Server
) -> None:
    page, run = recorded
    before = server.get(f"/runs/{run['id']}/frames/{EPOCH - 1}")
    update = frame["weights"][0][0][0] - before["weights"][0][0][0]
    assert frame["update"]["weights"][0][0][0] == update
    # d loss / d w of the article's net, in plain NumPy
    x, y = np.array(run["spec"]["table"]["inputs"]), np.array(run["spec"]["table"]["targets"])
    first, second = (np.array(matrix) for matrix in frame["weights"])
    hidden = 1 / (1 + np.exp(-x @ first))
    output = 1 / (1 + np.exp(-hidden @ second))
    delta = (output - y) * output * (1 - output)
    gradient = x.T @ (delta @ second.T * hidden * (1 - hidden))
    page.locator('.edge[tabindex="0"]').focus()
    expect(page.locator("#edge-readout")).to_contain_text("last update")
    numbers = [number(text) for text in page.locator("#edge-readout b").all_text_contents()]
    assert numbers[0] == round(frame["weights"][0][0][0], 6)
    assert numbers[1] == pytest.approx(gradient[0, 0], rel=0.006)  # three digits
    assert numbers[2] == pytest.approx(update, rel=0.006)
    page.click("#tab-program")  # a wide panel leaves less room under the drawing
    page.locator('.edge[tabindex="0"]').focus()
    expect(page.locator("#edge-readout")).to_contain_text("last update")
    assert page.locator("#edge-readout").evaluate(
        "one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight"
    )
    page.select_option("#digits", "12")
    page.locator('.edge[tabindex="0"]').focus()
    expect(page.locator("#edge-readout b").first).to_have_text(f"{frame['weights'][0][0][0]:.12f}".replace("-", "−"))


def test_all_numbers_are_read_and_copied(recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any]) -> None:
    page, _ = recorded
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#open-numbers")
    expect(page.locator("#numbers-summary")).to_contain_text("Epoch 1,234.")
    expect(page.locator("#numbers-rows tr")).to_have_count(16)
    expect(page.locator("#numbers-rows tr").first.locator("td").nth(2)).not_to_have_text("–")
    page.click("#copy-csv")
    expect(page.locator("#copy-csv")).to_have_text("Copied")
    lines = page.evaluate("() => navigator.clipboard.readText()").splitlines()
    assert lines[0] == "from,to,weight,gradient,last update"
    first = lines[1].split(",")
    assert first[:2] == ["a", "hidden 1"]
    assert [float(cell) for cell in first[2:]] == [
        frame["weights"][0][0][0],
        frame["gradients"]["weights"][0][0][0],
        frame["update"]["weights"][0][0][0],
    ]


def computed(page: Page, **given: Any) -> dict[str, Any]:
    """What the lines of the equation come to."""
    values = given | {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "root": np.sqrt, "e": np.e}
    text = page.text_content("#equation") or ""
    python = {"−": "-", "·": "*", "√": "root", "^": "**", "(a*b)'": "product", "'": "_measured", "hidden ": "hidden_"}
    for shown, word in python.items():
        text = text.replace(shown, word)
    for line in text.splitlines():
        name, formula = line.split(" = ")
        values[name] = eval(formula, {}, values)  # noqa: S307  (the page's own text)
    return values


def test_the_equation_is_the_network(
    recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any], server: Server
) -> None:
    page, _ = recorded
    page.select_option("#digits", "12")
    page.click("#open-numbers")
    values = computed(page, a=0.0, b=1.0, one=1.0)
    assert values["xor"] == pytest.approx(frame["predictions"][1][0], abs=1e-9)
    expect(page.locator("#equation-notes")).to_have_text("sigmoid(z) is 1 / (1 + e^-z).")


RICH = {
    "table": {
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[1, 0], [0, 1], [0, 1], [1, 0]],
        "input_names": ["a", "b"],
        "target_names": ["same", "other"],
    },
    "features": {"formulas": ["a", "b", "a*b"], "standardise": True},
    "network": {"hidden": [3], "activation": "tanh", "output_activation": "softmax", "bias": True},
    "training": {"loss": "categorical_cross_entropy", "batch_norm": True, "epochs": 200},
}


def test_the_equation_holds_all_that_the_network_computes(open_page: Callable[..., Page], server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=RICH).json()
    page = open_page(f"/?run={run['id']}")
    page.select_option("#digits", "12")
    page.click("#open-numbers")
    expect(page.locator("#numbers-summary")).to_contain_text("Epoch 200.")
    values = computed(page, a=1.0, b=0.0)
    frame = server.get(f"/runs/{run['id']}/frames/200")
    assert [values["same"], values["other"]] == pytest.approx(frame["predictions"][2], abs=1e-9)
    expect(page.locator("#equation-notes")).to_contain_text("Batch norm is gamma")


def test_what_a_large_network_does_not_tell_is_said(open_page: Callable[..., Page], server: Server) -> None:
    spec = server.get("/presets/xor")["spec"]
    spec = spec | {"network": spec["network"] | {"hidden": [200, 100]}, "training": spec["training"] | {"epochs": 2}}
    run = server.http.post("/runs", params={"wait": 30}, json=spec).json()
    page = open_page(f"/?run={run['id']}")
    page.click("#open-numbers")
    expect(page.locator("#numbers-rows tr").first.locator("td").nth(2)).to_have_text("–")
    expect(page.locator("#numbers-summary")).to_contain_text("20,700 weights times 4 rows are 82,800")


def test_no_gradient_is_told_of_weights_that_were_set_by_hand(
    recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any]
) -> None:
    page, _ = recorded
    cell = page.locator("#numbers-rows tr").first.locator("td").nth(1)
    page.click("#open-numbers")
    expect(cell).not_to_have_text("–")
    page.click("#numbers-close")
    page.locator('.unit[data-layer="1"][data-unit="1"]').click()
    page.fill("#weight-0", "0.5")
    page.keyboard.press("Enter")
    page.click("#weight-close")
    page.click("#open-numbers")
    expect(cell).to_have_text("–")
    expect(page.locator("#numbers-summary")).to_contain_text("weights were set by hand")


def test_gradients_and_updates_have_the_digits_that_are_chosen(
    recorded: tuple[Page, dict[str, Any]], frame: dict[str, Any]
) -> None:
    page, _ = recorded
    cells = page.locator("#numbers-rows tr").first.locator("td")
    told = [frame[name]["weights"][0][0][0] for name in ("gradients", "update")]
    for digits in (2, 12):
        page.select_option("#digits", str(digits))
        page.click("#open-numbers")
        expect(cells.nth(2)).not_to_have_text("–")
        shown = [number(cells.nth(i).text_content()) for i in (1, 2)]
        assert shown == pytest.approx(told, rel=10.0 ** (1 - digits))
        assert (shown == pytest.approx(told, rel=1e-5)) == (digits == 12)
        page.click("#numbers-close")


def test_the_last_update_is_told_while_it_trains(page: Page, server: Server) -> None:
    page.select_option("#speed", "10")
    page.get_by_role("button", name="Train").click()
    page.locator('.edge[tabindex="0"]').focus()
    expect(page.locator("#edge-readout")).to_contain_text("last update")
    epoch = number(page.text_content("#epoch"))
    page.wait_for_function("before => Number(document.querySelector('#epoch').textContent) > before", arg=epoch)
    expect(page.locator("#edge-readout")).to_contain_text("last update")
    page.get_by_role("button", name="Pause").click()


def test_the_articles_weights_after_its_first_program(open_page: Callable[..., Page]) -> None:
    page = open_page("/?preset=first_column")
    train_to_the_end(page)
    page.select_option("#digits", "8")
    page.click("#open-numbers")
    cells = page.locator("#numbers-rows tr td:nth-child(2)").all_text_contents()
    assert [number(text) for text in cells] == [9.67299303, -0.2078435, -4.62963669]


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE])
def test_axe_finds_nothing_in_what_takes_a_recording_apart(
    open_page: Callable[..., Page], server: Server, look: dict[str, Any]
) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=server.get("/presets/xor")["spec"]).json()
    page = open_page(f"/?run={run['id']}", bypass_csp=True, **look)
    page.wait_for_function("() => (document.querySelector('#plot').data?.[0]?.customdata ?? []).length > 2")
    page.click("#with-numbers")
    drawing = page.locator("#drawing svg")
    width = drawing.get_attribute("viewBox") or ""
    page.click("#compare")
    expect(page.locator("#kept")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.click("#compare")
    expect(page.locator("#kept")).to_be_hidden()
    expect(drawing).to_have_attribute("viewBox", width)  # drawn anew, for all of its place: units lie elsewhere
    page.locator('.unit[data-layer="1"][data-unit="1"]').click()
    expect(page.locator("#weight-editor")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.click("#weight-close")
    page.click("#open-numbers")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
