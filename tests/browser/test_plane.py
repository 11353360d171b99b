"""The Plane tab and the surfaces in the units: what they show is what the network answers, computed here."""

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Position, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import number
from tests.support.server import XOR_TABLE, Server, wait_for

RANDOM = np.random.default_rng(5)
INPUTS = RANDOM.uniform(-4.0, 4.0, (60, 2)).round(2)
RING = {
    "inputs": INPUTS.tolist(),
    "targets": [[1.0 if np.hypot(*row) < 2.5 else 0.0] for row in INPUTS],
    "input_names": ["left", "up"],
    "target_names": ["inside"],
}
NETWORK = {"hidden": [4, 3], "activation": "tanh", "bias": True}
TRAINING = {"epochs": 1_000_000, "learning_rate": 0.05}
EPOCH = 300
SIZE = 100


def rested(server: Server, epochs: int = EPOCH, **body: Any) -> dict[str, Any]:
    """A run of the ring that rests at an epoch."""
    given = {"table": RING, "network": NETWORK, "training": TRAINING, "paused": True} | body
    run: dict[str, Any] = server.http.post("/runs", json=given).json()
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": epochs})
    return run


def opened(open_page: Callable[..., Page], run: dict[str, Any], epoch: int = EPOCH, **options: Any) -> Page:
    page = open_page(run["links"]["page"], **options)
    page.get_by_role("tab", name="Plane").click()
    expect(page.locator("#plane-about")).to_have_text(f"epoch {epoch}")
    return page


RIGHTMOST = """() => {
  const canvas = document.querySelector("#plane-points");
  const [from, width] = [Math.round(0.65 * canvas.width), Math.round(0.35 * canvas.width)];
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(from, 0, width, canvas.height);
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) for (const colour of [0, 1, 2]) sum[colour] += data[at + colour] * data[at + 3];
  return [sum[0], sum[2]]; }"""  # how red, and how blue, the points on the right are


def answer(server: Server, run: dict[str, Any], point: list[float], epoch: int = EPOCH) -> list[np.ndarray]:
    """Each layer's values at a point, by the formulas."""
    frame = server.get(f"/runs/{run['id']}/frames/{epoch}")
    values = [np.array(point)]
    for number_, (weights, biases) in enumerate(zip(frame["weights"], frame["biases"], strict=True)):
        z = values[-1] @ np.array(weights) + np.array(biases)
        values.append(1 / (1 + np.exp(-z)) if number_ == len(frame["weights"]) - 1 else np.tanh(z))
    return values


def read(page: Page) -> list[float]:
    """The numbers under the cross-hair."""
    text = page.text_content("#plane-readout") or ""
    return [number(one) for one in re.findall(r"(?<= )−?\d+\.\d+", text)]


def at_step(column: int, step: int) -> float:
    """The grid's value: the column with a margin of a tenth."""
    low, high = INPUTS[:, column].min(), INPUTS[:, column].max()
    room = 0.1 * (high - low)
    return float(np.linspace(low - room, high + room, SIZE)[step])


def pixels(page: Page, canvas: str) -> str:
    found: str = page.evaluate("id => document.querySelector(id).toDataURL()", canvas)
    return found


def test_arrow_keys_read_what_the_network_answers(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server)
    page = opened(open_page, run)
    page.focus("#plane-points")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    point = [at_step(0, 51), at_step(1, 59)]
    expect(page.locator("#plane-said")).to_contain_text("inside")
    across, upward, value = read(page)
    assert [across, upward] == pytest.approx(point, abs=5e-4)
    assert value == pytest.approx(answer(server, run, point)[-1][0], abs=6e-5)
    page.select_option("#plane-unit", label="hidden 1.2")
    expect(page.locator("#plane-readout")).to_contain_text("hidden 1.2")
    assert read(page)[-1] == pytest.approx(answer(server, run, point)[1][1], abs=6e-5)


def test_pointing_reads_too_and_any_epoch(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server)
    page = opened(open_page, run)
    for key in ("Home", "PageUp"):
        page.focus("#scrubber")
        page.keyboard.press(key)
    expect(page.locator("#plane-about")).to_have_text("epoch 100")
    page.hover("#plane-points", position={"x": 150, "y": 200})
    across, upward, value = read(page)
    steps = [
        round((given - at_step(column, 0)) / (at_step(column, 1) - at_step(column, 0)))
        for column, given in ((0, across), (1, upward))
    ]
    wanted = answer(server, run, [at_step(0, steps[0]), at_step(1, steps[1])], 100)[-1][0]
    assert value == pytest.approx(wanted, abs=6e-5)
    page.hover("#network-title")
    expect(page.locator("#plane-readout")).to_have_text("point at the plane to read it")


def test_a_click_enlarges_and_escape_returns(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page, rested(server))
    figure, panel = page.locator("#plane-figure"), page.locator(".network-panel")
    small = figure.bounding_box()
    page.click("#plane-points")
    assert figure.bounding_box() == panel.bounding_box()
    page.keyboard.press("Escape")
    assert figure.bounding_box() == small
    page.focus("#plane-points")
    page.keyboard.press("Enter")
    assert figure.bounding_box() == panel.bounding_box()
    page.click("#plane-points")
    assert figure.bounding_box() == small


@pytest.mark.parametrize("look", [{}, PHONE], ids=["wide", "phone"])
def test_a_button_makes_it_small_again(open_page: Callable[..., Page], server: Server, look: dict[str, Any]) -> None:
    page = opened(open_page, rested(server), **look)
    button = page.get_by_role("button", name="Make the plane small again")
    expect(button).to_be_hidden()
    page.click("#plane-points")
    box = button.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (44, 44)
    button.click()
    expect(page.locator("#plane-figure.large")).to_have_count(0)
    expect(button).to_be_hidden()
    expect(page.locator("#plane-points")).to_be_focused()
    for key in ("Enter", "Escape"):
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(button).to_be_focused()
        page.keyboard.press(key)
        expect(page.locator("#plane-figure.large")).to_have_count(0)
        expect(page.locator("#plane-points")).to_be_focused()


def test_a_click_in_the_drawing_chooses_the_unit(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page, rested(server))
    unit = page.locator('.unit[data-layer="2"][data-unit="1"]')
    unit.click()
    expect(page.locator("#plane-unit")).to_have_value("2.1")
    expect(page.locator("#weight-editor")).to_be_hidden()
    unit.click()
    expect(page.locator("#weight-editor")).to_be_visible()


def test_points_are_added_moved_and_taken_away(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(f"/?spec={json.dumps({'table': RING, 'network': NETWORK})}")
    page.get_by_role("tab", name="Plane").click()
    expect(page.locator("#plane-about")).to_have_text("epoch 0")
    canvas = page.locator("#plane-points")
    rows = page.locator("#row-count")
    canvas.click(position={"x": 100, "y": 100})
    expect(rows).to_have_text("60 rows")
    page.keyboard.press("Escape")
    page.select_option("#plane-edit", label="adds a point, inside = 1")
    canvas.click(position={"x": 60, "y": 30})
    expect(rows).to_have_text("61 rows")
    added = page.evaluate("() => JSON.parse(JSON.stringify(history.state.spec.table)).inputs.at(-1)")
    assert page.evaluate("() => history.state.spec.table.targets.at(-1)") == [1]
    canvas.hover(position={"x": 60, "y": 30})
    page.mouse.down()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 90, box["y"] + 30, steps=4)
    page.mouse.up()
    page.wait_for_function("before => history.state.spec.table.inputs.at(-1)[0] > before", arg=added[0])
    moved = page.evaluate("() => history.state.spec.table.inputs.at(-1)")
    assert moved[1] == pytest.approx(added[1], abs=0.05)
    page.select_option("#plane-edit", label="takes a point away")
    canvas.click(position={"x": 90, "y": 30})
    expect(rows).to_have_text("60 rows")
    wait_for(lambda: inputs_of(page) == RING["inputs"], "the table without the point that was added")
    for count in ("61 rows", "61 rows", "60 rows"):
        page.click("#undo")
        expect(rows).to_have_text(count)
    expect(page.locator("#undo")).to_be_disabled()


def inputs_of(page: Page) -> list[list[float]]:
    """The table's inputs, as the page's address has them."""
    found: list[list[float]] = page.evaluate("() => history.state.spec.table.inputs")
    return found


def place_of(page: Page, point: list[float]) -> Position:
    """Where a point of the plane lies on its canvas, from what is read at two other places; right to a few pixels."""
    canvas = page.locator("#plane-points")
    box = canvas.bounding_box()
    assert box is not None
    sizes = np.array([box["width"], box["height"]])
    pixels, values = [], []
    for share in (0.3, 0.7):
        pixels.append(share * sizes)
        canvas.hover(position={"x": pixels[-1][0], "y": pixels[-1][1]})
        values.append(read(page)[:2])
    slopes = (pixels[1] - pixels[0]) / np.subtract(values[1], values[0])
    x, y = pixels[0] + slopes * np.subtract(point, values[0])
    return {"x": float(x), "y": float(y)}


@pytest.mark.parametrize("row", [0, 2, 4])
def test_the_point_that_is_clicked_is_the_row_that_goes(open_page: Callable[..., Page], row: int) -> None:
    inputs = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9], [0.1, 0.9], [0.9, 0.1]]
    table = {"inputs": inputs, "targets": [[number % 2] for number in range(5)]}
    page = open_page(f"/?spec={json.dumps({'table': table, 'network': NETWORK})}")
    page.get_by_role("tab", name="Plane").click()
    expect(page.locator("#plane-about")).to_have_text("epoch 0")
    page.select_option("#plane-edit", label="takes a point away")
    page.locator("#plane-points").click(position=place_of(page, inputs[row]))
    expect(page.locator("#row-count")).to_have_text("4 rows")
    del inputs[row]
    wait_for(lambda: inputs_of(page) == inputs, "the table without that row")


def test_a_third_input_has_a_slider(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server, table=XOR_TABLE, network=NETWORK)
    page = opened(open_page, run)
    expect(page.locator("#plane-edits")).to_be_hidden()
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    point = [float(np.linspace(-0.1, 1.1, SIZE)[50])] * 2
    assert read(page)[2] == pytest.approx(answer(server, run, [*point, 1.0])[-1][0], abs=6e-5)
    slider = page.get_by_label("c", exact=True)
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".plane-other output")).to_have_text("0.000")
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    wanted = answer(server, run, [*point, 0.0])[-1][0]
    expect(page.locator("#plane-readout")).to_contain_text(f"{wanted:.4f}")
    page.select_option("#plane-x", label="b")
    expect(page.locator("#plane-y")).to_have_value("0")
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#plane-readout")).to_contain_text(re.compile(r"^b .* a "))


def test_points_have_the_values_of_the_output_that_is_shown(open_page: Callable[..., Page], server: Server) -> None:
    """Where two outputs expect opposite numbers, each point's colour changes sides."""
    places = [[x, y] for x in (0.0, 1.0, 2.0) for y in (0.0, 1.0, 2.0)]
    table = {"inputs": places, "targets": [[x - 1, 1 - x] for x, _ in places], "target_names": ["east", "west"]}
    run = rested(server, table=table, network={"hidden": [2], "output_activation": "linear", "activation": "tanh"})
    page = opened(open_page, run)
    sides = []
    for output in ("east", "west"):
        page.select_option("#plane-unit", label=output)
        expect(page.locator("#plane-classes")).to_contain_text(f"points: the expected {output}")
        red, blue = page.evaluate(RIGHTMOST)
        sides.append(blue > red)
    assert sides == [True, False]


def test_one_input_is_a_curve(open_page: Callable[..., Page], server: Server) -> None:
    table = {"inputs": [[0], [1], [2]], "targets": [[0], [1], [0]]}
    run = rested(server, table=table)
    page = opened(open_page, run)
    expect(page.locator("#plane-legend")).to_be_hidden()
    expect(page.locator("#plane-columns")).to_be_hidden()
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    x = float(np.linspace(-0.2, 2.2, 200)[100])
    assert read(page)[-1] == pytest.approx(answer(server, run, [x])[-1][0], abs=6e-5)


def test_the_largest_of_several_outputs(open_page: Callable[..., Page], server: Server) -> None:
    table = RING | {"targets": [[1, 0, 0], [0, 1, 0], [0, 0, 1]] * 20, "target_names": ["p", "q", "r"]}
    run = rested(server, table=table)
    page = opened(open_page, run)
    expect(page.locator("#plane-unit")).to_have_value("winner")
    assert page.locator("#plane-classes li").all_text_contents() == ["p", "q", "r"]
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    values = answer(server, run, [at_step(0, 50), at_step(1, 50)])[-1]
    expect(page.locator("#plane-readout")).to_contain_text(f"→ {'pqr'[int(np.argmax(values))]} {values.max():.4f}")


def test_discretised_there_are_two_colours(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page, rested(server))
    colours = """() => { const canvas = document.querySelector("#plane-surface");
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(60, 30, canvas.width - 100, canvas.height - 100);
      return new Set(new Uint32Array(data.buffer)).size }"""
    assert page.evaluate(colours) > 20
    page.check("#plane-discrete")
    assert page.evaluate(colours) == 2


def test_test_rows_are_hollow(open_page: Callable[..., Page], server: Server) -> None:
    page = opened(open_page, rested(server, split={"test": [0]}))
    expect(page.locator("#plane-classes")).to_contain_text("hollow: test rows")
    middle = """([left, up]) => { const box = document.querySelector("#plane-points").getBoundingClientRect();
      const at = (value, [low, high], from, to) => from + (value - low) / (high - low) * (to - from);
      const side = Math.min(box.width - 52, box.height - 44), start = 40 + (box.width - 52 - side) / 2, top = 8 + (box.height - 44 - side) / 2;
      const copy = new OffscreenCanvas(box.width, box.height).getContext("2d");
      copy.drawImage(document.querySelector("#plane-points"), 0, 0);
      return [...copy.getImageData(Math.floor(at(left[0], left[1], start, start + side)), Math.floor(at(up[0], up[1], top + side, top)), 1, 1).data].slice(0, 3); }"""
    panel = [255, 255, 255]
    for row, is_hollow in ((0, True), (2, False)):
        ends = [[float(INPUTS[row, column]), [at_step(column, 0), at_step(column, SIZE - 1)]] for column in (0, 1)]
        assert (page.evaluate(middle, ends) == panel) == is_hollow


def test_the_plane_as_a_hidden_layer_bends_it(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server, network=NETWORK | {"hidden": [3, 2]})
    page = opened(open_page, run)
    flat = pixels(page, "#plane-points")
    page.select_option("#plane-layer", label="bent by hidden layer 2")
    page.wait_for_function("before => document.querySelector('#plane-points').toDataURL() !== before", arg=flat)
    expect(page.locator("#plane-legend")).to_be_hidden()
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#plane-readout")).to_contain_text(re.compile(r"^hidden 2\.1 .* hidden 2\.2 "))
    bent = pixels(page, "#plane-surface")
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#plane-about")).to_have_text(f"epoch {EPOCH + 1}")
    page.wait_for_function("before => document.querySelector('#plane-surface').toDataURL() !== before", arg=bent)


def test_it_follows_weights_set_by_hand(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server)
    page = opened(open_page, run)
    page.locator('.unit[data-layer="3"]').click()
    field = page.locator(".weight-rows input.number").last
    field.fill("40")
    field.press("Enter")
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#plane-readout")).to_contain_text("inside 1.0000")
    page.click("#weight-back")
    wanted = answer(server, run, [at_step(0, 50), at_step(1, 50)])[-1][0]
    page.focus("#plane-points")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#plane-readout")).to_contain_text(f"inside {wanted:.4f}")


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)
def test_axe_finds_nothing(open_page: Callable[..., Page], server: Server, look: dict[str, Any]) -> None:
    page = opened(open_page, rested(server), bypass_csp=True, **look)
    for edit in ("", "value"):
        page.select_option("#plane-edit", edit)
        violations = Axe().run(page).response["violations"]
        assert not violations, json.dumps([{v["id"]: [node["html"][:120] for node in v["nodes"]]} for v in violations])
