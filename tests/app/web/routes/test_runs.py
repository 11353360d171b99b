"""Runs through the API: their life, their commands, and what a poll shows."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin
from tests.support.server import XOR_TABLE, Server, wait_for

ALIVE = {"queued", "running"}


def trained(spec: dict[str, Any], until: int) -> Training:
    training = begin(RunSpec.model_validate(spec))
    training.advance(until)
    return training


def post(server: Server, path: str, body: Any = None) -> dict[str, Any]:
    response = server.http.post(path, json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_start_answers_with_the_run_and_its_address(server: Server) -> None:
    response = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 500}})
    run = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/api/v1/runs/{run['id']}" == run["links"]["self"]
    assert (run["status"], run["epoch"], run["epochs"], run["engine"]) == ("done", 500, 500, "compiled")
    assert run["spec"]["training"]["learning_rate"] == 1
    assert run["name"]
    assert run["error"] == trained(run["spec"], 500).measure().error
    assert server.get(f"/runs/{run['id']}") == run


def test_defaults_are_the_articles(server: Server) -> None:
    run = server.start(paused=True)
    assert run["spec"]["network"] == {
        "initializer_options": {},
        "hidden": [4],
        "activation": "sigmoid",
        "output_activation": "sigmoid",
        "bias": False,
        "initializer": "uniform",
        "initial": None,
    }
    training = run["spec"]["training"]
    assert (training["epochs"], training["loss"], training["optimizer"]) == (60_000, "squared_error", "sgd")
    assert (run["spec"]["seed"], run["status"], run["epoch"]) == (1, "paused", 0)


def test_step_pause_resume_stop(server: Server) -> None:
    run_id = server.start(paused=True, training={"epochs": 10_000_000})["id"]
    assert post(server, f"/runs/{run_id}/step")["epoch"] == 1
    stepped = post(server, f"/runs/{run_id}/step", {"epochs": 9})
    assert (stepped["status"], stepped["epoch"]) == ("paused", 10)
    assert post(server, f"/runs/{run_id}/pause")["revision"] == stepped["revision"]
    assert post(server, f"/runs/{run_id}/resume")["status"] in ALIVE
    assert post(server, f"/runs/{run_id}/resume")["status"] in ALIVE
    assert server.http.post(f"/runs/{run_id}/step").status_code == 409
    paused = post(server, f"/runs/{run_id}/pause")
    assert paused["status"] == "paused"
    assert server.get(f"/runs/{run_id}")["epoch"] == paused["epoch"]
    stopped = post(server, f"/runs/{run_id}/stop")
    assert stopped["status"] == "stopped"
    assert post(server, f"/runs/{run_id}/stop") == stopped
    for command in ("pause", "resume", "step"):
        refused = server.http.post(f"/runs/{run_id}/{command}")
        assert refused.status_code == 409
        assert "stopped" in refused.json()["detail"]


def test_a_step_at_the_end_is_done(server: Server) -> None:
    run_id = server.start(paused=True, training={"epochs": 5})["id"]
    assert post(server, f"/runs/{run_id}/step", {"epochs": 99})["status"] == "done"


def test_pace_holds_a_run_back_and_can_change(server: Server) -> None:
    run_id = server.start(pace=20, training={"epochs": 10_000_000})["id"]
    begun = time.monotonic()
    server.wait_until(run_id, lambda run: run["epoch"] >= 10)
    assert time.monotonic() - begun > 0.3  # 9 epochs after the first, at 20 a second
    slow = server.get(f"/runs/{run_id}")["epoch"]
    changed = server.http.patch(f"/runs/{run_id}", json={"pace": None}).json()
    assert changed["pace"] is None
    server.wait_until(run_id, lambda run: run["epoch"] > slow + 2_000)
    post(server, f"/runs/{run_id}/stop")


def test_changes_on_the_way_are_part_of_the_spec(server: Server) -> None:
    run_id = server.start(pace=2_000, training={"epochs": 3_000, "optimizer": "momentum"})["id"]
    server.wait_until(run_id, lambda run: run["epoch"] > 100)
    answer = server.http.patch(f"/runs/{run_id}", json={"learning_rate": 0.25, "l2": 0.001, "momentum": 0.5})
    (change,) = answer.json()["spec"]["training"]["changes"]
    assert (change["learning_rate"], change["l2"], change["momentum"]) == (0.25, 0.001, 0.5)
    run = server.ended(run_id)
    assert run["error"] == trained(run["spec"], 3_000).measure().error
    refused = server.http.patch(f"/runs/{run_id}", json={"learning_rate": 0.5})
    assert refused.status_code == 409
    assert server.http.patch(f"/runs/{run_id}", json={"name": "later"}).json()["name"] == "later"


def test_epochs_only_go_up_and_a_done_run_becomes_paused(server: Server) -> None:
    run_id = server.http.post(
        "/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 50}}
    ).json()["id"]
    lower = server.http.patch(f"/runs/{run_id}", json={"epochs": 40})
    assert lower.status_code == 422
    assert lower.json()["errors"][0]["pointer"] == "/epochs"
    raised = server.http.patch(f"/runs/{run_id}", json={"epochs": 80}).json()
    assert (raised["status"], raised["epochs"]) == ("paused", 80)
    post(server, f"/runs/{run_id}/resume")
    run = server.ended(run_id)
    assert (run["epoch"], run["error"]) == (80, trained(run["spec"], 80).measure().error)
    history = server.get(f"/runs/{run_id}/state")["history"]["epoch"]
    assert history == list(range(81))


def test_momentum_is_refused_where_it_has_no_place(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    refused = server.http.patch(f"/runs/{run_id}", json={"momentum": 0.5})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/momentum"


def test_poll_asks_only_for_what_is_new(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    first = server.get(f"/runs/{run_id}/state")
    assert first["history"]["epoch"] == [0]
    assert first["frame"]["epoch"] == 0
    assert first["next"] == 0
    nothing = server.get(f"/runs/{run_id}/state", since=0)
    assert nothing["frame"] is None
    assert nothing["history"]["epoch"] == []
    assert nothing["next"] == 0
    post(server, f"/runs/{run_id}/step", {"epochs": 3})
    new = server.get(f"/runs/{run_id}/state", since=0)
    assert new["history"]["epoch"] == [1, 2, 3]
    assert (new["frame"]["epoch"], new["next"]) == (3, 3)
    expected = trained(server.get(f"/runs/{run_id}")["spec"], 3)
    parameters = Parameters(expected.frame().state[0], Layout((3, 4, 1), bias=False, batch_norm=(False, False)))
    assert new["frame"]["weights"] == [weights.tolist() for weights in parameters.weights]
    assert new["frame"]["predictions"] == expected.predictions().tolist()
    assert new["error"] == expected.measure().error


def test_a_poll_can_wait_for_news_and_is_not_sent_twice(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    state = server.get(f"/runs/{run_id}/state")
    begun = time.monotonic()
    server.get(f"/runs/{run_id}/state", wait=0.3, seen=state["revision"])
    assert time.monotonic() - begun >= 0.3
    server.http.patch(f"/runs/{run_id}", json={"name": "news"})
    with ThreadPoolExecutor() as pool:
        newest = server.get(f"/runs/{run_id}/state")["revision"]
        idle = pool.submit(server.get, f"/runs/{run_id}/state", wait=20, seen=newest)
        assert server.get(f"/runs/{run_id}/state", wait=20, seen=state["revision"])["revision"] > state["revision"]
        assert not idle.done(), "who has not seen the news is answered at once, before who waits for more"
        server.http.patch(f"/runs/{run_id}", json={"name": "more"})
        assert idle.result()["revision"] > newest
    response = server.http.get(f"/runs/{run_id}/state")
    again = server.http.get(f"/runs/{run_id}/state", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_layers_are_the_units_of_one_row(server: Server) -> None:
    run_id = server.start(paused=True)["id"]
    layers = server.get(f"/runs/{run_id}/state", include="layers", row=2)["frame"]["layers"]
    assert layers[0] == [1, 0, 1]
    assert [len(layer) for layer in layers] == [3, 4, 1]
    assert layers[-1] == server.get(f"/runs/{run_id}/state")["frame"]["predictions"][2]
    assert server.http.get(f"/runs/{run_id}/state", params={"row": 4}).status_code == 422
    assert server.http.get(f"/runs/{run_id}/state", params={"include": "everything"}).status_code == 422


def test_any_epoch_comes_back_exactly(server: Server) -> None:
    run = server.http.post(
        "/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 3_000}}
    ).json()
    for epoch in (0, 1, 777, 2_999, 3_000):
        frame = server.get(f"/runs/{run['id']}/frames/{epoch}")
        expected = trained(run["spec"], epoch)
        parameters = Parameters(expected.frame().state[0], Layout((3, 4, 1), bias=False, batch_norm=(False, False)))
        assert frame["exact"] is True
        assert frame["weights"] == [weights.tolist() for weights in parameters.weights]
        assert frame["predictions"] == expected.predictions().tolist()
    assert server.http.get(f"/runs/{run['id']}/frames/3001").status_code == 404
    kept = server.get(f"/runs/{run['id']}/frames", **{"from": 100, "to": 200, "limit": 5})
    epochs = [frame["epoch"] for frame in kept["frames"]]
    assert len(epochs) == 5
    assert epochs[0] >= 100
    following = server.get(f"/runs/{run['id']}/frames", **{"from": kept["next"], "limit": 1})
    assert following["frames"][0]["epoch"] == kept["next"] > epochs[-1]


def test_predict_with_the_runs_weights_or_others(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 100}}).json()
    path = f"/runs/{run['id']}/predict"
    answer = post(server, path, {"inputs": [[0, 0, 1], [0.5, 0.5, 1]], "epoch": 50})
    assert answer["predictions"][0] == server.get(f"/runs/{run['id']}/frames/50")["predictions"][0]
    assert [np.shape(layer) for layer in answer["layers"]] == [(2, 3), (2, 4), (2, 1)]
    zeros = {"weights": [[[0] * 4] * 3, [[0]] * 4]}
    assert post(server, path, {"inputs": [[1, 1, 1]], **zeros})["predictions"] == [[0.5]]
    wrong = server.http.post(path, json={"inputs": [[1, 1, 1]], "weights": [[[0]]]})
    assert wrong.json()["errors"][0]["pointer"] == "/weights"
    assert server.http.post(path, json={"inputs": [[1]]}).json()["errors"][0]["pointer"] == "/inputs/0"


def test_predict_over_a_table_tells_error_and_loss(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 100}}).json()
    path = f"/runs/{run['id']}/predict"
    frame = server.get(f"/runs/{run['id']}/frames/50")
    answer = post(server, path, {"epoch": 50})
    assert {name: answer[name] for name in ("predictions", "error", "loss")} == {
        name: frame[name] for name in ("predictions", "error", "loss")
    }
    other = {"inputs": [[0, 0.5, 1], [1, 1, 1]], "targets": [[1], [0]]}
    answer = post(server, path, {"epoch": 50, "table": other})
    difference = np.array(answer["predictions"]) - np.array(other["targets"])
    assert answer["error"] == np.abs(difference).mean()
    assert answer["loss"] == 0.5 * (difference**2).sum()
    assert answer["predictions"] == post(server, path, {"epoch": 50, "inputs": other["inputs"]})["predictions"]
    narrow = {"inputs": [[1]], "targets": [[1]]}
    for wrong, pointer in (({"table": narrow}, "/table"), ({"table": other, "inputs": [[1, 1, 1]]}, "/inputs")):
        refused = server.http.post(path, json=wrong)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == pointer


def test_divergence_in_words(server: Server) -> None:
    body = {
        "table": {"inputs": [[1, 2], [3, 4]], "targets": [[1], [0]]},
        "network": {"hidden": [3], "activation": "linear", "output_activation": "linear"},
        "training": {"learning_rate": 10},
    }
    run = server.http.post("/runs", params={"wait": 30}, json=body).json()
    assert run["status"] == "diverged"
    assert "grew beyond 10¹² at epoch" in run["message"]
    state = server.get(f"/runs/{run['id']}/state")
    assert np.isfinite(np.array(state["frame"]["weights"][0])).all()
    assert server.http.post(f"/runs/{run['id']}/resume").status_code == 409


def test_listing_is_paged_and_filtered(server: Server) -> None:
    ids = [server.start(paused=True, name=f"listed {number}")["id"] for number in range(5)]
    first = server.get("/runs", limit=3)
    assert [run["id"] for run in first["runs"]] == ids[:1:-1]
    second = server.get("/runs", limit=2, cursor=first["next"])
    assert [run["id"] for run in second["runs"]] == ids[1::-1]
    assert all(run["status"] == "paused" for run in server.get("/runs", status="paused")["runs"])
    assert server.http.get("/runs", params={"cursor": "made up"}).status_code == 422


def test_delete_stops_a_live_run_and_removes_it(server: Server) -> None:
    run_id = server.start(training={"epochs": 10_000_000})["id"]
    assert server.http.delete(f"/runs/{run_id}").status_code == 204
    assert server.http.get(f"/runs/{run_id}").status_code == 404
    assert server.http.delete(f"/runs/{run_id}").status_code == 404


def test_events_stream_to_the_end_and_resume_without_a_gap(server: Server) -> None:
    run_id = server.start(training={"epochs": 3_000}, pace=3_000)["id"]
    kinds, epochs, last_id = read_events(server, run_id, {}, most=3)
    assert kinds[0] == "state"
    more_kinds, more_epochs, _ = read_events(server, run_id, {"Last-Event-ID": last_id}, most=10_000)
    assert more_kinds[-1] == "end"
    state = server.get(f"/runs/{run_id}/state")
    scheduled = set(state["history"]["epoch"])
    seen = epochs + more_epochs
    assert [epoch for epoch in seen if epoch in scheduled] == state["history"]["epoch"]


def read_events(server: Server, run_id: str, headers: dict[str, str], most: int) -> tuple[list[str], list[int], str]:
    """Kinds of the first events, the epochs of their points, and the last id."""
    kinds: list[str] = []
    epochs: list[int] = []
    last_id = ""
    with server.http.stream("GET", f"/runs/{run_id}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                kinds.append(value)
            elif field == "data":
                epochs += json.loads(value)["history"]["epoch"]
            elif field == "id":
                last_id = value
            elif not line and len(kinds) >= most:
                break
    return kinds, epochs, last_id


def test_forty_paced_runs_advance_side_by_side(server: Server) -> None:
    ids = [server.start(pace=100, training={"epochs": 10_000_000})["id"] for _ in range(40)]
    try:

        def epochs() -> list[int]:
            return [server.get(f"/runs/{run_id}")["epoch"] for run_id in ids]

        wait_for(lambda: min(epochs()) >= 50, "every run at epoch 50")
        reached = epochs()
        assert max(reached) < 20 * min(reached)
    finally:
        for run_id in ids:
            server.http.delete(f"/runs/{run_id}")


def test_runs_beyond_the_limit_wait_for_their_turn_and_then_are_refused(start_server: Any) -> None:
    server = start_server(live_runs="2", queued_runs="1")
    live = [server.start(training={"epochs": 10_000_000})["id"] for _ in range(2)]
    waiting = server.start(training={"epochs": 100})["id"]
    assert server.get(f"/runs/{waiting}")["status"] == "queued"
    refused = server.http.post("/runs", json={"table": XOR_TABLE})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    server.http.post(f"/runs/{live[0]}/stop")
    assert server.ended(waiting)["status"] == "done"


@pytest.mark.parametrize("path", ["", "/state", "/events", "/frames", "/frames/3"])
def test_an_unknown_run_is_a_clear_404(server: Server, path: str) -> None:
    response = server.http.get(f"/runs/0123456789abcdef{path}")
    assert response.status_code == 404
    assert response.json()["detail"] == "there is no such run"


def test_a_pace_of_one_epoch_in_a_million_years_hurts_nobody(start_server: Any) -> None:
    server = start_server(workers="1")
    (worker,) = server.worker_pids()
    server.start(pace=1e-12)
    assert server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 50}}).json()[
        "status"
    ] == ("done")
    assert server.worker_pids() == [worker]


def test_epochs_raised_while_a_run_waits_are_trained(start_server: Any) -> None:
    server = start_server(workers="1", live_runs="1")
    first = server.start(pace=1)["id"]
    waiting = server.start(training={"epochs": 50})["id"]
    assert server.http.patch(f"/runs/{waiting}", json={"epochs": 80}).json()["status"] == "queued"
    post(server, f"/runs/{first}/stop")
    assert server.ended(waiting)["epoch"] == 80


def test_a_done_run_stays_done_when_its_epochs_stay(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 20}}).json()
    assert server.http.patch(f"/runs/{run['id']}", json={"epochs": 20}).json()["status"] == "done"


def test_predictions_are_bounded_by_the_size_of_their_answer(server: Server) -> None:
    run_id = server.start(paused=True, network={"hidden": [1_000]})["id"]
    refused = server.http.post(f"/runs/{run_id}/predict", json={"inputs": [[0, 0, 1]] * 1_000})
    assert refused.status_code == 422
    assert refused.json()["errors"][0] == {
        "pointer": "/inputs",
        "detail": "are too many for this network at once: send fewer rows at a time",
    }


def test_the_curve_of_a_run_whose_penalty_changed_is_that_of_its_spec(server: Server) -> None:
    run_id = server.start(paused=True, training={"epochs": 2_000})["id"]
    post(server, f"/runs/{run_id}/step", {"epochs": 256})
    server.http.patch(f"/runs/{run_id}", json={"l2": 0.25})
    post(server, f"/runs/{run_id}/resume")
    run = server.ended(run_id)
    points = trained(run["spec"], 2_000).take()[0]
    assert server.get(f"/runs/{run_id}/state")["history"]["loss"] == [point.loss for point in points]
