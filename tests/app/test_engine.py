"""The whole engine through the API: what is asked for is what trains, and the answers say so."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.compiled.cache import VARIABLE
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training.engines import begin
from tests.support.server import XOR_TABLE, Server

CLASSES = {"inputs": XOR_TABLE["inputs"], "targets": [[1, 0], [0, 1], [0, 1], [1, 0]]}


def finished(server: Server, **body: Any) -> dict[str, Any]:
    response = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, **body})
    assert response.status_code == 201, response.text
    run: dict[str, Any] = response.json()
    return run


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({"hidden": [6, {"size": 3, "activation": "gelu", "dropout": 0.0}]}, {"dropout": 0.2, "batch_norm": True}),
        ({"activation": "mish", "initializer": "he_normal"}, {"optimizer": "adam", "learning_rate": 0.01}),
        ({"bias": True}, {"loss": "binary_cross_entropy", "batch_size": 2, "shuffle": True, "l2": 0.001}),
        (
            {"initializer": "normal", "initializer_options": {"sd": 0.5}},
            {"loss": "huber", "loss_options": {"delta": 0.3}},
        ),
        ({}, {"optimizer": "nesterov", "momentum": 0.5, "delta_trim": 0.1, "clip_norm": 1.0, "l1": 0.0001}),
        (
            {"activation": "silu"},
            {
                "optimizer": "rmsprop",
                "optimizer_options": {"smoothing": 0.9},
                "learning_rate": 0.01,
                "reduction": "mean",
            },
        ),
    ],
)
def test_options_train_as_the_core_trains_them(
    server: Server, network: dict[str, Any], training: dict[str, Any]
) -> None:
    run = finished(server, network=network, training={"epochs": 400, **training})
    spec = RunSpec.model_validate(run["spec"])
    expected = begin(spec)
    expected.advance(400)
    assert (run["status"], run["engine"]) == ("done", "compiled")
    assert (run["error"], run["loss"], run["test_error"]) == expected.measure()[1:]
    for name, value in training.items():
        assert run["spec"]["training"][name] == value
    frame = server.get(f"/runs/{run['id']}/frames/377")
    again = begin(spec)
    again.advance(377)
    parameters = Parameters(again.frame().state[0], Layout.of(spec))
    assert frame["weights"] == [weights.tolist() for weights in parameters.weights]
    assert frame["exact"] is True


def test_classes_with_softmax(server: Server) -> None:
    run = finished(
        server,
        table=CLASSES,
        network={"hidden": [4], "output_activation": "softmax"},
        training={"loss": "categorical_cross_entropy", "epochs": 3_000, "learning_rate": 0.5},
    )
    predictions = np.array(server.get(f"/runs/{run['id']}/state")["frame"]["predictions"])
    np.testing.assert_allclose(predictions.sum(axis=1), 1)
    assert (predictions.argmax(axis=1) == np.array(CLASSES["targets"]).argmax(axis=1)).all()


def test_large_networks_train_on_the_readable_engine_and_say_so(server: Server) -> None:
    run = finished(server, network={"hidden": [160, 160]}, training={"epochs": 10})
    assert (run["engine"], run["status"]) == ("reference", "done")


def test_a_frame_tells_its_masks_and_running_statistics(server: Server) -> None:
    run = finished(
        server,
        network={"hidden": [8, {"size": 3, "batch_norm": False}]},
        training={"epochs": 50, "dropout": 0.5, "batch_norm": True},
    )
    state = server.get(f"/runs/{run['id']}/frames/20", include="masks,layers", row=1)
    first, second = state["masks"]
    assert (len(first), len(second)) == (8, 3)
    assert set(first) == {True, False}
    other_row = server.get(f"/runs/{run['id']}/frames/20", include="masks", row=2)["masks"]
    other_epoch = server.get(f"/runs/{run['id']}/frames/21", include="masks", row=1)["masks"]
    assert first not in (other_row[0], other_epoch[0])
    norm, none = state["batch_norm"]
    assert none is None
    assert [len(norm[name]) for name in ("gamma", "beta", "mean", "variance")] == [8] * 4
    assert "masks" not in server.get(f"/runs/{run['id']}/frames/20")


def test_the_run_says_which_rule_ended_it(server: Server) -> None:
    by_error = finished(server, training={"stop_at_error": 0.1})
    assert by_error["status"] == "done"
    assert by_error["message"] == f"stopped at epoch {by_error['epoch']:,}: the error reached 0.1"
    by_loss = finished(server, training={"stop": {"epochs": 100, "improvement": 0.01}})
    assert by_loss["message"].endswith("the loss has not fallen by 0.01 in 100 epochs")


def test_gradients_are_checked_at_any_epoch(server: Server) -> None:
    run = finished(
        server,
        network={"hidden": [5], "activation": "tanh", "bias": True},
        training={"epochs": 300, "dropout": 0.2, "batch_norm": True, "l2": 0.01, "delta_trim": 0.01},
    )
    newest = server.get(f"/runs/{run['id']}/gradient-check")
    assert newest["epoch"] == 300
    assert newest["max_relative_difference"] < 1e-6
    kinds = [(group["layer"], group["parameter"]) for group in newest["gradients"]]
    assert kinds == [(0, "weights"), (0, "biases"), (0, "gamma"), (0, "beta"), (1, "weights"), (1, "biases")]
    assert np.shape(newest["gradients"][0]["analytic"]) == (3, 5) == np.shape(newest["gradients"][0]["kinks"])
    earlier = server.get(f"/runs/{run['id']}/gradient-check", epoch=7)
    assert earlier["epoch"] == 7
    assert earlier["gradients"][0]["analytic"] != newest["gradients"][0]["analytic"]
    assert server.http.get(f"/runs/{run['id']}/gradient-check", params={"epoch": 301}).status_code == 404


def test_gradients_of_large_networks_are_refused_in_words(server: Server) -> None:
    run = server.start(paused=True, network={"hidden": [200, 200]})
    refused = server.http.get(f"/runs/{run['id']}/gradient-check")
    assert refused.status_code == 422
    assert "up to 5,000 parameters" in refused.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({"training": {"optimizer_options": {"beta1": 0.5}}}, "/training/optimizer_options/beta1", "it has none"),
        (
            {"training": {"optimizer": "adam", "optimizer_options": {"beta1": 1}}},
            "/training/optimizer_options/beta1",
            "stay below 1",
        ),
        ({"training": {"loss": "huber", "loss_options": {"gamma": 1}}}, "/training/loss_options/gamma", "it has delta"),
        ({"training": {"loss": "categorical_cross_entropy"}}, "/training/loss", "to be softmax"),
        ({"network": {"activation": "softmax"}}, "/network/activation", "must be one of"),
        ({"training": {"batch_norm": True, "batch_size": 3}}, "/training/batch_size", "single row"),
        ({"training": {"dropout": 0.95}}, "/training/dropout", "at most 0.9"),
        ({"training": {"stop": {"epochs": 0}}}, "/training/stop/epochs", "at least 1"),
        ({"network": {"initializer_options": {"sd": 1}}}, "/network/initializer_options/sd", "it has none"),
        ({"network": {"hidden": [{"size": 2, "dropout": 2}]}}, "/network/hidden/0/dropout", "at most 0.9"),
    ],
)
def test_options_that_do_not_fit_are_refused_in_words(
    server: Server, body: dict[str, Any], pointer: str, said: str
) -> None:
    response = server.http.post("/runs", json={"table": XOR_TABLE, **body})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["pointer"] == pointer
    assert said in error["detail"]


def test_options_list_what_refines_a_choice(server: Server) -> None:
    options = server.get("/options")
    adam = next(entry for entry in options["optimizers"] if entry["name"] == "adam")
    assert list(adam["options"]) == ["beta1", "beta2", "epsilon"]
    assert adam["options"]["beta2"]["default"] == pytest.approx(0.999)
    assert [len(options[name]) for name in ("activations", "losses", "optimizers", "initializers")] == [14, 6, 6, 7]


def test_a_numba_that_cannot_be_imported_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text("raise ImportError('Numba needs NumPy 2.1 or less')\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "compiled"))
    server = Server(tmp_path / "data")
    try:
        run = finished(server, training={"epochs": 50})
        assert (run["status"], run["epoch"], run["engine"]) == ("done", 50, "reference")
    finally:
        server.close()
