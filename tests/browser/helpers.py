"""What several browser tests do."""

import re
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Response, expect

from tests.support.server import Server, wait_for

AS_FAST = "null"
CREATED = 201
_STARTED: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def number(text: str | None) -> float:
    """A number as the page writes it."""
    return float((text or "").replace(",", "").replace("−", "-").removeprefix("turned "))


def cells(page: Page) -> list[list[str]]:
    """The texts of the table's cells."""
    found: list[list[str]] = page.evaluate(
        "() => [...document.querySelectorAll('#table tbody tr')].map(tr => [...tr.querySelectorAll('input')].map(i => i.value))"
    )
    return found


def cell(page: Page, row: int, column: int) -> Any:
    """The input of a cell; row -1 holds the names."""
    return page.locator(f'input[data-cell="{row},{column}"]')


def train_to_the_end(page: Page) -> None:
    """Presses Train, as fast as it goes, and waits for the end."""
    page.select_option("#speed", AS_FAST)
    last = page.input_value("#epochs")
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#epoch")).to_have_text(last, timeout=60_000)
    expect(page.locator("#train-word")).to_have_text("Train")


def remember_runs(page: Page) -> None:
    """Writes down the runs that a page starts from now on: other pages and tests start theirs on the same server."""
    started = _STARTED.setdefault(page, [])

    def on_response(response: Response) -> None:
        is_run = re.search(r"/api/v1/runs(/\w+/fork)?$", response.url.partition("?")[0])
        if is_run and response.request.method == "POST" and response.status == CREATED:
            started.append(response.headers["location"].rpartition("/")[2])

    page.on("response", on_response)


def runs_of(page: Page) -> list[str]:
    """The ids of the runs that this page has started, in order."""
    page.evaluate("() => 0")  # what it has heard meanwhile is delivered with the answer
    return _STARTED[page]


def newest_run(page: Page, server: Server) -> dict[str, Any]:
    """The run that this page started last, or was opened on; waits until there is one."""

    def look() -> str | None:
        started = runs_of(page) or re.findall(r"[?&]run=(\w+)", page.url)
        return started[-1] if started else None

    run: dict[str, Any] = server.get(f"/runs/{wait_for(look, 'a run of the page')}")
    return run


def paste(page: Page, row: int, column: int, text: str) -> None:
    """Pastes a text into a cell, as a spreadsheet's clipboard would."""
    cell(page, row, column).focus()
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def without_sockets(page: Page) -> None:
    """From now on the page asks by requests, which a test can hold or answer itself."""
    page.evaluate("() => { window.WebSocket = undefined }")
