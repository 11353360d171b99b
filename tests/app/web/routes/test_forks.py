"""Forks through the API: a new run that goes on from any frame of another one."""

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin
from elevenlines.core.training.forks import Difference, fork
from tests.support.server import XOR_TABLE, Server

Start = Callable[..., Server]
CHANGES = [
    {"epoch": 50, "learning_rate": 0.4},
    {"epoch": 297, "l2": 0.001},
    {"epoch": 350, "learning_rate": 0.1, "l2": 0.002},
]
KEPT, NOT_KEPT = 296, 297


def finished(server: Server, **body: Any) -> dict[str, Any]:
    response = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, **body})
    assert response.status_code == 201, response.text
    run: dict[str, Any] = response.json()
    return run


def ask(server: Server, run_id: str, epoch: int, *, wait: float = 0, **body: Any) -> httpx.Response:
    return server.http.post(f"/runs/{run_id}/fork", params={"wait": wait}, json={"epoch": epoch, **body})


def forked(server: Server, run_id: str, epoch: int, **body: Any) -> dict[str, Any]:
    response = ask(server, run_id, epoch, **body)
    assert response.status_code == 201, response.text
    run: dict[str, Any] = response.json()
    return run


def by_hand(parent: dict[str, Any], epoch: int, until: int, **wanted: Any) -> Training:
    """The fork as the core makes it, from a parent trained here."""
    spec = RunSpec.model_validate(parent["spec"])
    whole = begin(spec)
    whole.advance(epoch)
    own, frame = fork(spec, whole.frame(), Difference(**wanted))
    training = begin(own, frame, epoch)
    training.advance(until)
    return training


def weights_of(training: Training) -> list[Any]:
    parameters = Parameters(training.frame().state[0], Layout.of(training.spec))
    return [weights.tolist() for weights in parameters.weights]


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({}, {"changes": CHANGES}),
        ({}, {"optimizer": "momentum", "changes": [{"epoch": 300, "momentum": 0.5}]}),
        ({"bias": True}, {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 3, "changes": CHANGES}),
        ({"hidden": [6, 3]}, {"dropout": 0.3, "batch_norm": True, "batch_size": 2, "shuffle": True}),
        ({"hidden": [160, 160]}, {"optimizer": "adam", "learning_rate": 0.001, "shuffle": True, "batch_size": 3}),
    ],
)
def test_a_fork_without_a_change_is_its_parent_to_the_bit(
    server: Server, network: dict[str, Any], training: dict[str, Any]
) -> None:
    parent = finished(server, network=network, training={"epochs": 400, **training})
    assert parent["engine"] == ("reference" if network.get("hidden") == [160, 160] else "compiled")
    whole = server.get(f"/runs/{parent['id']}/state", include="weights")
    points = dict(zip(*(whole["history"][name] for name in ("epoch", "loss")), strict=True))
    kept = [frame["epoch"] for frame in server.get(f"/runs/{parent['id']}/frames", limit=1000)["frames"]]
    for epoch in (0, KEPT, NOT_KEPT):
        run = forked(server, parent["id"], epoch, wait=30)
        assert (run["status"], run["epoch"], run["epochs"]) == ("done", 400, 400)
        state = server.get(f"/runs/{run['id']}/state", include="weights")
        assert state["frame"] == whole["frame"]
        assert (run["error"], run["loss"], run["engine"]) == (parent["error"], parent["loss"], parent["engine"])
        assert state["history"]["epoch"][0] == epoch
        losses = dict(zip(*(state["history"][name] for name in ("epoch", "loss")), strict=True))
        del losses[epoch]  # a run's first epoch is measured by NumPy, all others by the engine that trains it
        shared = losses.keys() & points.keys()
        assert len(shared) > 10
        assert all(losses[one] == points[one] for one in shared)
        for between in {epoch, 301, 399}:
            frames = [
                server.get(f"/runs/{one}/frames/{between}", include="weights") for one in (run["id"], parent["id"])
            ]
            assert frames[0] == frames[1]
    assert 0 in kept
    if parent["engine"] == "compiled":
        assert KEPT in kept
    assert NOT_KEPT not in kept


def test_it_answers_with_the_run_its_address_and_its_parent(server: Server) -> None:
    parent = finished(server, training={"epochs": 2_000}, name="xor")
    response = ask(server, parent["id"], 1_000, paused=True, pace=50)
    run = response.json()
    assert response.headers["location"] == f"/api/v1/runs/{run['id']}" == run["links"]["self"]
    assert (run["status"], run["epoch"], run["epochs"], run["pace"]) == ("paused", 1_000, 2_000, 50)
    assert (run["name"], run["parent"]) == ("xor from 1,000", {"id": parent["id"], "epoch": 1_000})
    assert server.get(f"/runs/{run['id']}") == run
    assert server.get("/runs", limit=1)["runs"] == [run]
    state = server.get(f"/runs/{run['id']}/state")
    assert state["history"]["epoch"] == [1_000]
    assert (state["frame"]["epoch"], state["next"]) == (1_000, 1_000)
    assert state["frame"]["weights"] == server.get(f"/runs/{parent['id']}/frames/1000")["weights"]
    again = forked(server, run["id"], 1_000, wait=30, name="mine")
    assert (again["name"], again["status"], again["parent"]["id"]) == ("mine", "done", run["id"])
    assert forked(server, run["id"], 1_000, paused=True)["name"] == "xor from 1,000"
    later = forked(server, again["id"], 2_000, paused=True)
    assert (later["epochs"], later["status"]) == (4_000, "paused")


def test_what_is_changed_is_what_trains(server: Server) -> None:
    parent = finished(server, training={"epochs": 400, "optimizer": "adam", "learning_rate": 0.01})
    weights = [[[0.5] * 4] * 3, [[-0.5]] * 4]
    table = {"inputs": XOR_TABLE["inputs"][:3], "targets": [[1], [1], [0]]}
    training = {"learning_rate": 0.05, "batch_size": 1, "shuffle": True}
    body = {"weights": weights, "table": table, "training": training, "epochs": 700}
    run = forked(server, parent["id"], NOT_KEPT, wait=30, **body)
    whole = begin(RunSpec.model_validate(parent["spec"]))
    whole.advance(NOT_KEPT)
    own, frame = fork(
        whole.spec,
        whole.frame(),
        Difference(RunSpec.model_validate({"table": table}).table, training, 700, weights),
    )
    expected = begin(own, frame, NOT_KEPT)
    expected.advance(700)
    assert run["spec"] == own.model_dump(mode="json")
    assert run["error"] == expected.measure().error
    state = server.get(f"/runs/{run['id']}/state")
    assert state["frame"]["weights"] == weights_of(expected)
    assert state["history"]["error"][0] == Training(own, frame, is_recorded=False).take()[0][0].error
    assert server.get(f"/runs/{run['id']}/frames/{NOT_KEPT}")["weights"] == weights
    for epoch in (298, 555, 699):
        again = begin(own, frame, NOT_KEPT)
        again.advance(epoch)
        assert server.get(f"/runs/{run['id']}/frames/{epoch}")["weights"] == weights_of(again)


def test_epochs_before_a_fork_are_its_parents(server: Server) -> None:
    parent = finished(server, training={"epochs": 100})
    run = forked(server, parent["id"], 60, wait=30)
    for path in ("frames/59", "gradient-check?epoch=59"):
        response = server.http.get(f"/runs/{run['id']}/{path}")
        assert response.status_code == 404
        assert (
            response.json()["detail"] == f"the run begins at epoch 60: ask its parent, {parent['id']}, for earlier ones"
        )
    assert ask(server, run["id"], 59).status_code == 404
    assert server.get(f"/runs/{run['id']}/frames")["frames"][0]["epoch"] == 60


def test_a_fork_can_be_stepped_changed_and_given_more_epochs(server: Server) -> None:
    parent = finished(server, training={"epochs": 100})
    run = forked(server, parent["id"], 77, paused=True)
    stepped = server.http.post(f"/runs/{run['id']}/step", json={"epochs": 3}).json()
    assert (stepped["status"], stepped["epoch"]) == ("paused", 80)
    changed = server.http.patch(f"/runs/{run['id']}", json={"epochs": 150, "learning_rate": 0.25}).json()
    assert changed["spec"]["training"]["changes"][0]["epoch"] == 80
    server.http.post(f"/runs/{run['id']}/resume")
    ended = server.ended(run["id"])
    training = {"changes": [{"epoch": 80, "learning_rate": 0.25}]}
    assert (ended["epoch"], ended["error"]) == (
        150,
        by_hand(parent, 77, 150, training=training, epochs=150).measure().error,
    )


def test_stop_rules_count_from_the_fork(server: Server) -> None:
    parent = finished(server, training={"learning_rate": 1e-9, "stop": {"epochs": 40, "improvement": 0.1}})
    assert parent["epoch"] == 40
    assert forked(server, parent["id"], 30, wait=30)["epoch"] == 70
    reached = forked(server, parent["id"], 30, wait=30, training={"stop_at_error": 0.9})
    assert (reached["status"], reached["epoch"]) == ("done", 30)
    assert reached["message"] == "stopped at epoch 30: the error reached 0.9"


def test_a_live_parent_is_not_disturbed(server: Server) -> None:
    parent = server.start(training={"epochs": 20_000}, pace=20_000)
    seen = server.wait_until(parent["id"], lambda run: run["epoch"] > 500)["epoch"]
    runs = [forked(server, parent["id"], epoch) for epoch in (0, 333, seen)]
    assert server.get(f"/runs/{parent['id']}")["spec"] == parent["spec"]
    errors = {server.ended(run["id"])["error"] for run in [parent, *runs]}
    training = begin(RunSpec.model_validate(parent["spec"]))
    training.advance(20_000)
    assert errors == {training.measure().error}


def test_forks_survive_kill_9_and_the_end_of_their_parent(start_server: Start) -> None:
    first = start_server()
    parent = finished(first, training={"epochs": 400, "optimizer": "adam", "learning_rate": 0.01, "batch_size": 3})
    changed = {"optimizer_options": {"beta1": 0.5}, "batch_size": 1}
    live = forked(first, parent["id"], NOT_KEPT, training=changed, epochs=60_000, pace=20_000)
    resting = forked(first, parent["id"], 123, paused=True)
    last = forked(first, resting["id"], 123, paused=True)
    answers = [first.get(f"/runs/{run['id']}/state") for run in (resting, last)]
    assert first.http.delete(f"/runs/{parent['id']}").status_code == 204
    seen = first.wait_until(live["id"], lambda run: run["epoch"] > 500)["epoch"]
    first.kill()
    second = start_server()
    assert second.get(f"/runs/{live['id']}")["epoch"] >= seen
    assert [second.get(f"/runs/{run['id']}/state") for run in (resting, last)] == answers
    expected = by_hand(parent, NOT_KEPT, 60_000, training=changed, epochs=60_000)
    ended = second.ended(live["id"])
    assert (ended["epoch"], ended["error"]) == (60_000, expected.measure().error)
    assert ended["parent"] == {"id": parent["id"], "epoch": NOT_KEPT}
    assert second.get(f"/runs/{live['id']}/state")["frame"]["weights"] == weights_of(expected)
    assert second.http.get(f"/runs/{parent['id']}").status_code == 404
    assert second.http.delete(f"/runs/{resting['id']}").status_code == 204
    second.http.post(f"/runs/{last['id']}/resume")
    assert second.ended(last["id"])["error"] == parent["error"]


def test_a_frame_that_takes_long_is_promised_and_nothing_is_started(start_server: Start) -> None:
    server = start_server(workers="1")
    parent = finished(server, training={"epochs": 400})
    (worker,) = server.worker_pids()
    os.kill(worker, signal.SIGSTOP)
    try:
        promised = ask(server, parent["id"], NOT_KEPT)
        assert (promised.status_code, promised.headers["retry-after"], promised.content) == (202, "2", b"")
        assert [run["id"] for run in server.get("/runs")["runs"]] == [parent["id"]]
        assert forked(server, parent["id"], KEPT, paused=True)["epoch"] == KEPT, "a kept one needs no worker"
    finally:
        os.kill(worker, signal.SIGCONT)
    assert forked(server, parent["id"], NOT_KEPT, wait=30)["error"] == parent["error"]


def test_a_frame_that_cannot_be_computed_is_a_conflict(start_server: Start) -> None:
    first = start_server()
    parent = finished(first, training={"epochs": 400})
    first.close()
    database = sqlite3.connect(first.data / "elevenlines.sqlite3")
    with database:
        database.execute("UPDATE frames SET state = zeroblob(8)")
    database.close()
    response = ask(start_server(), parent["id"], NOT_KEPT)
    assert response.status_code == 409
    assert "cannot be computed again" in response.json()["detail"]


def test_a_full_queue_refuses_forks(start_server: Start) -> None:
    server = start_server(live_runs="1", queued_runs="1")
    parent = server.start(training={"epochs": 10_000_000})
    server.start(training={"epochs": 10_000_000})
    response = ask(server, parent["id"], 0)
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


def test_unknown_runs_and_epochs_not_reached_are_not_found(server: Server) -> None:
    assert ask(server, "0123456789abcdef", 0).json()["detail"] == "there is no such run"
    parent = server.start(paused=True)
    response = ask(server, parent["id"], 1)
    assert (response.status_code, response.json()["detail"]) == (404, "the run has no epoch 1: it is at 0")


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({"epoch": None}, "/epoch", "whole number"),
        ({"network": {"hidden": [3]}}, "/network", "leave it out"),
        ({"epochs": 10}, "/epochs", "above 10, where the fork begins"),
        ({"training": {"epochs": 10}}, "/training/epochs", "above 10"),
        ({"training": {"epochs": 20}, "epochs": 30}, "/training/epochs", "leave one of them out"),
        ({"training": {"learning_rate": 0}}, "/training/learning_rate", "above 0"),
        ({"training": {"momentum": 0.5}}, "/training/momentum", "choose one of them"),
        (
            {"training": {"optimizer": "adam", "optimizer_options": {"beta3": 1}}},
            "/training/optimizer_options/beta3",
            "",
        ),
        ({"training": {"batch_size": 5}}, "/training/batch_size", "number of rows: 4"),
        (
            {"training": {"loss": "binary_cross_entropy"}},
            "/training/loss",
            "the table: targets/0 must lie between 0 and 1",
        ),
        ({"table": {"inputs": [[1]], "targets": [[1]]}}, "/table/inputs", "start a new run for others"),
        ({"table": {"inputs": [[1, 2, 3]], "targets": [[1, 2]]}}, "/table/targets", "start a new run for others"),
        ({"table": {"inputs": [[0] * 3] * 10_000, "targets": [[1]] * 10_000}}, "/table", "use fewer rows"),
        ({"weights": [[[1] * 100] * 3]}, "/weights", "must hold 3 matrices"),
        ({"weights": [[[1]], [[1]], [[1]]]}, "/weights/0", "must have the shape (3, 300)"),
        ({"biases": [[1]]}, "/biases", "needs network.bias to be true"),
        ({"name": ""}, "/name", ""),
        ({"pace": 0}, "/pace", 'above 0 and at most 1,000,000,000, null for as fast as it goes, or "unhurried"'),
    ],
)
def test_what_does_not_fit_is_refused_in_words(server: Server, body: dict[str, Any], pointer: str, said: str) -> None:
    table = XOR_TABLE | {"targets": [[2], [1], [1], [0]]}
    parent = finished(server, table=table, network={"hidden": [300, 300]}, training={"epochs": 10})
    response = server.http.post(f"/runs/{parent['id']}/fork", json={"epoch": 10} | body)
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["pointer"] == pointer
    assert said in error["detail"]
    assert server.get("/runs", limit=1)["runs"][0]["id"] == parent["id"], "nothing was started"


def test_the_epoch_is_required(server: Server) -> None:
    response = server.http.post(f"/runs/{server.start(paused=True)['id']}/fork", json={})
    assert response.json()["errors"] == [{"pointer": "/epoch", "detail": "is missing: add it"}]
