"""The figures' routes: numbers equal to the article's formulas, computed here from the frames' weights."""

from typing import Any

import numpy as np
import pytest

from tests.support.server import XOR_TABLE, Server

INPUTS, TARGETS = np.array(XOR_TABLE["inputs"], float), np.array(XOR_TABLE["targets"], float)


def sigmoid(z: np.ndarray) -> np.ndarray:
    value: np.ndarray = 1.0 / (1.0 + np.exp(-z))
    return value


def finished(server: Server, **body: Any) -> str:
    response = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, **body})
    return str(response.json()["id"])


@pytest.mark.parametrize("epoch", [0, 137])
def test_a_pass_is_the_articles(server: Server, epoch: int) -> None:
    run = finished(server, training={"epochs": 200, "learning_rate": 0.5})
    found = server.get(f"/runs/{run}/figures", epoch=epoch, row=2)
    syn0, syn1 = map(np.array, server.get(f"/runs/{run}/frames/{epoch}")["weights"])
    l1 = sigmoid(INPUTS @ syn0)
    l2 = sigmoid(l1 @ syn1)
    l2_delta = (TARGETS - l2) * l2 * (1 - l2)
    l1_delta = l2_delta @ syn1.T * l1 * (1 - l1)
    assert (found["epoch"], found["row"], found["learning_rate"]) == (epoch, 2, 0.5)
    hidden, output = found["layers"]
    np.testing.assert_allclose(hidden["deltas"], l1_delta[2], rtol=1e-9)
    np.testing.assert_allclose(output["inputs"], l1[2], rtol=1e-12)
    np.testing.assert_allclose(output["slopes"], (l2 * (1 - l2))[2], rtol=1e-10)
    for layer, (before, delta) in enumerate([(INPUTS, l1_delta), (l1, l2_delta)]):
        each = np.array(
            [[0.5 * before[:, i] * delta[:, j] for j in range(delta.shape[1])] for i in range(before.shape[1])]
        )
        np.testing.assert_allclose(found["contributions"][layer], each, rtol=1e-9, atol=1e-18)
        np.testing.assert_allclose(found["changes"][layer], 0.5 * before.T @ delta, rtol=1e-9, atol=1e-15)
        spread = found["spread"][layer]["gradients"]
        assert spread["rms"] == pytest.approx(np.sqrt(np.mean((before.T @ delta) ** 2)), rel=1e-9)
    start = server.get(f"/runs/{run}/frames/0")["weights"][0]
    np.testing.assert_allclose(found["hidden"]["first"]["values"][0], sigmoid(INPUTS @ start), rtol=1e-12)
    np.testing.assert_allclose(found["hidden"]["shown"]["values"][0], l1, rtol=1e-12)
    together = np.corrcoef(np.column_stack([l1, TARGETS]).T)[:-1, -1]
    np.testing.assert_allclose(np.ravel(found["hidden"]["shown"]["correlations"][0]), together, rtol=1e-9)
    assert found["correlations"] == [[pytest.approx(0.0, abs=1e-15)]] * 2 + [[None]]
    assert found["notes"] == []


def test_the_first_pass_of_a_spec_needs_no_run(server: Server) -> None:
    run = finished(server, training={"epochs": 3})
    asked = server.http.post(
        "/preview/figures", params={"row": 3}, json={"table": XOR_TABLE, "training": {"epochs": 3}}
    )
    assert asked.json() == server.get(f"/runs/{run}/figures", epoch=0, row=3)


def test_the_newest_epoch_and_what_is_not_there(server: Server) -> None:
    run = finished(server, training={"epochs": 20, "optimizer": "adam", "learning_rate": 0.01, "batch_size": 2})
    found = server.get(f"/runs/{run}/figures")
    assert found["epoch"] == 20
    assert any("adam" in note for note in found["notes"])
    assert any("2 rows at a time" in note for note in found["notes"])
    assert server.http.get(f"/runs/{run}/figures", params={"epoch": 21}).status_code == 404
    refused = server.http.get(f"/runs/{run}/figures", params={"row": 4})
    assert refused.json()["errors"][0]["pointer"] == "/query/row"


def test_what_is_too_large_is_refused_in_words(server: Server) -> None:
    large = {"table": XOR_TABLE, "network": {"hidden": [80, 80]}}
    run = server.start(paused=True, network=large["network"])["id"]
    for answer in (server.http.get(f"/runs/{run}/figures"), server.http.post("/preview/figures", json=large)):
        assert answer.status_code == 422
        assert "up to 20,000" in answer.json()["errors"][0]["detail"]


def test_a_curve_is_the_registrys(server: Server) -> None:
    found = server.get("/activations/sigmoid/curve")
    x = np.array(found["x"])
    np.testing.assert_allclose(found["value"], sigmoid(x), rtol=1e-15)
    np.testing.assert_allclose(found["slope"], sigmoid(x) * (1 - sigmoid(x)), rtol=1e-13)
    assert server.http.get("/activations/step/curve").status_code == 404


def test_what_goes_together_is_asked_of_training_rows_alone(server: Server) -> None:
    table = {"inputs": [[1], [2], [3], [4], [9]], "targets": [[0], [1], [0], [1], [0]]}
    run = finished(server, table=table, split={"test": [1, 4]}, training={"epochs": 20})
    found = server.get(f"/runs/{run}/figures")
    rows, targets = found["rows"], np.array(table["targets"], float)
    assert rows == [0, 2, 3]
    inputs = np.array(table["inputs"], float)[rows, 0]
    wanted = np.corrcoef(inputs, targets[rows, 0])[0, 1]
    np.testing.assert_allclose(found["correlations"], [[wanted]], rtol=1e-9)
    for hidden in found["hidden"].values():
        values = np.array(hidden["values"][0])
        assert len(values) == 5
        together = np.corrcoef(np.column_stack([values, targets])[rows].T)[:-1, -1]
        np.testing.assert_allclose(np.ravel(hidden["correlations"][0]), together, rtol=1e-9)
