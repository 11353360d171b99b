"""What several browser tests do."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.server import Server

AS_FAST = "null"


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


def newest_run(server: Server) -> dict[str, Any]:
    """The run that was started last."""
    run: dict[str, Any] = server.get("/runs", limit=1)["runs"][0]
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
