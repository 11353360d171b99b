"""Steps through the API: a paused run goes on by so many epochs, whatever happens meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.support.server import Server

LONG = 4_000_000  # epochs: a step that takes a second or more


def step_in_background(server: Server, run_id: str, epochs: int, pool: ThreadPoolExecutor) -> Any:
    """Begins a step; returns the future of its answer once it is under way."""

    def ask() -> httpx.Response:
        with httpx.Client(base_url=server.http.base_url, timeout=60) as http:
            return http.post(f"/runs/{run_id}/step", json={"epochs": epochs})

    answer = pool.submit(ask)
    server.wait_until(run_id, lambda run: run["epoch"] > 0)
    return answer


def test_a_step_survives_kill_9_and_ends_where_it_should(start_server: Callable[..., Server]) -> None:
    first = start_server()
    run_id = first.start(paused=True, training={"epochs": 10_000_000})["id"]
    with ThreadPoolExecutor() as pool:
        answer = step_in_background(first, run_id, LONG, pool)
        first.kill()
        assert isinstance(answer.exception(), httpx.TransportError)
    second = start_server()
    run = second.wait_until(run_id, lambda run: run["status"] == "paused")
    assert run["epoch"] == LONG


def test_a_step_does_not_wait_for_the_end_of_other_runs(start_server: Callable[..., Server]) -> None:
    server = start_server(live_runs="1")
    server.start(training={"epochs": 10_000_000}, pace=1)
    run_id = server.start(paused=True)["id"]
    stepped = server.http.post(f"/runs/{run_id}/step", json={"epochs": 5}).json()
    assert (stepped["status"], stepped["epoch"]) == ("paused", 5)


def test_a_run_resumed_in_the_middle_of_a_step_goes_on_to_its_end(server: Server) -> None:
    run_id = server.start(paused=True, training={"epochs": 2 * LONG})["id"]
    with ThreadPoolExecutor() as pool:
        answer = step_in_background(server, run_id, LONG, pool)
        assert server.http.post(f"/runs/{run_id}/resume").status_code == 200
        assert answer.result().json()["status"] in {"running", "done"}
    assert server.ended(run_id)["epoch"] == 2 * LONG


def test_a_paused_run_that_is_stopped_keeps_its_last_frame_and_point(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    server.http.post(f"/runs/{run_id}/step", json={"epochs": 1_234})
    server.http.post(f"/runs/{run_id}/stop")
    kept = server.get(f"/runs/{run_id}/frames", **{"from": 1_230})["frames"]
    assert kept[-1]["epoch"] == 1_234
    assert server.get(f"/runs/{run_id}/state")["history"]["epoch"][-1] == 1_234
