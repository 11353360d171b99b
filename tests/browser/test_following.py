"""Surfaces that follow a training: through pause and resume, and over a restart of the server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import ready
from tests.browser.helpers import number
from tests.browser.test_plane import NETWORK, RING, rested
from tests.support.server import Server

LONG = {"epochs": 10_000_000, "learning_rate": 0.05}


def following(page: Page) -> None:
    """Opens the tab, and waits until its epoch has moved on."""
    page.get_by_role("tab", name="Plane").click()
    moves_on(page)


def moves_on(page: Page) -> None:
    before = epoch(page)
    page.wait_for_function(
        "before => (document.querySelector('#plane-about').textContent.match(/[\\d,]+/) ?? ['-1'])[0].replaceAll(',', '') > before",
        arg=before,
    )


def epoch(page: Page) -> int:
    text = page.text_content("#plane-about") or ""
    return int(number(text.removeprefix("epoch "))) if text else -1


def test_one_answer_brings_all_surfaces_of_a_training(open_page: Callable[..., Page], server: Server) -> None:
    run = rested(server, training=LONG)
    page = open_page(run["links"]["page"])
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/surfaces" in request.url:
            asked.append(urlsplit(request.url).path.rpartition("/")[2])

    page.get_by_role("tab", name="Plane").click()
    expect(page.locator("#plane-about")).to_have_text("epoch 300")
    page.on("request", note)
    page.get_by_role("button", name="Train").click()
    for _ in range(5):
        moves_on(page)
    assert set(asked) == {"stream"}
    assert len(asked) <= 2, "units and plane come with the same answer"

    page.get_by_role("button", name="Pause").click()
    server.wait_until(run["id"], lambda found: found["status"] == "paused")
    rests_at = server.get(f"/runs/{run['id']}")["epoch"]
    expect(page.locator("#plane-about")).to_have_text(f"epoch {rests_at:,}")
    server.http.delete(f"/runs/{run['id']}")


def test_after_a_restart_of_the_server_they_follow_again(browser: Browser, tmp_path: Path) -> None:
    first = Server(tmp_path)
    second = None
    context = browser.new_context(base_url=first.url)
    try:
        body: dict[str, Any] = {"table": RING, "network": NETWORK, "training": LONG, "pace": 200}
        run = first.http.post("/runs", json=body).json()
        page = context.new_page()
        page.goto(run["links"]["page"])
        ready(page)
        following(page)
        first.kill()
        expect(page.locator("#plane-problem")).to_have_text("The server does not answer.")
        second = Server(tmp_path, "--port", str(urlsplit(first.url).port))
        second.wait_until(run["id"], lambda found: found["status"] == "running")
        following(page)
        expect(page.locator("#plane-problem")).to_have_text("")
    finally:
        context.close()
        first.close()
        if second is not None:
            second.close()
