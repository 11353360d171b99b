"""A run's table as a file: with what the network predicts at an epoch, and back again to the same bits."""

import json

import pytest

from tests.app.web.door.test_problems import check
from tests.app.web.routes.test_tables import parsed
from tests.support.server import XOR_TABLE, Server

NAMES = {"input_names": ["=a", "b", "split"], "target_names": ["xor"]}
TABLE = XOR_TABLE | NAMES


@pytest.fixture(scope="module")
def run_id(server: Server) -> str:
    run = server.start(table=TABLE, name="../Größe & X", training={"epochs": 60}, split={"share": 0.25, "test": [1]})
    server.ended(run["id"])
    return str(run["id"])


@pytest.mark.parametrize("epoch", [None, 0, 37])
def test_csv(server: Server, run_id: str, epoch: int | None) -> None:
    response = server.http.get(f"/runs/{run_id}/export/csv", params={} if epoch is None else {"epoch": epoch})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="gr-e-x.csv"'
    header, *rows = [line.split(",") for line in response.text.splitlines()]
    assert header == ["'=a", "b", "input:split", "target:xor", "predicted:xor", "split"]
    frame = server.get(f"/runs/{run_id}/frames/{60 if epoch is None else epoch}")
    assert [float(row[4]) for row in rows] == [row[0] for row in frame["predictions"]]
    found = parsed(server, response.content)
    assert found["table"] == TABLE
    tested = [number for number, row in enumerate(rows) if row[5] == "test"]
    assert found["split"]["test"] == tested
    assert 1 in tested


def test_json(server: Server, run_id: str) -> None:
    response = server.http.get(f"/runs/{run_id}/export/json")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == 'attachment; filename="gr-e-x.json"'
    content = json.loads(response.content)
    assert content["predictions"] == server.get(f"/runs/{run_id}/frames/60")["predictions"]
    found = parsed(server, response.content, "application/json")
    assert (found["table"], found["split"]) == (TABLE, server.get(f"/runs/{run_id}")["spec"]["split"])


def test_what_there_is_not(server: Server, run_id: str) -> None:
    check(server.http.get(f"/runs/{run_id}/export/csv", params={"epoch": 61}), 404)
    check(server.http.get("/runs/nothing/export/csv"), 404)
    problem = check(server.http.get(f"/runs/{run_id}/export/python", params={"epoch": 3}), 422)
    assert problem["errors"][0]["pointer"] == "/query/epoch"
