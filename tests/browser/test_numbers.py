"""The page's numbers are the API's."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import newest_run, number, train_to_the_end
from tests.support.server import Server

SHORT = '/?spec={"table":{"inputs":[[0,0,1],[0,1,1],[1,0,1],[1,1,1]],"targets":[[0],[1],[1],[0]]},"training":{"epochs":3000}}'


def drawn_edges(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll('.edge[data-layer]')].map(e => ({...e.dataset,
          width: Number(e.getAttribute('stroke-width')), negative: e.classList.contains('negative'),
          label: e.getAttribute('aria-label')}))"""
    )
    return found


def check_widths(page: Page, weights: list[Any]) -> None:
    """Width grows with |weight| on the scale that the legend names; class and text tell sign and digits."""
    end = number((page.text_content("#legend-range") or "").rpartition("+")[2])
    assert max(abs(w) for matrix in weights for row in matrix for w in row) <= end
    edges = drawn_edges(page)
    assert len(edges) == sum(len(matrix) * len(matrix[0]) for matrix in weights)
    for edge in edges:
        weight = weights[int(edge["layer"])][int(edge["from"])][int(edge["to"])]
        assert edge["width"] == pytest.approx(1 + 9 * abs(weight) / end, abs=2e-3)
        assert edge["negative"] == (weight < 0)
        assert number(edge["label"].rpartition(" ")[2]) == pytest.approx(weight, abs=5e-5)


def test_start_equals_the_preview(page: Page, server: Server) -> None:
    frame = server.http.post("/preview", json=server.get("/presets/xor")["spec"]).json()["frame"]
    check_widths(page, frame["weights"])
    actual = page.locator("#table td.actual").all_text_contents()
    assert actual == [f"{row[0]:.4f}" for row in frame["predictions"]]


def test_server_and_script_draw_the_same(page: Page, server: Server) -> None:
    """What was drawn before any script ran is what the script would draw."""
    svg = server.http.post("/preview", params={"row": 1}, json=server.get("/presets/xor")["spec"]).json()["svg"]
    widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', svg)]
    assert [edge["width"] for edge in drawn_edges(page)] == widths
    levels = re.findall(r"--level:([\d.]+)%", svg)
    shown = page.evaluate(
        "() => [...document.querySelectorAll('#drawing .unit')].map(u => u.style.getPropertyValue('--level'))"
    )
    assert [float(level.strip(" %")) for level in shown] == [float(level) for level in levels]


def test_a_trained_run_everywhere(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT, reduced_motion="reduce")
    train_to_the_end(page)
    run = newest_run(page, server)
    state = server.get(f"/runs/{run['id']}/state", include="layers", row=1)
    assert page.text_content("#epoch") == "3,000"
    assert page.text_content("#error") == f"{run['error']:.5f}"
    frame = state["frame"]
    assert page.locator("#table td.actual").all_text_contents() == [f"{row[0]:.4f}" for row in frame["predictions"]]
    check_widths(page, frame["weights"])
    for layer, values in enumerate(frame["layers"]):
        for unit, value in enumerate(values):
            shown = page.text_content(f'#drawing .unit[data-layer="{layer}"][data-unit="{unit}"] text')
            assert number(shown) == pytest.approx(value, abs=0.00501)
    page.wait_for_function("() => document.querySelector('#plot').data?.[0]?.customdata?.at(-1) === 3000")
    drawn = page.evaluate(
        "() => { const t = document.querySelector('#plot').data[0]; return {x: t.customdata, y: t.y} }"
    )
    points = dict(zip(drawn["x"], drawn["y"], strict=True))
    history = dict(zip(state["history"]["epoch"], state["history"]["error"], strict=True))
    assert history.items() <= points.items()
    for epoch in sorted(points.keys() - history.keys()):  # what the newest was when it was polled
        predictions = server.get(f"/runs/{run['id']}/frames/{epoch}")["predictions"]
        targets = run["spec"]["table"]["targets"]
        assert points[epoch] == pytest.approx(np.mean(np.abs(np.array(predictions) - targets)), rel=1e-14)


def test_the_articles_digits_in_the_page(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page("/?preset=first_column")
    train_to_the_end(page)
    assert page.text_content("#correct") == "4 of 4 correct"
    titles = page.locator("#table td.actual").evaluate_all(
        "cells => cells.map(cell => Number(cell.title.split(':')[0]))"
    )
    for shown, expected in zip(titles, [0.00966400, 0.00786466, 0.99358931, 0.99211997], strict=True):
        assert shown == pytest.approx(expected, abs=5e-9)


def test_a_line_reads_its_weight(page: Page, server: Server) -> None:
    weights = server.http.post("/preview", json=server.get("/presets/xor")["spec"]).json()["frame"]["weights"]
    edge = page.locator('.edge[data-layer="1"][data-from="2"][data-to="0"]')
    point = edge.evaluate(
        "e => { const p = e.getPointAtLength(e.getTotalLength() * 0.3); const m = e.getScreenCTM(); return [p.x * m.a + m.e, p.y * m.d + m.f]; }"
    )
    page.mouse.move(*point)
    expect(page.locator("#edge-readout")).to_contain_text("hidden 3 → xor")
    assert number(page.text_content("#edge-readout b")) == pytest.approx(weights[1][2][0], abs=5e-7)
    page.mouse.move(5, 5)
    expect(page.locator("#edge-readout")).to_have_text("click a line to set its weight")
