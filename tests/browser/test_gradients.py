"""The gradient check on the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ready
from tests.browser.helpers import number
from tests.browser.test_settings import SHORT, unfold
from tests.support.server import Server


def test_gradients_are_checked_on_the_shown_network(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT)
    unfold(page)
    page.get_by_role("button", name="Check gradients").click()
    expect(page.locator("#gradients")).to_be_visible()
    expect(page.locator("#gradients-summary")).to_contain_text("Epoch 0, all rows")
    expect(page.locator("#gradients-summary")).to_contain_text("they agree")
    rows = page.locator("#gradients-rows tr")
    expect(rows).to_have_count(16)
    analytic, numeric = (number(rows.first.locator("td").nth(i).text_content()) for i in (0, 1))
    assert analytic == pytest.approx(numeric, abs=1e-9)
    page.keyboard.press("Escape")
    expect(page.locator("#gradients")).to_be_hidden()


def test_an_overflowed_network_has_no_gradients_to_check(browser: Browser, server: Server) -> None:
    layers = [{"size": 1, "activation": "linear"} for _ in range(16)]
    spec = {
        "table": {"inputs": [[1e6]], "targets": [[1]]},
        "network": {"hidden": layers, "output_activation": "linear", "initial": {"weights": [[[1e12]]] * 17}},
    }
    run = server.http.post("/runs", json=spec).json()
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.goto(f"/?run={run['id']}")
    ready(page)
    unfold(page)
    page.get_by_role("button", name="Check gradients").click()
    expect(page.locator("#notice-text")).to_contain_text("there is nothing to compare")
    expect(page.locator("#gradients")).to_be_hidden()
    context.close()
