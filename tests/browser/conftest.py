"""A real browser on the real page. A page that logs an error, or asks another host for anything, fails its test."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.helpers import remember_runs
from tests.support.server import Server
from tools.browser import find

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHARED = "--process-per-site"  # the next page finds the scripts compiled
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: as long as Playwright runs, its process can have no other event loop, which other tests need."""
    path = find()
    assert path is not None, "the browser's tests need Chromium or Chrome: python tools/browser.py installs one"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*FLAGS, SHARED])
        yield running
        running.close()


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Callable[..., BrowserContext]:
    """A context for each set of options and each page that a test has open at once.

    The pages of one test after the other share what the browser has read and compiled; the context's first page, which
    stays, keeps that alive.
    """
    made: dict[str, BrowserContext] = {}

    def context_with(number: int, **options: Any) -> BrowserContext:
        key = repr((number, sorted(options.items())))
        if key not in made:
            made[key] = browser.new_context(**options)
            made[key].new_page().goto("/api/v1/health")
        if "permissions" in options:  # the test before has put them back
            made[key].grant_permissions(options["permissions"])
        return made[key]

    return context_with


@pytest.fixture
def open_page(contexts: Callable[..., BrowserContext], server: Server) -> Iterator[Callable[..., Page]]:
    """Opens the page at an address, with options of a browser context, once its scripts are ready.

    Each that a test opens stands for another browser. With `refusals`, what the server refuses to do (422) is no fault:
    the page asks, and shows what is wrong.
    """
    faults: list[str] = []
    used: list[BrowserContext] = []

    def open_it(address: str = "/", *, refusals: bool = False, **options: Any) -> Page:
        whole = {"viewport": {"width": 1280, "height": 800}} | options
        context = contexts(len(used), **whole, base_url=server.url)
        used.append(context)
        page = context.new_page()
        host = urlsplit(server.url).netloc
        watch(page, host, faults, refusals=refusals)
        remember_runs(page)
        page.goto(address)
        ready(page)
        return page

    yield open_it
    for context in used:
        forget(context)
    assert not faults


def forget(context: BrowserContext) -> None:
    """Closes what a test has opened, and takes away what its visit left behind."""
    first, *opened = context.pages
    for page in opened:
        page.close()
    first.evaluate("() => localStorage.clear()")
    context.clear_cookies()
    context.clear_permissions()


def watch(page: Page, host: str, faults: list[str], *, refusals: bool = False) -> None:
    """Writes down errors, warnings, and requests that leave the server."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not (refusals and "status of 422" in message.text):
            faults.append(message.text)

    def on_request(request: Request) -> None:
        if urlsplit(request.url).netloc not in {host, ""}:
            faults.append(f"asked {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", on_request)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The page as a newcomer finds it at 1280 x 800."""
    return open_page()


def ready(page: Page) -> None:
    """Waits until the page's scripts have taken over."""
    page.wait_for_selector("html[data-ready]")
