"""The scores' routes: numbers equal to plain NumPy's, computed here from the frames' predictions."""

import numpy as np
import pytest

from elevenlines.app.client import Playground
from tests.support.server import XOR_TABLE, Server


def test_scores_at_any_epoch_are_those_of_its_predictions(server: Server) -> None:
    split = {"test": [3]}
    run = server.http.post(
        "/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 3_000}, "split": split}
    ).json()
    for epoch in (0, 500, None):
        found = server.get(f"/runs/{run['id']}/scores", **({} if epoch is None else {"epoch": epoch}))
        assert found["epoch"] == (3_000 if epoch is None else epoch)
        said = np.array(server.get(f"/runs/{run['id']}/frames/{found['epoch']}")["predictions"])[:, 0] > 0.5
        wanted = np.array(XOR_TABLE["targets"])[:, 0] > 0.5
        assert found["training"]["accuracy"] == np.mean(said[:3] == wanted[:3])
        assert found["test"]["accuracy"] == float(said[3] == wanted[3])
        assert found["test_rows"] == [3]
        for part, rows in (("training", [0, 1, 2]), ("test", [3])):
            counts = [
                [int(np.sum(~wanted[rows] & ~said[rows])), int(np.sum(~wanted[rows] & said[rows]))],
                [int(np.sum(wanted[rows] & ~said[rows])), int(np.sum(wanted[rows] & said[rows]))],
            ]
            assert found[part]["judgements"][0]["confusion"] == counts


def test_a_specs_start_needs_no_run(server: Server) -> None:
    body = {"table": {"inputs": [[0], [1], [2]], "targets": [[0.1], [0.4], [0.9]]}}
    run = server.http.post("/runs", params={"wait": 30}, json=body | {"training": {"epochs": 2}}).json()
    asked = server.http.post("/preview/scores", params={"rows": 2}, json=body)
    assert asked.json() == server.get(f"/runs/{run['id']}/scores", epoch=0, rows=2)
    assert len(asked.json()["worst"]) == 2
    assert asked.json()["task"] == "regression"


def test_what_is_wrong_is_said(server: Server) -> None:
    run = server.start(training={"epochs": 5})["id"]
    assert server.http.get("/runs/0123456789abcdef/scores").status_code == 404
    assert server.http.get(f"/runs/{run}/scores", params={"epoch": 6}).status_code == 404
    refused = server.http.get(f"/runs/{run}/scores", params={"rows": 101})
    assert refused.json()["errors"] == [{"pointer": "/query/rows", "detail": "must be at most 100"}]


def test_the_client_reads_them(server: Server) -> None:
    with Playground(server.url) as playground:
        run = playground.start(playground.presets()["and"])
        run.wait()
        found = run.scores()
        assert found.task == "two_classes"
        assert found.training.correct == 4
        assert found.training.judgements[0].confusion == [[3, 0], [0, 1]]
        assert found.test is None
        assert run.scores(epoch=0, rows=1).worst[0].error == pytest.approx(
            max(one.error for one in run.scores(0).worst)
        )
