"""The address carries the whole spec."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ready
from tests.browser.helpers import cell, cells, newest_run, paste
from tests.support.server import Server


def test_a_link_opened_elsewhere_is_the_same_run(page: Page, open_page: Callable[..., Page], server: Server) -> None:
    cell(page, 3, 3).click()
    page.select_option("#activation", "tanh")
    page.fill("#seed", "42")
    page.keyboard.press("Enter")
    page.fill("#epochs", "55")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    spec = newest_run(page, server)["spec"]
    other = open_page(page.url.removeprefix(server.url))
    assert cells(other) == cells(page)
    other.get_by_role("button", name="Step").click()
    expect(other.locator("#epoch")).to_have_text("1")
    again = newest_run(other, server)
    assert again["spec"] == spec
    assert other.text_content("#error") == page.text_content("#error")


def test_reload_keeps_the_spec(page: Page) -> None:
    page.select_option("#preset", "full_adder")
    assert unquote(page.url).endswith("?preset=full_adder")
    page.reload()
    ready(page)
    assert len(cells(page)) == 8


def test_back_and_forward(page: Page) -> None:
    page.select_option("#preset", "and")
    cell(page, 0, 2).click()
    assert cells(page)[0][2] == "1"
    page.go_back()
    expect(cell(page, 0, 2)).to_have_value("0")
    page.go_back()
    expect(page.locator("#preset")).to_have_value("xor")
    assert len(cells(page)[0]) == 4
    page.go_forward()
    page.go_forward()
    expect(cell(page, 0, 2)).to_have_value("1")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ('/?spec={"table', "cut off or damaged"),
        (
            '/?spec={"table":{"inputs":[[1]],"targets":[[1]]},"training":{"epochs":0}}',
            "training epochs must be at least 1",
        ),
        ("/?preset=nothing", "preset that does not exist"),
        ("/?run=0123456789abcdef", "not on this server"),
    ],
)
def test_a_broken_link_says_what_is_wrong_and_opens_the_default(
    open_page: Callable[..., Page], address: str, said: str
) -> None:
    page = open_page(address)
    expect(page.locator("#notice")).to_contain_text(said)
    assert len(cells(page)) == 4
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 800
    page.get_by_role("button", name="Close this message").click()
    expect(page.locator("#notice")).to_be_hidden()


def test_a_runs_own_page_shows_and_follows_it(open_page: Callable[..., Page], server: Server) -> None:
    run = server.start(training={"epochs": 4_000}, pace=4_000)
    page = open_page(run["links"]["page"])
    expect(page.locator("#epoch")).to_have_text("4,000")
    assert page.text_content("#error") == f"{server.ended(run['id'])['error']:.5f}"


def test_a_large_spec_is_a_link_to_its_run(page: Page, server: Server) -> None:
    paste(page, 0, 0, "\n".join(f"{i}.123\t{i}.456\t1\t0.5" for i in range(300)))
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.click("#share")
    assert page.url.endswith(f"/?run={newest_run(page, server)['id']}")
