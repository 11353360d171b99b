"""One iteration taken apart on the page: its numbers are those of plain NumPy, and it is walked by key and by button."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, ready
from tests.browser.helpers import newest_run
from tests.browser.test_time import look
from tests.support.server import XOR_TABLE, Server

Array = NDArray[np.float64]
INPUTS = np.array(XOR_TABLE["inputs"], float)
TARGETS = np.array(XOR_TABLE["targets"], float)


@dataclass
class Pass:
    """One update, by the test's own arithmetic; lists begin with the first layer after the inputs."""

    values: list[Array]
    sums: list[Array]
    errors: list[Array]
    deltas: list[Array]


def tanh(z: Array) -> Array:
    return np.asarray(np.tanh(z))


def sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


def iterate(weights: list[Array], biases: list[Array], rows: list[int], hidden: Callable[[Array], Array]) -> Pass:
    """Forward and backward; the output is a sigmoid."""
    values, sums = [INPUTS[rows]], []
    for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
        sums.append(values[-1] @ w + b)
        values.append((sigmoid if i == len(weights) - 1 else hidden)(sums[-1]))
    errors, deltas = [TARGETS[rows] - values[-1]], [(TARGETS[rows] - values[-1]) * values[-1] * (1 - values[-1])]
    for w, a in zip(weights[:0:-1], values[-2:0:-1], strict=True):
        errors.insert(0, deltas[0] @ w.T)
        deltas.insert(0, errors[0] * (1 - a**2 if hidden is tanh else a * (1 - a)))
    return Pass(values, sums, errors, deltas)


def as_shown(value: float) -> str:
    """Four decimals, and never fewer digits that say something."""
    size = abs(value)
    value = value if size else 0.0
    if 0 < size < 0.001:
        mantissa, exponent = f"{value:.3e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    zeros = 0 if size == 0 or size >= 0.1 else 1 if size >= 0.01 else 2
    return f"{value:.{4 + zeros}f}".replace("-", "−")


def line(page: Page, name: str) -> Any:
    """The number of a line, by the article's name for it."""
    return page.locator(f'#steps-lines tr[data-name="{name}"] td:last-child')


def terms(page: Page) -> list[list[str]]:
    """The numbers of the sum: both factors of each term, and their product."""
    rows = page.locator("#steps-terms tr").all()
    return [[text for text in row.locator("td").all_text_contents() if text not in {"×", ""}] for row in rows]


def go_to(page: Page, place: str) -> None:
    """Walks from the first sub-step to the one of that name."""
    page.focus("#steps-sum")
    page.keyboard.press("Home")
    progress = page.locator("#steps-progress")
    expect(progress).to_contain_text("(1 of ")
    count = int((progress.text_content() or "").split(" of ")[1].rstrip(")").replace(",", ""))
    for number in range(1, count + 1):
        expect(progress).to_contain_text(f"({number} of ")
        if (progress.text_content() or "").startswith(f"{place} ("):
            return
        page.keyboard.press("n")
    raise AssertionError(f"no sub-step {place}")


def open_steps(
    open_page: Callable[..., Page], server: Server, spec: dict[str, Any], epochs: int, **options: Any
) -> Page:
    """The panel on a run that waits at an epoch."""
    response = server.http.post("/runs", json=spec | {"paused": True})
    assert response.status_code == 201, response.text
    run = response.json()
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": epochs})
    server.wait_until(run["id"], lambda now: now["epoch"] == epochs and now["status"] == "paused")
    page = open_page(f"/?run={run['id']}", **options)
    page.get_by_role("tab", name="Steps").click()
    expect(page.locator("#steps-pass")).to_have_text(f"{epochs:,} → {epochs + 1:,}")
    return page


@pytest.fixture
def xor(open_page: Callable[..., Page], server: Server) -> Page:
    return open_steps(open_page, server, server.get("/presets/xor")["spec"], 1_000)


def article(epochs: int) -> tuple[list[Array], Pass]:
    """The article's second network after so many epochs, and the pass that follows."""
    random = np.random.RandomState(1)
    weights = [2 * random.random_sample((3, 4)) - 1, 2 * random.random_sample((4, 1)) - 1]
    none = [np.zeros(4), np.zeros(1)]
    for _ in range(epochs):
        made = iterate(weights, none, [0, 1, 2, 3], sigmoid)
        weights = [w + a.T @ d for w, a, d in zip(weights, made.values, made.deltas, strict=False)]
    return weights, iterate(weights, none, [0, 1, 2, 3], sigmoid)


def test_the_articles_iteration_in_its_own_numbers(xor: Page) -> None:
    weights, made = article(1_000)
    row, unit = 1, 2
    go_to(xor, "forward · hidden 3")
    expect(line(xor, "l1_z")).to_have_text(as_shown(made.sums[0][row, unit]))
    expect(line(xor, "l1")).to_have_text(as_shown(made.values[1][row, unit]))
    factors = [(INPUTS[row, i], weights[0][i, unit]) for i in range(3)]
    assert terms(xor) == [[as_shown(x), as_shown(w), as_shown(x * w)] for x, w in factors]
    go_to(xor, "error · xor")
    expect(line(xor, "l2_error")).to_have_text(as_shown(made.errors[1][row, 0]))
    expect(line(xor, "l2_delta")).to_have_text(as_shown(made.deltas[1][row, 0]))
    go_to(xor, "backward · hidden 3")
    expect(line(xor, "l1_error")).to_have_text(as_shown(made.errors[0][row, unit]))
    expect(line(xor, "l1_delta")).to_have_text(as_shown(made.deltas[0][row, unit]))
    go_to(xor, "update · b → hidden 3")
    update = float(made.values[0][:, 1] @ made.deltas[0][:, unit])
    expect(line(xor, "syn0_update")).to_have_text(as_shown(update))
    expect(line(xor, "syn0_after")).to_have_text(as_shown(weights[0][1, unit] + update))
    assert [term[2] for term in terms(xor)] == [
        as_shown(made.values[0][r, 1] * made.deltas[0][r, unit]) for r in range(4)
    ]


RICH = {
    "table": XOR_TABLE,
    "network": {"hidden": [3, 2], "activation": "tanh", "bias": True},
    "training": {"optimizer": "momentum", "momentum": 0.8, "learning_rate": 0.1, "batch_size": 2},
}


def momentum(start: dict[str, Any], epochs: int) -> tuple[list[Array], list[Array], list[Array], Pass]:
    """Weights, biases and the weights' velocities before the second batch of the next pass, and that batch."""
    weights, biases = [np.array(w) for w in start["weights"]], [np.array(b) for b in start["biases"]]
    speeds, drifts = [0 * w for w in weights], [0 * b for b in biases]
    for rows in [*[[0, 1], [2, 3]] * epochs, [0, 1]]:
        made = iterate(weights, biases, rows, tanh)
        speeds = [0.8 * v + a.T @ d for v, a, d in zip(speeds, made.values, made.deltas, strict=False)]
        drifts = [0.8 * v + d.sum(axis=0) for v, d in zip(drifts, made.deltas, strict=True)]
        weights = [w + 0.1 * v for w, v in zip(weights, speeds, strict=True)]
        biases = [b + 0.1 * v for b, v in zip(biases, drifts, strict=True)]
    return weights, biases, speeds, iterate(weights, biases, [2, 3], tanh)


def test_bias_momentum_and_batches_in_their_own_numbers(open_page: Callable[..., Page], server: Server) -> None:
    page = open_steps(open_page, server, RICH, 30)
    run = newest_run(page, server)["id"]
    weights, biases, speeds, made = momentum(server.get(f"/runs/{run}/frames/0", include="weights"), 30)
    page.fill("#steps-batch", "2")
    page.keyboard.press("Enter")
    expect(page.locator("#steps-row")).to_have_text("row 3 of 4")  # the first of this batch
    page.click("#steps-row-on")
    expect(page.locator("#steps-row")).to_have_text("row 4 of 4")
    row, unit = 1, 0  # row 4 stands second in its batch
    go_to(page, "forward · hidden 2.1")
    expect(line(page, "l2_z")).to_have_text(as_shown(made.sums[1][row, unit]))
    expect(line(page, "l2")).to_have_text(as_shown(math.tanh(made.sums[1][row, unit])))
    assert terms(page)[-1] == ["1.0000", as_shown(biases[1][unit]), as_shown(biases[1][unit])]
    go_to(page, "error · y")
    expect(line(page, "l3_delta")).to_have_text(as_shown(made.deltas[2][row, 0]))
    go_to(page, "backward · hidden 1.3")
    expect(line(page, "l1_error")).to_have_text(as_shown(made.errors[0][row, 2]))
    expect(line(page, "l1_delta")).to_have_text(as_shown(made.deltas[0][row, 2]))
    go_to(page, "update · hidden 1.2 → hidden 2.1")
    descent = float(made.values[1][:, 1] @ made.deltas[1][:, unit])
    speed = 0.8 * speeds[1][1, unit] + descent
    expect(line(page, "syn1_descent")).to_have_text(as_shown(descent))
    expect(line(page, "syn1_velocity_after")).to_have_text(as_shown(speed))
    expect(line(page, "syn1_update")).to_have_text(as_shown(0.1 * speed))
    expect(line(page, "syn1_after")).to_have_text(as_shown(weights[1][1, unit] + 0.1 * speed))


def test_keys_walk_and_edges_light_up(xor: Page) -> None:
    progress = xor.locator("#steps-progress")
    xor.focus("#steps-sum")
    for key, place in (
        ("ArrowRight", "forward · hidden 2 (2 of 26)"),
        ("n", "forward · hidden 3 (3 of 26)"),
        ("b", "forward · hidden 2 (2 of 26)"),
        ("End", "update · one → hidden 4 (26 of 26)"),
        ("ArrowLeft", "update · one → hidden 3 (25 of 26)"),
        ("Home", "forward · hidden 1 (1 of 26)"),
    ):
        xor.keyboard.press(key)
        expect(progress).to_have_text(place)
    lit = xor.locator(".edge.lit")
    expect(lit).to_have_count(3)
    assert {edge.get_attribute("data-to") for edge in lit.all()} == {"0"}
    expect(xor.locator('.unit[data-layer="1"][data-unit="0"] .ring')).to_have_count(1)
    xor.select_option("#steps-group", label="backward: hidden layer")
    expect(progress).to_have_text("backward · hidden 1 (7 of 26)")
    expect(lit).to_have_count(1)
    expect(lit).to_have_attribute("data-layer", "1")
    xor.get_by_role("tab", name="Settings").click()
    expect(xor.locator(".lit, .ring")).to_have_count(0)


def test_another_epoch_and_another_row_keep_the_sub_step(xor: Page) -> None:
    go_to(xor, "forward · hidden 3")
    expect(line(xor, "l1_z")).to_have_text(as_shown(article(1_000)[1].sums[0][1, 2]))
    for epoch in (0, 234):
        look(xor, epoch)
        expect(line(xor, "l1_z")).to_have_text(as_shown(article(epoch)[1].sums[0][1, 2]))
    xor.click("#steps-row-on")
    expect(line(xor, "l1_z")).to_have_text(as_shown(article(234)[1].sums[0][2, 2]))
    expect(xor.locator("#steps-progress")).to_have_text("forward · hidden 3 (3 of 26)")


def test_after_the_last_sub_step_comes_the_next_epoch(xor: Page) -> None:
    look(xor, 998)
    expect(xor.locator("#steps-pass")).to_have_text("998 → 999")
    for epoch in (998, 999, 1_000):  # the last of these trains one more
        xor.focus("#steps-sum")
        xor.keyboard.press("End")
        xor.get_by_role("button", name="Next epoch").click()
        expect(xor.locator("#steps-pass")).to_have_text(f"{epoch + 1:,} → {epoch + 2:,}")
        expect(xor.locator("#steps-progress")).to_have_text("forward · hidden 1 (1 of 26)")
    xor.keyboard.press("b")
    expect(xor.locator("#steps-pass")).to_have_text("1,000 → 1,001")
    expect(xor.locator("#steps-progress")).to_have_text("update · one → hidden 4 (26 of 26)")
    expect(line(xor, "syn0_after")).to_have_text(as_shown(article(1_001)[0][0][2, 3]))


def test_batches_follow_one_another(open_page: Callable[..., Page], server: Server) -> None:
    page = open_steps(open_page, server, RICH, 5)
    for batch, following in (("1", "5 → 6"), ("2", "6 → 7")):
        expect(page.locator("#steps-batch")).to_have_value(batch)
        page.focus("#steps-sum")
        page.keyboard.press("End")
        page.keyboard.press("n")
        expect(page.locator("#steps-pass")).to_have_text(following)
        expect(page.locator("#steps-progress")).to_contain_text("(1 of ")
    expect(page.locator("#steps-batch")).to_have_value("1")


def test_a_run_is_made_to_look_at_and_plays_by_itself(page: Page, server: Server) -> None:
    page.get_by_role("tab", name="Steps").click()
    page.get_by_role("button", name="Make a run that waits at epoch 0").click()
    expect(page.locator("#steps-pass")).to_have_text("0 → 1")
    assert newest_run(page, server)["status"] == "paused"
    boxes = [page.locator(f"#{name}").bounding_box() for name in ("steps-back", "steps-next", "steps-play")]
    page.select_option("#steps-pace", "10")
    page.click("#steps-play")
    expect(page.locator("#steps-sentence")).to_have_attribute("aria-live", "off")
    expect(page.locator("#steps-pass")).to_have_text("1 → 2")
    page.click("#steps-next")
    expect(page.locator("#steps-play")).to_have_attribute("aria-pressed", "false")
    assert boxes == [page.locator(f"#{name}").bounding_box() for name in ("steps-back", "steps-next", "steps-play")]


def test_large_networks_are_walked_in_jumps(open_page: Callable[..., Page], server: Server) -> None:
    page = open_steps(open_page, server, {"table": XOR_TABLE, "network": {"hidden": [200]}, "training": {}}, 1)
    run = newest_run(page, server)["id"]
    frame = server.get(f"/runs/{run}/frames/1", include="weights,layers", row=1)
    go_to(page, "forward · y")
    assert len(terms(page)) == 13
    products = np.array(frame["layers"][1]) * np.array(frame["weights"][1])[:, 0]
    expect(page.locator("#steps-terms .rest")).to_have_text(f"… and 188 more, together{as_shown(products[12:].sum())}")
    page.fill("#steps-unit", "77")
    page.keyboard.press("Enter")
    page.select_option("#steps-group", label="forward: hidden layer")
    expect(page.locator("#steps-progress")).to_have_text("forward · hidden 77 (1 of 8)")
    expect(page.locator('.unit[data-layer="1"][data-unit="76"] .ring')).to_have_count(1)
    expect(page.locator(".edge.lit")).to_have_count(3)


def powers(text: str) -> list[float]:
    """The powers of e in a text."""
    return [
        math.exp(float(z.strip("()").replace("−", "-"))) for z in re.findall(r"e\^(\([^)]*\)|[\d.]+(?:e−\d+)?)", text)
    ]


def test_softmax_is_followed_from_its_text_and_training_is_told_from_prediction(
    open_page: Callable[..., Page], server: Server
) -> None:
    table = {**XOR_TABLE, "targets": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]}
    network = {"hidden": [4], "output_activation": "softmax", "bias": True}
    spec = {"table": table, "network": network, "training": {"loss": "categorical_cross_entropy"}}
    page = open_steps(open_page, server, spec, 40)
    go_to(page, "forward · y2")
    run = newest_run(page, server)["id"]
    share = server.get(f"/runs/{run}/frames/40")["predictions"][1][1]
    text = page.locator('#steps-lines tr[data-name="l2"] td').first.text_content() or ""
    own, *others = powers(text)
    assert len(others) == 3
    assert own / sum(others) == pytest.approx(share, abs=1e-3)
    expect(line(page, "l2")).to_have_text(as_shown(share))
    expect(page.locator("#steps-mode")).to_be_hidden()


def test_a_pass_that_leaves_units_out_says_so(open_page: Callable[..., Page], server: Server) -> None:
    page = open_steps(open_page, server, RICH | {"training": {"dropout": 0.3}}, 2)
    expect(page.locator("#steps-mode")).to_have_text(
        "Training leaves units out; the drawing and the table show the network as it predicts."
    )


def test_what_is_too_large_says_so(browser: Browser, server: Server) -> None:
    spec = {"table": XOR_TABLE, "network": {"hidden": [300, 300]}, "training": {}}
    run = server.http.post("/runs", json=spec | {"paused": True}).json()
    page = browser.new_page()  # one that may log an error: the browser itself says what was refused
    page.goto(f"{server.url}/?run={run['id']}")
    ready(page)
    page.get_by_role("tab", name="Steps").click()
    expect(page.locator("#steps-problem")).to_contain_text("too large a network")
    expect(page.locator("#steps")).to_be_hidden()
    page.close()


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}


@pytest.mark.parametrize("style", LOOKS)
def test_axe_finds_nothing_in_the_steps(open_page: Callable[..., Page], server: Server, style: str) -> None:
    page = open_steps(open_page, server, RICH, 3, bypass_csp=True, **LOOKS[style])
    violations = Axe().run(page).response["violations"]
    assert not violations, json.dumps([[v["id"], [node["html"][:120] for node in v["nodes"]]] for v in violations])
    assert page.evaluate("() => document.documentElement.scrollWidth") <= page.evaluate("() => innerWidth")
