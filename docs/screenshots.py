"""Takes the README's pictures from the real page: make screenshots."""

import tempfile
from pathlib import Path
from random import Random

import numpy as np
from playwright.sync_api import Browser, Locator, expect, sync_playwright

from tests.browser.conftest import FLAGS, PHONE, ready
from tests.support.server import Server
from tools.browser import find

PICTURES = Path(__file__).with_name("pictures")
EPOCH = 23_418  # of the article's second run, in the middle of its way
RING_EPOCH = 400  # of the network that learns a ring
ERRORS_AFTER = 400  # milliseconds until the last line has been drawn


def take(browser: Browser, server: Server, name: str, address: str, **options: object) -> None:
    """One picture of the page at an address."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.url}{address}")
    ready(page)
    expect(page.locator("#epoch")).to_have_text(f"{EPOCH:,}")
    page.wait_for_function("() => document.querySelector('#plot').data?.[0]?.customdata?.length > 2")
    page.wait_for_timeout(ERRORS_AFTER)
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


def panels(browser: Browser, server: Server, address: str) -> None:
    """One picture of each thing that the recording is looked at with."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light").new_page()
    page.goto(f"{server.url}{address}")
    ready(page)
    expect(page.locator("#epoch")).to_have_text(f"{EPOCH:,}")
    network, side = page.locator(".network-panel"), page.locator(".side-panel")

    def keep(place: Locator, name: str) -> None:
        page.wait_for_timeout(ERRORS_AFTER)
        place.screenshot(path=PICTURES / f"{name}.png")

    page.click("#compare")
    expect(page.locator("#kept")).to_be_visible()
    keep(network, "compare")
    page.click("#compare")
    expect(page.locator("#kept")).to_be_hidden()
    page.click('.unit[data-layer="1"][data-unit="3"]')
    keep(network, "weights")
    page.click("#weight-close")
    page.click("#open-numbers")
    keep(page.locator("#numbers"), "numbers")
    page.click("#numbers-close")
    for tab in ("program", "steps", "figures"):
        page.click(f"#tab-{tab}")
        if tab != "figures":
            keep(side, tab)
    figures = page.locator("#panel-figures select").first
    for name in figures.evaluate("select => [...select.options].map(option => option.value)"):
        figures.select_option(name)
        keep(side, f"figure-{name}")
    page.click("#open-made")
    expect(page.locator("#made-picture-wave path").first).to_be_attached()
    page.locator('input[name="set"][value="spiral"]').check(force=True)
    expect(page.locator("#row-count")).to_have_text("200 rows")
    keep(page.locator("#made"), "made")
    page.context.close()


def planes(browser: Browser, server: Server) -> None:
    """The Plane tab, and surfaces in the units, of points in a ring and around it."""
    inputs = np.random.default_rng(1).uniform(-5.0, 5.0, (300, 2)).round(2)
    targets = [[1.0 if np.hypot(*row) < 2.6 else -1.0] for row in inputs]
    table = {"inputs": inputs.tolist(), "targets": targets, "input_names": ["x1", "x2"], "target_names": ["inside"]}
    network = {"hidden": [4, 2], "activation": "tanh", "output_activation": "tanh", "bias": True}
    training = {"learning_rate": 0.03, "batch_size": 10, "reduction": "mean"}
    spec = {"table": table, "network": network, "training": training, "paused": True}
    run = server.http.post("/runs", json=spec).json()
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": RING_EPOCH})
    page = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light").new_page()
    page.goto(f"{server.url}{run['links']['page']}")
    ready(page)
    expect(page.locator("#unit-surfaces")).to_be_visible()
    page.locator(".network-panel").screenshot(path=PICTURES / "surfaces.png")
    page.click("#tab-plane")
    page.mouse.move(0, 0)
    for layer, name in (("0", "plane"), ("2", "bend")):
        page.select_option("#plane-layer", layer)
        page.wait_for_timeout(ERRORS_AFTER)
        page.locator(".side-panel").screenshot(path=PICTURES / f"{name}.png")
    page.context.close()


FLOWERS = (
    "length;colour;kind\n1,5;red;rose\n2,5;blue;lily\n0,5;red;tulip\n1,0;blue;rose\n3,5;white;lily\n0,8;white;tulip\n"
)
MANY = 500  # rows


def data_panels(browser: Browser, server: Server) -> None:
    """A file that is looked at, and a table of many rows with what its network says."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light").new_page()
    page.goto(server.url)
    ready(page)
    page.click("#open-data")
    page.set_input_files("#data-file", {"name": "flowers.csv", "mimeType": "text/csv", "buffer": FLOWERS.encode()})
    expect(page.locator("#data-summary")).to_contain_text("6 rows")
    page.locator("#data").screenshot(path=PICTURES / "data.png")
    page.context.close()
    random = Random(1)  # noqa: S311  (any table will do)
    inputs = [[round(random.uniform(-1, 1), 2) for _ in range(5)] for _ in range(MANY)]
    targets = [[float(row[0] * row[1] > 0)] for row in inputs]
    spec = {"table": {"inputs": inputs, "targets": targets}, "network": {"hidden": [8, 4], "bias": True}}
    training = {"learning_rate": 0.05, "epochs": 3_000}
    run = server.http.post("/runs", json=spec | {"training": training, "name": "many rows"}, params={"wait": 30}).json()
    page = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light").new_page()
    page.goto(f"{server.url}{run['links']['page']}")
    ready(page)
    page.wait_for_selector("#grid .tabulator-row")
    page.wait_for_function("() => document.querySelector('#plot').data?.[0]?.customdata?.length > 2")
    page.wait_for_timeout(ERRORS_AFTER)
    page.screenshot(path=PICTURES / "many-rows.png")
    page.context.close()


def main() -> None:
    """Light, dark and phone; and every panel."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        try:
            spec = server.get("/presets/xor")["spec"]
            run = server.http.post("/runs", json=spec | {"paused": True, "name": "1 · xor 3-4-1"}).json()
            server.http.post(f"/runs/{run['id']}/step", json={"epochs": EPOCH})
            address = run["links"]["page"]
            take(browser, server, "light", address, color_scheme="light")
            take(browser, server, "dark", address, color_scheme="dark")
            take(browser, server, "phone", address, **PHONE)
            panels(browser, server, address)
            planes(browser, server)
            data_panels(browser, server)
        finally:
            browser.close()
            server.close()


if __name__ == "__main__":
    main()
