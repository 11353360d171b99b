"""Weights set by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route, expect

from tests.browser.helpers import cell, newest_run, number
from tests.browser.test_time import look, recorded, shows
from tests.support.server import Server

__all__ = ["recorded"]  # a fixture

BIASED = '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[2],"bias":true},"training":{"epochs":300}}'


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def predictions(page: Page) -> list[float]:
    return [number(text) for text in page.locator("#table td.actual").all_text_contents()]


def set_weight(page: Page, row: int, value: float) -> None:
    page.fill(f"#weight-{row}", f"{value}")
    page.keyboard.press("Enter")


def held(page: Page, address: str) -> list[Route]:
    """The next request to an address goes no further until it is told to."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route(address, hold, times=1)
    return routes


def test_a_weight_set_at_an_epoch_changes_all_at_once(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 2_345)
    frame = server.get(f"/runs/{run['id']}/frames/2345")
    page.click('.unit[data-layer="1"][data-unit="3"]')
    expect(page.locator("#weight-title")).to_have_text("into hidden 4")
    set_weight(page, 0, -3)
    changed = [np.array(matrix) for matrix in frame["weights"]]
    changed[0][0, 3] = -3
    x, y = np.array(run["spec"]["table"]["inputs"]), np.array(run["spec"]["table"]["targets"])
    expected = sigmoid(sigmoid(x @ changed[0]) @ changed[1])
    expect(page.locator("#error")).to_have_text(f"{np.abs(y - expected).mean():.5f}")
    assert predictions(page) == [round(row, 4) for row in expected[:, 0]]
    label = page.locator('.edge[data-layer="0"][data-from="0"][data-to="3"]').get_attribute("aria-label") or ""
    assert label.endswith("weight −3.0000")
    assert server.get(f"/runs/{run['id']}")["epoch"] == 60_000, "nothing was trained"
    page.click("#weight-undo")
    shows(page, server, run["id"], 2_345)
    expect(page.locator("#weight-undo")).to_be_disabled()


def test_weights_that_were_left_behind_come_back(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 1_000)
    page.click('.unit[data-layer="1"][data-unit="0"]')
    recorded_error = page.locator("#error").text_content() or ""
    set_weight(page, 0, -3)
    expect(page.locator("#error")).not_to_have_text(recorded_error)
    changed = page.locator("#error").text_content() or ""
    page.locator("#scrubber").press("ArrowRight")
    shows(page, server, run["id"], 1_001)
    page.click("#weight-undo")
    expect(page.locator("#weight-0")).to_have_value("-3")
    expect(page.locator("#epoch")).to_have_text("1,000")
    expect(page.locator("#error")).to_have_text(changed)
    page.click("#weight-undo")
    shows(page, server, run["id"], 1_000)
    expect(page.locator("#weight-undo")).to_be_disabled()


def test_the_slider_moves_and_keys_nudge(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    page.click('.unit[data-layer="2"][data-unit="0"]')
    before = number(page.input_value("#weight-1"))
    page.focus("#weight-1")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#weight-1")).not_to_have_value(f"{before:.8g}")
    assert number(page.input_value("#weight-1")) > before
    page.click("#weight-back")
    shows(page, server, run["id"], 60_000)
    expect(page.locator("#weight-0")).to_be_focused()  # not the button that rests now
    page.keyboard.press("Escape")
    expect(page.locator("#weight-editor")).to_be_hidden()


def test_the_undo_key_undoes_what_was_set_last(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 500)
    page.click('.unit[data-layer="1"][data-unit="2"]')
    before = page.input_value("#weight-0")
    for change in ("ArrowUp", "2.5", "slider"):
        if change == "slider":
            page.locator("#weight-rows input[type=range]").first.press("ArrowRight")
        elif change == "2.5":
            set_weight(page, 0, 2.5)
        else:
            page.locator("#weight-0").press(change)
        expect(page.locator("#edge-readout")).to_have_text("weights are set by hand: Ctrl+Z undoes")
        page.keyboard.press("Control+z")
        expect(page.locator("#weight-undo")).to_be_disabled()
        expect(page.locator("#weight-0")).to_have_value(before)
        shows(page, server, run["id"], 500)
    set_weight(page, 0, 1)
    page.locator("#weight-0").press_sequentially("23")
    page.keyboard.press("Control+z")  # what is typed is the field's own
    expect(page.locator("#weight-undo")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.locator("#weight-editor")).to_be_hidden()
    page.keyboard.press("Control+z")
    shows(page, server, run["id"], 500)


def test_the_undo_key_takes_the_table_first_where_that_was_edited_last(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    look(page, 500)
    page.click('.unit[data-layer="1"][data-unit="2"]')
    set_weight(page, 0, 1)
    page.keyboard.press("Escape")
    cell(page, 0, 0).fill("0.5")
    page.locator("#scrubber").focus()
    page.keyboard.press("Control+z")
    expect(cell(page, 0, 0)).to_have_value("0")
    expect(page.locator("#edge-readout")).to_have_text("weights are set by hand: Ctrl+Z undoes")


def test_an_edge_is_set_by_keyboard(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    page.locator('.edge[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#weight-title")).to_have_text("a → hidden 2")
    set_weight(page, 0, 0.5)
    expect(page.locator('.edge[data-layer="0"][data-from="0"][data-to="1"]')).to_have_attribute(
        "aria-label", "a to hidden 2: weight 0.5000"
    )
    page.fill("#weight-0", "1e99")
    page.keyboard.press("Enter")
    expect(page.locator("#weight-0")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#weight-editor")).to_be_hidden()
    expect(page.locator('.edge[data-layer="0"][data-from="0"][data-to="1"]')).to_be_focused()


def test_before_a_run_a_weight_is_the_start(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(BIASED)
    page.click('.unit[data-layer="1"][data-unit="0"]')
    set_weight(page, 2, 0.25)  # the bias
    expect(page.locator('.edge[data-layer="0"][data-bias][data-to="0"]')).to_have_attribute(
        "aria-label", "bias to hidden 1: weight 0.2500"
    )
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("1")
    run = newest_run(page, server)
    assert run["spec"]["network"]["initial"]["biases"][0] == [0.25, 0.0]
    assert server.get(f"/runs/{run['id']}/frames/0")["biases"][0] == [0.25, 0.0]


def test_another_row_is_tried_at_a_past_epoch(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 700)
    frame = server.get(f"/runs/{run['id']}/frames/700")
    cell(page, 1, 0).fill("0.5")
    page.keyboard.press("Enter")
    first, second = (np.array(matrix) for matrix in frame["weights"])
    x, y = np.array(run["spec"]["table"]["inputs"], float), np.array(run["spec"]["table"]["targets"])
    x[1, 0] = 0.5
    expected = sigmoid(sigmoid(x @ first) @ second)
    expect(page.locator("#error")).to_have_text(f"{np.abs(y - expected).mean():.5f}")
    expect(page.locator("#epoch")).to_have_text("700")
    expect(page.locator("#pending")).to_contain_text("Go on from epoch 700")
    assert predictions(page) == [round(row, 4) for row in expected[:, 0]]
    page.select_option("#speed", "null")
    page.click("#fork")
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    expect(page.locator("#epoch")).to_have_text("60,000")
    fork = newest_run(page, server)
    assert fork["parent"] == {"id": run["id"], "epoch": 700}
    assert fork["spec"]["table"]["inputs"][1][0] == 0.5
    assert server.get(f"/runs/{fork['id']}/frames/700")["weights"] == frame["weights"]


def test_what_is_typed_stays_while_a_run_trains(page: Page) -> None:
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 20")
    page.click('.unit[data-layer="1"][data-unit="0"]')
    expect(page.locator("#weight-0")).to_be_focused()
    page.fill("#weight-0", "")
    page.keyboard.type("-3.")
    before = int(number(page.text_content("#epoch")))
    page.wait_for_function("before => Number(document.querySelector('#epoch').textContent) > before + 20", arg=before)
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    expect(page.locator("#weight-0")).to_have_value("-3.25")
    expect(page.locator("#weight-undo")).to_be_enabled()


def test_train_goes_on_with_what_was_set_by_hand(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 500)
    page.click('.unit[data-layer="1"][data-unit="0"]')
    set_weight(page, 0, 7)
    page.click("#step")
    expect(page.locator("#notice-text")).to_contain_text("in no run yet")
    page.click("#train")
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    fork = newest_run(page, server)
    assert fork["parent"] == {"id": run["id"], "epoch": 500}
    assert server.get(f"/runs/{fork['id']}/frames/500")["weights"][0][0][0] == 7


def test_nothing_set_by_hand_reaches_another_preset(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    look(page, 500)
    page.click('.unit[data-layer="1"][data-unit="0"]')
    set_weight(page, 0, 7)
    page.select_option("#preset", "first_column")
    expect(page.locator("#weight-editor")).to_be_hidden()
    page.click('.unit[data-layer="1"][data-unit="0"]')
    assert abs(number(page.input_value("#weight-0"))) < 1
    expect(page.locator("#weight-undo")).to_be_disabled()
    set_weight(page, 0, 0.5)
    expect(page.locator("#weight-undo")).to_be_enabled()
    page.select_option("#preset", "xor")
    page.click('.unit[data-layer="1"][data-unit="0"]')
    expect(page.locator("#weight-undo")).to_be_disabled()
    expect(page.locator("#notice")).to_be_hidden()


def test_a_new_seed_draws_anew_after_weights_were_set(page: Page) -> None:
    page.click('.unit[data-layer="1"][data-unit="0"]')
    set_weight(page, 0, 1)
    page.fill("#seed", "9")
    page.keyboard.press("Enter")
    edge = page.locator('.edge[data-layer="0"][data-from="0"][data-to="0"]')
    expect(edge).not_to_have_attribute("aria-label", "a to hidden 1: weight 1.0000")


def test_what_is_put_back_while_a_run_trains_stays_at_its_epoch(open_page: Callable[..., Page], server: Server) -> None:
    run = server.start(training={"epochs": 5_000_000}, pace=500)
    page = open_page(f"/?run={run['id']}")
    page.click('.unit[data-layer="1"][data-unit="3"]')
    set_weight(page, 0, -3)
    expect(page.locator("#weight-back")).to_be_enabled()
    at = int(number(page.input_value("#at")))
    server.wait_until(run["id"], lambda now: now["epoch"] > at + 100)
    page.click("#weight-back")
    shows(page, server, run["id"], at)
    server.http.post(f"/runs/{run['id']}/stop")


def test_what_is_selected_is_typed_over_while_a_run_trains(open_page: Callable[..., Page], server: Server) -> None:
    run = server.start(training={"epochs": 5_000_000}, pace=500)
    page = open_page(f"/?run={run['id']}")
    page.click('.unit[data-layer="1"][data-unit="3"]')
    page.locator("#weight-0").select_text()
    epoch = page.text_content("#epoch") or ""
    expect(page.locator("#epoch")).not_to_have_text(epoch)  # news have come meanwhile
    page.keyboard.type("-3")
    page.keyboard.press("Enter")
    expect(page.locator("#weight-0")).to_have_value("-3")
    expect(page.locator("#weight-back")).to_be_enabled()
    server.http.post(f"/runs/{run['id']}/stop")


def test_what_the_run_does_not_know_is_not_told_as_its_own(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    look(page, 1_000)
    page.click("#compare")
    caption = page.locator("#kept-caption")
    expect(caption).to_contain_text("4 of 4 correct")
    cell(page, 0, 3).fill("1")
    cell(page, 0, 3).press("Tab")
    expect(page.locator("#shown-caption")).to_contain_text("3 of 4 correct")
    expect(caption).to_contain_text("4 of 4 correct")  # it is of the run's own rows
    page.click("#tab-steps")
    expect(page.locator("#steps-problem")).to_contain_text("rows changed")
    page.click("#tab-figures")
    expect(page.locator("#figure-notes")).to_contain_text("as it was trained")
    page.click("#tab-program")
    page.locator("#code .line").filter(has_text="y =").click()
    expect(page.locator("#arrays")).to_contain_text("y")
    assert page.locator("#arrays .cell, #arrays td").first.text_content() == "1"
    page.click("#tab-figures")
    cell(page, 0, 3).fill("0")
    cell(page, 0, 3).press("Tab")
    expect(page.locator("#figure-notes")).to_be_empty()
    page.click("#tab-steps")
    expect(page.locator("#steps-progress")).to_contain_text("forward")


def test_what_is_to_be_done_covers_no_control(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    look(page, 700)
    before = page.locator("#drawing").bounding_box()
    cell(page, 1, 0).fill("0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#pending")).to_contain_text("Go on from epoch 700")
    page.fill("#seed", "-3")
    expect(page.locator("#seed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#seed-problem")).to_contain_text("a seed is a whole number")
    assert page.locator("#drawing").bounding_box() == before
    covered = page.evaluate(
        """() => [...document.querySelectorAll("#pending, #seed-problem")].flatMap(said => {
          const box = said.getBoundingClientRect();
          return [...document.querySelectorAll("h1, h2, button, select, input")].filter(one => one.getClientRects().length > 0 && !said.contains(one))
            .filter(one => { const { left, right, top, bottom } = one.getBoundingClientRect();
              return left < box.right && box.left < right && top < box.bottom && box.top < bottom }).map(one => one.id || one.textContent) })"""
    )
    assert covered == []
