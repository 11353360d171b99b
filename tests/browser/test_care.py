"""For everybody: keyboard, screen reader, light, dark, phone, little motion, no network, no waiting."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from elevenlines.app.views.page.drawing import scale_for
from tests.browser.conftest import PHONE, ready
from tests.browser.helpers import newest_run, number, train_to_the_end
from tests.support.server import Server, wait_for

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", ["/", "/?preset=full_adder"])
def test_axe_finds_nothing(open_page: Callable[..., Page], look: str, address: str) -> None:
    page = open_page(address, bypass_csp=True, **LOOKS[look])  # axe is put into the page as a script of its own
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.wait_for_function("() => document.querySelector('#plot').data?.length > 0")
    violations = Axe().run(page).response["violations"]
    assert not violations, json.dumps(
        [{v["id"]: [(node["html"][:120], node["failureSummary"]) for node in v["nodes"]]} for v in violations], indent=1
    )


def test_all_of_it_fits_without_scrolling(page: Page) -> None:
    size = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 800]
    for panel in ("#table", "#drawing", "#plot", "#settings", "#train"):
        box = page.locator(panel).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
        assert box["x"] + box["width"] <= 1280


def test_a_phone_scrolls_one_way_only(open_page: Callable[..., Page]) -> None:
    page = open_page("/", **PHONE)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    network, table = page.locator(".network-panel").bounding_box(), page.locator(".table-panel").bounding_box()
    assert network is not None
    assert table is not None
    assert network["y"] < table["y"]
    for target in page.locator("button:visible").all():
        box = target.bounding_box()
        assert box is not None
        if target.evaluate("b => !b.closest('.truth th')"):
            assert box["height"] >= 24


def test_no_layout_jumps_while_it_trains(page: Page) -> None:
    page.evaluate(
        """() => { window.jumps = 0; new PerformanceObserver(list => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps += entry.value;
        }).observe({ type: "layout-shift" }); }"""
    )
    train_to_the_end(page)
    assert page.evaluate("() => window.jumps") < 0.005


def test_everything_by_keyboard(page: Page, server: Server) -> None:
    name = """() => { const e = document.activeElement;
      return e.id || e.dataset.cell || e.dataset.action || (e.matches(".edge") ? "edge" : "") }"""
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(name))
    wanted = {
        "preset",
        "train",
        "step",
        "reset",
        "seed",
        "new-seed",
        "speed",
        "share",
        "theme",
        "0,0",
        "add-row",
        "add-input",
    }
    wanted |= {"all-combinations", "edge", "more", "fewer", "add", "x-scale", "y-scale"}
    wanted |= {"activation", "output-activation", "bias", "alpha", "alpha-slider", "epochs"}
    assert not wanted - reached
    page.focus("#train")
    page.keyboard.press("Enter")
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.keyboard.press("Space")
    expect(page.locator("#train-word")).to_have_text("Train")
    assert newest_run(page, server)["status"] == "paused"


def test_arrows_walk_the_edges(page: Page) -> None:
    page.locator(".edge[tabindex='0']").focus()
    expect(page.locator("#edge-readout")).to_contain_text("a → hidden 1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#edge-readout")).to_contain_text("a → hidden 2")
    page.keyboard.press("End")
    expect(page.locator("#edge-readout")).to_contain_text("hidden 4 → xor")


def test_a_screen_reader_hears_now_and_then(page: Page) -> None:
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => window.said.push(document.querySelector("#announcer").textContent))
          .observe(document.querySelector("#announcer"), { childList: true, characterData: true, subtree: true }); }"""
    )
    train_to_the_end(page)
    said = page.evaluate("() => window.said")
    assert 1 <= len(said) <= 6, said
    assert said[-1].startswith("done: epoch 60,000, error 0.0031")


STILL_FRAMES = """() => { const ask = window.requestAnimationFrame; const held = [];
  window.requestAnimationFrame = action => held.push(action);
  window.goOn = () => { window.requestAnimationFrame = ask; held.forEach(action => ask(action)); }; }"""


def widths(page: Page) -> list[float]:
    """The widths of the lines, layer by layer."""
    found: list[float] = page.locator("#drawing .edge").evaluate_all(
        "edges => edges.map(edge => Number(edge.getAttribute('stroke-width')))"
    )
    return found


def widths_of(page: Page, frame: dict[str, Any]) -> list[float]:
    """The widths that the lines of a frame have once they have come to rest."""
    weights = np.abs([weight for matrix in frame["weights"] for row in matrix for weight in row])
    thin, thick = (float(page.get_attribute("#drawing svg", f"data-{end}") or "") for end in ("thinnest", "thickest"))
    shares = np.minimum(1, weights / scale_for(float(weights.max())))
    return [round(width, 3) for width in thin + (thick - thin) * shares]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_lines_glide_unless_little_motion_is_wanted(
    open_page: Callable[..., Page], server: Server, motion: str
) -> None:
    """While no frame is painted, a line that glides stays where it was; one that does not is there at once."""
    page = open_page("/", reduced_motion=motion)
    page.fill("#alpha", "20")
    page.keyboard.press("Enter")
    page.evaluate(STILL_FRAMES)
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    frame = server.get(f"/runs/{newest_run(page, server)['id']}/frames/1")
    at_rest = pytest.approx(widths_of(page, frame), abs=0.002)
    assert (widths(page) == at_rest) == (motion == "reduce")
    page.evaluate("() => window.goOn()")
    wait_for(lambda: widths(page) == at_rest, "lines at rest")


DASHES = """edges => edges.map(edge => [edge.getAttribute("aria-label"), getComputedStyle(edge).strokeDasharray])"""


def check_dashes(page: Page) -> None:
    """Negative lines are dashed and no others, whatever their colour."""
    found = page.locator("#drawing .edge").evaluate_all(DASHES)
    signs = {(number(label.rpartition(" ")[2]) < 0, dash != "none") for label, dash in found}
    assert signs == {(True, True), (False, False)}, found


def test_a_negative_line_is_dashed_in_every_drawing(
    open_page: Callable[..., Page], browser: Browser, server: Server
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    drawn = context.new_page()
    drawn.goto("/")
    check_dashes(drawn)
    context.close()
    page = open_page("/")
    before = page.locator("#drawing .edge").evaluate_all(DASHES)
    check_dashes(page)
    train_to_the_end(page)
    assert [dash for _, dash in page.locator("#drawing .edge").evaluate_all(DASHES)] != [dash for _, dash in before]
    check_dashes(page)


def test_drawn_before_any_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    page = context.new_page()
    page.goto("/?preset=majority")
    assert page.locator(".edge[data-layer]").count() == 4
    assert page.locator("#table tbody tr").count() == 8
    context.close()


def test_drawn_without_plotly(open_page: Callable[..., Page], browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.route("**/plotly*", lambda route: route.abort())
    page.goto("/")
    ready(page)
    train_to_the_end(page)
    expect(page.locator("#epoch")).to_have_text("60,000")
    context.close()


def test_theme_is_kept(page: Page) -> None:
    page.click("#theme")
    page.click("#theme")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(ground)
    page.reload()
    ready(page)
    assert page.evaluate(ground) == dark == "rgb(19, 20, 22)"


def test_a_thousand_edges_are_on_a_canvas_and_readable(open_page: Callable[..., Page]) -> None:
    page = open_page(
        '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"network":{"hidden":[30,30],"bias":true}}'
    )
    expect(page.locator("canvas#edges")).to_be_visible()
    drawn = page.evaluate(
        """() => { const c = document.querySelector("canvas#edges"); const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
          let some = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) some++; return some }"""
    )
    assert drawn > 1_000
    first = page.locator(".unit[data-layer='0'][data-unit='0']").bounding_box()
    assert first is not None
    page.mouse.move(first["x"] + first["width"] + 4, first["y"] + first["height"] / 2)
    expect(page.locator("#edge-readout")).to_contain_text("a → hidden")
    expect(page.locator(".edge.single")).to_have_attribute("data-layer", "0")
    page.click(".unit[data-layer='1'][data-unit='7']")  # above the canvas
    expect(page.locator("#weight-title")).to_have_text("into hidden 1.8")


def test_docs_are_there_without_the_network(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/docs")
    expect(page.locator("#swagger-ui")).to_contain_text("/api/v1/runs")
    assert all(url.startswith((server.url, "data:")) for url in asked)
    context.close()
