"""How fast a large table is read, whether the server stays free meanwhile, and how smoothly the page scrolls it."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median
from time import perf_counter

import httpx
import numpy as np
from playwright.sync_api import sync_playwright

from bench.page import open_page
from bench.table import Line
from tests.browser.conftest import FLAGS
from tests.support.server import Server
from tools.browser import find

ROWS, COLUMNS = 10_000, 50
TYPES = {"Content-Type": "text/csv"}
PIXELS = 30  # down with every frame: some fifty rows a second
SCROLL = """pixels => new Promise(done => { let frames = 0; const begin = performance.now();
  const holder = document.querySelector("#grid .tabulator-tableholder");
  const move = now => {
    frames++;
    holder.scrollTop += pixels;
    now - begin < 3000 ? requestAnimationFrame(move) : done(1000 * frames / (now - begin));
  };
  requestAnimationFrame(move) })"""


def measure(server: Server) -> list[Line]:
    """10,000 rows of 50 columns with all their digits, as CSV, over HTTP; beside it, small questions."""
    draw = Random(1)  # noqa: S311  (numbers to be read)
    lines = [",".join(repr(draw.gauss(0.0, 1.0)) for _ in range(COLUMNS)) for _ in range(ROWS)]
    body = "\n".join(lines).encode()
    took = []
    for _ in range(5):
        begin = perf_counter()
        assert server.http.post("/tables/parse", content=body, headers=TYPES).status_code == 200
        took.append(perf_counter() - begin)
    what = f"median {median(took):.2f} s, slowest {max(took):.2f} s, for {len(body) / 1e6:.1f} MB"
    return [
        Line("a table of 10,000 rows of 50 columns is read", what, "within 1 s", is_met=max(took) <= 1.0),
        answers_meanwhile(server, body),
        scrolling(server),
    ]


def answers_meanwhile(server: Server, body: bytes) -> Line:
    """How long others wait for an answer while such a table is read."""
    waited = []
    with ThreadPoolExecutor() as pool, httpx.Client(base_url=f"{server.url}/api/v1") as other:
        reading = pool.submit(server.http.post, "/tables/parse", content=body, headers=TYPES)
        while not reading.done():
            begin = perf_counter()
            other.get("/health")
            waited.append(perf_counter() - begin)
    what = f"median {median(waited) * 1e3:.0f} ms, slowest {max(waited) * 1e3:.0f} ms"
    return Line("a small question while it is read", what, "slowest within 300 ms", is_met=max(waited) <= 0.3)


def scrolling(server: Server) -> Line:
    """Frames a second while such a table is scrolled."""
    draw = np.random.default_rng(1)
    inputs, targets = draw.normal(size=(ROWS, COLUMNS - 1)), draw.uniform(size=(ROWS, 1))
    body = {"table": {"inputs": inputs.tolist(), "targets": targets.tolist()}, "paused": True}
    run = server.http.post("/runs", json=body).json()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = open_page(browser, server, run["links"]["page"])
        page.wait_for_selector("#grid .tabulator-row")
        page.evaluate(SCROLL, PIXELS)  # the first time a page does something it compiles its scripts
        rate = page.evaluate(SCROLL, PIXELS)
        browser.close()
    server.http.delete(f"/runs/{run['id']}")
    return Line("the page scrolls it, frames a second", f"{rate:.0f}", "at least 30", is_met=rate >= 30)
