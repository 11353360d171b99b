"""Surfaces: how long all units of a network take, and training as fast as it goes while the page redraws them."""

from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from bench.page import open_page
from bench.table import Line
from elevenlines.core.looking.surfaces import Axis, Plane, all_units, span, surfaces
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec import RunSpec
from tests.browser.conftest import FLAGS
from tests.support.server import Server
from tools.browser import find

SIZE = 100
SECONDS = 5.0
REDRAWN = """seconds => new Promise(done => { let count = 0; const begin = performance.now();
  const canvas = CanvasRenderingContext2D.prototype;
  const paint = canvas.clearRect;
  canvas.clearRect = function (...box) {
    count += this.canvas.id === "unit-surfaces";
    return paint.apply(this, box);
  };
  setTimeout(() => {
    canvas.clearRect = paint;
    done(1000 * count / (performance.now() - begin));
  }, 1000 * seconds) })"""


def measure(server: Server) -> list[Line]:
    """The engine alone, then the page while it trains."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        lines = [all_at_once(), *live(browser, server)]
        browser.close()
    return lines


def ring() -> dict[str, Any]:
    """Five hundred points in a ring and around it, 2-8-8-1 tanh, ten rows a batch."""
    inputs = np.random.default_rng(1).uniform(-5.0, 5.0, (500, 2))
    targets = [[1.0 if np.hypot(*row) < 2.5 else -1.0] for row in inputs]
    network = {"hidden": [8, 8], "activation": "tanh", "output_activation": "tanh", "bias": True}
    training = {"epochs": 10_000_000, "learning_rate": 0.03, "batch_size": 10, "reduction": "mean"}
    return {"table": {"inputs": inputs.tolist(), "targets": targets}, "network": network, "training": training}


def all_at_once() -> Line:
    """Every unit over a plane."""
    spec = RunSpec.model_validate(ring())
    parameters, times = initial_parameters(spec), []
    plane = Plane(Axis(0, *span(spec.data.columns, 0)), Axis(1, *span(spec.data.columns, 1)), (0.0, 0.0))
    for _ in range(30):
        begin = perf_counter()
        surfaces(spec, parameters, plane, SIZE, all_units(spec))
        times.append(1e3 * (perf_counter() - begin))
    what = f"median {median(times):.1f} ms"
    return Line("surfaces of all 17 units of 2-8-8-1, 100 x 100", what, "within 15 ms", is_met=median(times) <= 15)


def live(browser: Browser, server: Server) -> list[Line]:
    """Epochs a second, and how often the units' surfaces are painted, with the Plane tab open beside them."""
    run = server.http.post("/runs", json=ring() | {"paused": True}).json()
    page = open_page(browser, server, run["links"]["page"])
    page.click("#tab-plane")
    page.click("#train")
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent.replaceAll(',', '')) > 100")
    begin, before = perf_counter(), server.get(f"/runs/{run['id']}")["epoch"]
    redrawn = page.evaluate(REDRAWN, SECONDS)
    epochs = (server.get(f"/runs/{run['id']}")["epoch"] - before) / (perf_counter() - begin)
    server.http.post(f"/runs/{run['id']}/stop")
    page.context.close()
    what = "500 points, 2-8-8-1 tanh, batches of 10, page open with surfaces"
    return [
        Line(f"{what}: epochs a second", f"{epochs:,.0f}", "at least 1,200", is_met=epochs >= 1_200),
        Line(f"{what}: surfaces painted a second", f"{redrawn:.0f}", "at least 25", is_met=redrawn >= 25),
    ]
