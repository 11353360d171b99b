"""An iteration taken apart, gradients and updates, through the API and the client."""

from typing import Any

import numpy as np
import pytest

from elevenlines.app.client import Playground
from elevenlines.core.network.batches import batches
from elevenlines.core.spec import RunSpec
from tests.support.server import XOR_TABLE, Server


def finished(server: Server, epochs: int = 3_000, **body: Any) -> dict[str, Any]:
    training = body.pop("training", {}) | {"epochs": epochs}
    answer = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": training, **body})
    run: dict[str, Any] = answer.json()
    assert run["status"] == "done", run
    return run


def refusal(server: Server, path: str, status: int = 422, **query: Any) -> tuple[str, str]:
    response = server.http.get(path, params=query)
    assert response.status_code == status, response.text
    problem = response.json()
    error = problem["errors"][0] if status == 422 else {"pointer": "", "detail": problem["detail"]}
    return error["pointer"], error["detail"]


def test_a_trace_leads_from_one_frame_to_the_next(server: Server) -> None:
    path = f"/runs/{finished(server)['id']}"
    trace = server.get(f"{path}/trace", epoch=1_234)
    assert (trace["epoch"], trace["batch"], trace["batches"], trace["rows"]) == (1_234, 0, 1, [0, 1, 2, 3])
    assert [step["name"] for step in trace["steps"]] == [
        "l0", "syn0", "l1_z", "l1", "syn1", "l2_z", "l2", "y", "l2_error", "l2_slope", "l2_delta",
        "l1_error", "l1_slope", "l1_delta", "syn1_update", "syn0_update", "syn1_after", "syn0_after",
    ]  # fmt: skip
    steps = {step["name"]: step for step in trace["steps"]}
    now, following = (server.get(f"{path}/frames/{epoch}") for epoch in (1_234, 1_235))
    assert steps["syn0"]["value"] == now["weights"][0]
    assert steps["l2"]["value"] == now["predictions"]
    np.testing.assert_allclose(steps["syn0_after"]["value"], following["weights"][0], rtol=1e-12)
    delta = steps["l1_delta"]
    assert (delta["layer"], delta["formula"], delta["shape"]) == (1, "l1_error * l1_slope", [4, 4])
    assert (delta["reads"], delta["rows"]) == (["l1_error", "l1_slope"], None)
    assert np.shape(steps["syn0_update"]["rows"]) == (4, 3, 4)


def test_the_newest_epoch_has_a_trace_too(server: Server) -> None:
    run = finished(server, epochs=20)
    assert server.get(f"/runs/{run['id']}/trace")["epoch"] == 20
    _, detail = refusal(server, f"/runs/{run['id']}/trace", 404, epoch=21)
    assert "it is at 20" in detail


def test_a_row_is_looked_up_in_its_batch(server: Server) -> None:
    run = finished(server, epochs=9, training={"batch_size": 1, "shuffle": True})
    path = f"/runs/{run['id']}/trace"
    order = [int(rows[0]) for rows in batches(RunSpec.model_validate(run["spec"]), 5)]
    trace = server.get(path, epoch=5, row=2)
    assert (trace["batch"], trace["batches"], trace["rows"]) == (order.index(2), 4, [2])
    assert trace["steps"][0]["value"] == [XOR_TABLE["inputs"][2]]
    assert server.get(path, epoch=5, row=2, batch=order.index(2)) == trace
    elsewhere = (order.index(2) + 1) % 4
    pointer, detail = refusal(server, path, epoch=5, row=2, batch=elsewhere)
    assert (pointer, detail.split(":")[0]) == ("/query/row", f"is in batch {order.index(2)} of this pass")
    assert refusal(server, path, batch=4) == (
        "/query/batch", "must be below the number of batches, 4: batches count from 0",
    )  # fmt: skip
    assert refusal(server, path, row=4)[0] == "/query/row"


def test_one_row_of_a_whole_batch(server: Server) -> None:
    path = f"/runs/{finished(server, epochs=9)['id']}/trace"
    whole, alone = ({step["name"]: step["value"] for step in server.get(path, **q)["steps"]} for q in ({}, {"row": 3}))
    assert alone["l1_delta"] == whole["l1_delta"][3:]
    assert alone["syn0_update"] == whole["syn0_update"]


def test_too_large_networks_are_refused_in_words(server: Server) -> None:
    run = server.start(paused=True, network={"hidden": [220, 220]})
    assert "may be 50,000 together" in refusal(server, f"/runs/{run['id']}/trace")[1]


def test_numbers_that_overflow_are_refused_in_words(server: Server) -> None:
    initial = {"weights": [[[1e12]] * 3] + [[[1e12]]] * 16}
    network = {"hidden": [1] * 16, "activation": "linear", "output_activation": "linear", "initial": initial}
    run = server.start(paused=True, network=network)
    assert "overflow" in refusal(server, f"/runs/{run['id']}/trace", 409)[1]


EVERYTHING = {
    "network": {"hidden": [5], "activation": "tanh", "bias": True},
    "training": {"dropout": 0.2, "batch_norm": True, "l2": 0.01, "delta_trim": 0.01, "batch_size": 2},
}


def test_gradients_are_those_of_the_check(server: Server) -> None:
    path = f"/runs/{finished(server, epochs=300, **EVERYTHING)['id']}"
    check = server.get(f"{path}/gradient-check", epoch=7)["gradients"]
    gradients = server.get(f"{path}/frames/7", include="gradients")["gradients"]
    for kind in ("weights", "biases"):
        groups = [group for group in check if group["parameter"] == kind]
        assert gradients[kind] == [group["analytic"] for group in groups]
        for group, found in zip(groups, gradients[kind], strict=True):
            np.testing.assert_allclose(found, group["numeric"], rtol=1e-5, atol=1e-8)
    newest = server.get(f"{path}/state", include="gradients")["frame"]["gradients"]
    assert newest == server.get(f"{path}/frames/300", include="gradients")["gradients"] != gradients


@pytest.mark.parametrize("epoch", [1, 2, 1_777, 1_778, 3_000])
@pytest.mark.parametrize("body", [{}, EVERYTHING], ids=["article", "everything"])
def test_the_update_is_the_difference_of_two_frames(server: Server, epoch: int, body: dict[str, Any]) -> None:
    path = f"/runs/{finished(server, **body)['id']}"
    found = server.get(f"{path}/frames/{epoch}", include="update")
    frame, before = (server.get(f"{path}/frames/{number}") for number in (epoch, epoch - 1))
    assert found["weights"] == frame["weights"] != before["weights"]
    for kind in ("weights", "biases"):
        if frame[kind] is None:
            assert found["update"][kind] is None
            continue
        for update, new, old in zip(found["update"][kind], frame[kind], before[kind], strict=True):
            assert np.array_equal(np.array(new) - np.array(old), update)


def test_where_there_is_no_update(server: Server) -> None:
    path = f"/runs/{finished(server)['id']}"
    assert server.get(f"{path}/frames/0", include="update")["update"] is None
    assert "update" not in server.get(f"{path}/frames/5")
    kept = server.get(f"{path}/frames", include="update", limit=3)["frames"]
    assert [frame["update"] is None for frame in kept] == [True, False, False]
    assert kept[1]["update"] == server.get(f"{path}/frames/1", include="update")["update"]
    live = server.start(training={"epochs": 10_000_000}, network={"hidden": [24, 24]}, pace=50)["id"]
    server.wait_until(live, lambda run: run["epoch"] >= 2)
    state = server.get(f"/runs/{live}/state", include="update")
    assert (state["status"], state["frame"]["update"]) == ("running", None)
    server.http.post(f"/runs/{live}/pause")
    rested = server.get(f"/runs/{live}/state", include="update")
    frame = server.get(f"/runs/{live}/frames/{rested['epoch']}", include="update")
    assert rested["frame"]["update"] == frame["update"]
    assert frame["update"] is not None
    server.http.delete(f"/runs/{live}")


def test_a_step_shows_its_update(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    path = f"/runs/{run_id}"
    assert server.get(f"{path}/state", include="update")["frame"]["update"] is None
    trace = {step["name"]: step["value"] for step in server.get(f"{path}/trace")["steps"]}
    server.http.post(f"{path}/step")
    update = server.get(f"{path}/state", include="update")["frame"]["update"]
    np.testing.assert_allclose(update["weights"][0], trace["syn0_update"], atol=1e-15)


def test_large_networks_show_them_only_if_asked(server: Server) -> None:
    path = f"/runs/{finished(server, epochs=2, network={'hidden': [60, 90]})['id']}/frames/2"
    hidden = server.get(path, include="gradients,update")
    assert (hidden["weights"], hidden["gradients"], hidden["update"]) == (None, None, None)
    shown = server.get(path, include="gradients,update,weights")
    assert np.shape(shown["gradients"]["weights"][1]) == (60, 90) == np.shape(shown["update"]["weights"][1])


def test_the_client_asks_for_them(server: Server) -> None:
    with Playground(server.url) as playground:
        run = playground.start(XOR_TABLE, training={"epochs": 100})
        run.wait()
        trace = run.trace(epoch=40, row=1)
        assert (trace.epoch, trace["l0"].value) == (40, [[0, 1, 1]])
        with pytest.raises(KeyError):
            trace["l9"]
        frame = run.frame(41, include=["gradients", "update"])
        assert frame.update is not None
        assert frame.gradients is not None
        np.testing.assert_allclose(np.array(frame.update.weights[0], float), trace["syn0_update"].value, atol=1e-14)
        assert run.trace().epoch == 100
