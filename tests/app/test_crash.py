"""Real processes, really killed: the numbers are those of a run that nobody disturbed."""

import os
import re
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training.engines import begin
from tests.support.server import Server, wait_for

EPOCHS = 60_000
Start = Callable[..., Server]


def undisturbed(run: dict[str, Any]) -> tuple[list[Any], list[float]]:
    """The final weights and the whole error history of the run's spec, trained here."""
    spec = RunSpec.model_validate(run["spec"])
    training = begin(spec)
    training.advance(spec.training.epochs)
    parameters = Parameters(training.frame().state[0], Layout.of(spec))
    return [weights.tolist() for weights in parameters.weights], [point.error for point in training.take()[0]]


def check_undisturbed(server: Server, run_id: str) -> None:
    run = server.ended(run_id)
    assert (run["status"], run["epoch"]) == ("done", EPOCHS)
    state = server.get(f"/runs/{run_id}/state")
    weights, errors = undisturbed(run)
    assert state["frame"]["weights"] == weights
    assert state["history"]["error"] == errors


def test_kill_9_of_the_server_loses_nothing(start_server: Start) -> None:
    first = start_server()
    running = first.start(training={"epochs": EPOCHS}, pace=20_000)["id"]
    paused = first.start(paused=True)["id"]
    first.http.post(f"/runs/{paused}/step", json={"epochs": 7})
    seen = first.wait_until(running, lambda run: run["epoch"] > 500)["epoch"]
    first.kill()
    second = start_server()
    assert second.get(f"/runs/{running}")["epoch"] >= seen, "an epoch that was shown went back"
    rests = second.get(f"/runs/{paused}")
    assert (rests["status"], rests["epoch"]) == ("paused", 7)
    check_undisturbed(second, running)


def test_kill_9_of_a_worker_needs_no_restart(start_server: Start) -> None:
    server = start_server(workers="1")
    run_id = server.start(training={"epochs": EPOCHS}, pace=20_000)["id"]
    server.wait_until(run_id, lambda run: run["epoch"] > 500)
    (pid,) = server.worker_pids()
    os.kill(pid, signal.SIGKILL)
    check_undisturbed(server, run_id)
    assert server.worker_pids() != [pid]


def went_on(epoch: int, run: dict[str, Any]) -> bool:
    return bool(run["epoch"] > epoch or run["status"] == "failed")


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_a_run_that_takes_three_workers_with_it_is_failed_in_words(start_server: Start) -> None:
    server = start_server(workers="1")
    run_id = server.start(training={"epochs": 10_000_000})["id"]
    for _ in range(30):
        before = server.get(f"/runs/{run_id}")
        if before["status"] == "failed":
            break
        wait_for(server.worker_pids, "a worker")
        epoch = before["epoch"]
        progressed = server.wait_until(run_id, partial(went_on, epoch))
        if progressed["status"] == "failed":
            break
        for pid in server.worker_pids():
            os.kill(pid, signal.SIGKILL)
    run = server.ended(run_id)
    assert run["status"] == "failed"
    assert "ended its worker process 3 times" in run["message"]
    assert (
        server.http.post("/runs", params={"wait": 30}, json={"table": run["spec"]["table"]}).json()["status"] == "done"
    )


def test_a_stopped_server_goes_on_where_it_was(start_server: Start) -> None:
    first = start_server()
    run_id = first.start(training={"epochs": EPOCHS}, pace=20_000)["id"]
    first.wait_until(run_id, lambda run: run["epoch"] > 200)
    workers = first.worker_pids()
    first.close()
    for pid in workers:
        wait_for(partial(is_gone, pid), "the worker's end")
    check_undisturbed(start_server(), run_id)


def loads(server: Server) -> list[int]:
    """How many runs each worker has."""
    text = server.http.get(f"{server.url}/metrics").text
    return sorted(int(float(count)) for count in re.findall(r"^elevenlines_worker_runs{.*} (.*)$", text, re.MULTILINE))


def test_runs_are_shared_out_evenly_after_a_restart_and_after_a_death(start_server: Start) -> None:
    first = start_server(workers="2")
    ids = [first.start(training={"epochs": 10_000_000}, pace=50)["id"] for _ in range(6)]
    first.kill()
    second = start_server(workers="2")
    wait_for(lambda: loads(second) == [3, 3], "an even share after the restart")
    os.kill(second.worker_pids()[0], signal.SIGKILL)
    wait_for(lambda: loads(second) == [3, 3], "an even share after the death")
    epochs = [second.get(f"/runs/{run_id}")["epoch"] for run_id in ids]
    for run_id, epoch in zip(ids, epochs, strict=True):
        second.wait_until(run_id, partial(went_on, epoch))


def test_a_change_on_the_way_survives(start_server: Start) -> None:
    first = start_server()
    run_id = first.start(training={"epochs": EPOCHS}, pace=20_000)["id"]
    first.wait_until(run_id, lambda run: run["epoch"] > 200)
    changed = first.http.patch(f"/runs/{run_id}", json={"learning_rate": 0.3}).json()
    assert changed["spec"]["training"]["changes"][0]["learning_rate"] == pytest.approx(0.3)
    first.kill()
    second = start_server()
    assert second.get(f"/runs/{run_id}")["spec"] == changed["spec"]
    check_undisturbed(second, run_id)
