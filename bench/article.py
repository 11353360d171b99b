"""60,000 epochs of the article's second run: its listing in plain NumPy, beside the engine and the whole server."""

import re
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from bench.table import Line
from elevenlines.core.presets import PRESETS
from elevenlines.core.training import Training
from tests.support.server import Server

ROUNDS = 5
EPOCHS = 60_000


def listing() -> None:
    """What the article's listing computes, as it stands there: a function for both the sigmoid and its slope."""

    def nonlinearity(x: np.ndarray, *, slope: bool = False) -> np.ndarray:
        if slope:
            return x * (1 - x)  # type: ignore[no-any-return]  # NumPy's stubs
        return 1 / (1 + np.exp(-x))  # type: ignore[no-any-return]

    inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    targets = np.array([[0], [1], [1], [0]])
    np.random.seed(1)  # noqa: NPY002  (the article's generator)
    first, second = 2 * np.random.random((3, 4)) - 1, 2 * np.random.random((4, 1)) - 1  # noqa: NPY002  (the article's generator)
    for epoch in range(EPOCHS):
        hidden = nonlinearity(np.dot(inputs, first))
        output = nonlinearity(np.dot(hidden, second))
        error = targets - output
        if epoch % 10_000 == 0:
            str(np.mean(np.abs(error)))
        delta = error * nonlinearity(output, slope=True)
        hidden_error = delta.dot(second.T)
        hidden_delta = hidden_error * nonlinearity(hidden, slope=True)
        second += hidden.T.dot(delta)
        first += inputs.T.dot(hidden_delta)


def seconds(work: object) -> float:
    """How long a call takes."""
    begin = perf_counter()
    work()  # type: ignore[operator]
    return perf_counter() - begin


def measure(server: Server) -> list[Line]:
    """Interleaved rounds, medians."""
    body = {"table": PRESETS["xor"].spec.table.model_dump(mode="json")}

    def whole() -> None:
        run = server.http.post("/runs", params={"wait": 30}, json=body).json()
        assert run["epoch"] == EPOCHS

    def recorded() -> None:
        Training(PRESETS["xor"].spec).advance(EPOCHS)

    def alone() -> None:
        Training(PRESETS["xor"].spec, is_kept=False).advance(EPOCHS)

    found: dict[str, list[float]] = {"listing": [], "alone": [], "recorded": [], "whole": []}
    for _ in range(ROUNDS):
        for name, work in (("listing", listing), ("alone", alone), ("recorded", recorded), ("whole", whole)):
            found[name].append(seconds(work))
    found["whole"] += [seconds(whole) for _ in range(20)]
    plain, served = median(found["listing"]), median(found["whole"])
    unrecorded, kept = (median(found[name]) / plain for name in ("alone", "recorded"))
    return [
        Line("the article's listing in plain NumPy, 60,000 epochs", f"{plain * 1e3:.0f} ms", "–", is_met=True),
        Line(
            "readable engine, nothing recorded",
            f"{unrecorded:.2f} times the listing",
            "at most 1.3 times",
            is_met=unrecorded <= 1.3,
        ),
        Line(
            "readable engine, history and frames kept",
            f"{kept:.2f} times the listing",
            "at most 1.7 times",
            is_met=kept <= 1.7,
        ),
        Line(
            "`POST /runs?wait=30` from outside, 60,000 epochs, stored",
            f"median {served * 1e3:.0f} ms, {served / plain:.3f} times the listing",
            "median at most 60 ms",
            is_met=served <= 0.060,
        ),
        memory(server),
    ]


def memory(server: Server) -> Line:
    """Of the largest worker, now that it has trained."""
    status = [Path(f"/proc/{pid}/status").read_text("utf-8") for pid in server.worker_pids()]
    largest = max(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in status) * 1024 / 1e6  # type: ignore[index]  # Linux has it
    return Line("memory of a worker, at most so far", f"{largest:.0f} MB", "below 200 MB", is_met=largest < 200)
