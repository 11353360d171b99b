"""The article's printed numbers, through the core, the API and the command line alike."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from tests.support.server import ROOT, Server

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))
TWO, THREE = GOLDEN["two_layer"], GOLDEN["three_layer"]
ERRORS = THREE["printed_mean_absolute_error_at"]
AFTER_10_000 = [0.00966400, 0.00786466, 0.99358931, 0.99211997]  # golden.json's note


def spec_of(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "table": {"inputs": case["inputs"], "targets": case["targets"]},
        "network": {"hidden": case["hidden"]},
        "training": {"epochs": case["iterations"]},
        "seed": case["seed"],
    }


def trained(case: dict[str, Any], until: int) -> Training:
    training = Training(RunSpec.model_validate(spec_of(case)))
    training.advance(until)
    return training


def test_the_presets_are_the_articles_two_runs() -> None:
    for preset, case in (("first_column", TWO), ("xor", THREE)):
        asked = RunSpec.model_validate(spec_of(case))
        spec = PRESETS[preset].spec
        assert spec.table.inputs == asked.table.inputs
        assert spec.table.targets == asked.table.targets
        assert (spec.network, spec.training, spec.seed) == (asked.network, asked.training, asked.seed)


def test_core_two_layers() -> None:
    last_pass = trained(TWO, TWO["iterations"] - 1).predictions()[:, 0]
    assert [f"{value:.8f}" for value in last_pass] == TWO["printed_l1_of_the_last_pass"]
    training = trained(TWO, TWO["iterations"])
    assert np.abs(training.frame().state[0] - TWO["weights_after"]).max() < 5e-9
    np.testing.assert_allclose(training.predictions()[:, 0], AFTER_10_000, atol=5e-9)


def test_core_three_layers_prints_the_articles_errors() -> None:
    training = trained(THREE, THREE["iterations"])
    points, _ = training.take()
    errors = {str(point.epoch): point.error for point in points}
    for epoch, printed in ERRORS.items():
        assert errors[epoch] == pytest.approx(float(printed), rel=THREE["relative_tolerance"])
        assert f"{errors[epoch]:.12g}" == printed


def listing(case: dict[str, Any], sizes: list[int]) -> list[np.ndarray]:
    """The weights that the article's algorithm ends with, in plain NumPy and without anything of ours.

    One matrix product forth and one back for each layer, in the article's order: so every sum is rounded as there.
    """
    rows, wanted = np.array(case["inputs"]), np.array(case["targets"])
    random = np.random.RandomState(case["seed"])
    weights = [2 * random.random_sample(shape) - 1 for shape in pairwise(sizes)]
    for _ in range(case["iterations"]):
        values = [rows]
        for matrix in weights:
            values.append(1 / (1 + np.exp(-np.dot(values[-1], matrix))))
        error = wanted - values[-1]
        for layer in reversed(range(len(weights))):
            delta = error * (values[layer + 1] * (1 - values[layer + 1]))
            error = delta.dot(weights[layer].T)
            weights[layer] += values[layer].T.dot(delta)
    return weights


@pytest.mark.parametrize(("case", "sizes"), [(TWO, [3, 1]), (THREE, [3, 4, 1])], ids=["two layers", "three layers"])
def test_the_readable_engine_gives_the_listings_bits(case: dict[str, Any], sizes: list[int]) -> None:
    """Run side by side, since the last bits differ between processors; a file could not hold them."""
    found = trained(case, case["iterations"]).frame().state[0]
    expected = np.concatenate([matrix.ravel() for matrix in listing(case, sizes)])
    assert found.tobytes() == expected.tobytes()


def test_api_two_layers(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=spec_of(TWO)).json()
    assert run["status"] == "done"
    last_pass = server.get(f"/runs/{run['id']}/frames/{TWO['iterations'] - 1}")
    assert [f"{row[0]:.8f}" for row in last_pass["predictions"]] == TWO["printed_l1_of_the_last_pass"]
    state = server.get(f"/runs/{run['id']}/state")
    weights = np.array(state["frame"]["weights"][0])[:, 0]
    assert np.abs(weights - TWO["weights_after"]).max() < 5e-9
    np.testing.assert_allclose(np.array(state["frame"]["predictions"])[:, 0], AFTER_10_000, atol=5e-9)


def test_api_three_layers(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=spec_of(THREE)).json()
    assert (run["status"], run["epoch"]) == ("done", 60_000)
    history = server.get(f"/runs/{run['id']}/state")["history"]
    errors = dict(zip(map(str, history["epoch"]), history["error"], strict=True))
    for epoch, printed in ERRORS.items():
        assert errors[epoch] == pytest.approx(float(printed), rel=THREE["relative_tolerance"])


def command_line(*arguments: str) -> str:
    command = [sys.executable, "-m", "elevenlines.app.cli", "train", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_command_line_two_layers() -> None:
    printed = command_line("--preset", "first_column")
    assert re.findall(r"\[(\d\.\d+)\]", printed) == TWO["printed_l1_of_the_last_pass"]


def test_command_line_three_layers() -> None:
    printed = command_line("--preset", "xor")
    assert re.findall(r"^Error:(\S+)$", printed, re.MULTILINE) == list(ERRORS.values())
