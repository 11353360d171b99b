"""Runs that go on from where another one was."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import cell, newest_run, without_sockets
from tests.browser.test_time import look, recorded, shows
from tests.browser.test_weights import held, set_weight
from tests.support.server import Server

__all__ = ["recorded"]  # a fixture


def test_a_fork_goes_on_with_the_weights_that_were_set(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 1_000)
    page.click('.unit[data-layer="1"][data-unit="3"]')
    trained = str(page.text_content("#error"))
    set_weight(page, 0, 5)
    expect(page.locator("#error")).not_to_have_text(trained)
    error = page.text_content("#error")
    page.select_option("#speed", "null")
    page.click("#weight-fork")
    expect(page.locator("#epoch")).to_have_text("60,000")
    fork = newest_run(page, server)
    assert fork["parent"] == {"id": run["id"], "epoch": 1_000}
    first = server.get(f"/runs/{fork['id']}/frames/1000")
    assert first["weights"][0][0][3] == 5
    assert f"{first['error']:.5f}" == error
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    page.wait_for_function("() => document.querySelector('#plot').data.at(-1).customdata[0] === 1000")
    assert page.evaluate("() => document.querySelector('#plot').data[0].customdata[0]") == 0, "the parent stays"
    page.click("#to-first")
    shows(page, server, fork["id"], 1_000)
    assert f"run={fork['id']}" in page.url
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready")
    expect(page.locator("#epoch")).to_have_text("60,000")
    page.go_back()
    page.wait_for_url(f"**/?run={run['id']}")
    page.wait_for_function("() => document.documentElement.dataset.ready")
    expect(page.locator("#error")).to_have_text(f"{run['error']:.5f}")
    page.click("#to-first")
    shows(page, server, run["id"], 0)


def test_a_fork_with_another_alpha_and_another_row(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    page.select_option("#speed", "null")
    look(page, 500)
    page.fill("#alpha", "0.5")
    page.keyboard.press("Enter")
    page.click("#fork")
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    expect(page.locator("#epoch")).to_have_text("60,000")
    fork = newest_run(page, server)
    assert fork["parent"] == {"id": run["id"], "epoch": 500}
    assert fork["spec"]["training"]["learning_rate"] == 0.5
    assert server.get(f"/runs/{run['id']}")["spec"]["training"] == run["spec"]["training"], "the parent is as it was"
    cell(page, 0, 3).fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#pending")).to_contain_text("table changed")
    page.click("#fork")
    expect(page.locator("#runs [role=listitem]")).to_have_count(3)
    second = newest_run(page, server)
    assert second["parent"] == {"id": fork["id"], "epoch": 60_000}
    assert second["spec"]["table"]["targets"][0] == [1]


@pytest.mark.parametrize("edit", ["a cell", "a row"])
def test_until_the_fork_is_there_the_page_stays_where_it_leaves(
    recorded: tuple[Page, dict[str, Any]], server: Server, edit: str
) -> None:
    page, run = recorded
    without_sockets(page)
    edges = page.locator("#drawing .edge").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    if edit == "a cell":
        cell(page, 0, 3).fill("1")
        page.keyboard.press("Enter")
    else:
        page.click("#add-row")
    expect(page.locator("#epoch")).to_have_text("0")  # the new start
    forks, polls = held(page, "**/fork"), held(page, "**/state?*")

    def stays() -> None:
        expect(page.locator("#epoch")).to_have_text("60,000")
        expect(page.locator("#drawing .edge").last).to_have_attribute("aria-label", edges[-1])

    with page.expect_request("**/fork"):
        page.click("#fork")
    stays()
    with page.expect_request("**/state?*"):
        forks[0].continue_()
    stays()
    polls[0].continue_()
    expect(page.locator("#epoch")).not_to_have_text("60,000")
    assert newest_run(page, server)["parent"] == {"id": run["id"], "epoch": 60_000}


def test_a_fork_that_is_refused_leaves_the_page_as_it_was(
    open_page: Callable[..., Page], recorded: tuple[Page, dict[str, Any]]
) -> None:
    page = open_page(recorded[0].url, refusals=True)
    cell(page, 0, 3).fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#epoch")).to_have_text("0")
    refusal = {"status": 422, "title": "Unprocessable Content", "detail": "no more forks today", "errors": []}
    page.route("**/fork", lambda route: route.fulfill(status=422, json=refusal))
    page.click("#fork")
    expect(page.locator("#notice-text")).to_contain_text("no more forks today", ignore_case=True)
    expect(page.locator("#epoch")).to_have_text("0")


@pytest.mark.parametrize("what", ["layers", "seed"])
def test_what_a_fork_cannot_take_needs_a_new_start(recorded: tuple[Page, dict[str, Any]], what: str) -> None:
    page, _ = recorded
    expect(page.locator("#fork")).to_be_enabled()
    if what == "layers":
        page.locator("#layers [data-action=add]").first.click()
    else:
        page.click("#new-seed")
    expect(page.locator("#fork")).to_be_disabled()


def test_a_fork_that_is_opened_anew_stands_beside_where_it_comes_from(
    open_page: Callable[..., Page], server: Server
) -> None:
    spec = server.get("/presets/xor")["spec"] | {"name": "the first"}
    first = server.http.post("/runs", params={"wait": 30}, json=spec).json()
    forks: list[dict[str, Any]] = []
    for epoch, parent in ((500, first["id"]), (900, None)):
        asked = {"epoch": epoch, "epochs": epoch + 1_000, "name": f"from {epoch}"}
        forks.append(server.http.post(f"/runs/{parent or forks[0]['id']}/fork", json=asked).json())
        server.ended(forks[-1]["id"])
    page = open_page(f"/?run={forks[1]['id']}")
    expect(page.locator("#runs [role=listitem]")).to_have_count(3)
    page.wait_for_function("() => document.querySelector('#plot').data?.length === 3")
    begins = page.evaluate("() => document.querySelector('#plot').data.map(one => one.customdata[0])")
    assert begins == [0, 500, 900]
    page.fill("#at", "300")
    page.keyboard.press("Enter")
    expect(page.locator("#notice-text")).to_have_text(
        "This run begins at epoch 900: what was before is in the run that it comes from."
    )
    expect(page.locator("#epoch")).to_have_text("900")
    server.http.delete(f"/runs/{first['id']}")
    page.reload()
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    expect(page.locator("#notice")).to_be_hidden()
