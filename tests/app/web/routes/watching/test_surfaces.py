"""The routes of surfaces and bent planes, as a program calls them."""

import json
from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest

from elevenlines.app.client import Playground
from tests.support.server import XOR_TABLE, Server

NETWORK = {"hidden": [3], "activation": "tanh", "bias": True}


def sigmoid(z: np.ndarray) -> np.ndarray:
    value: np.ndarray = 1.0 / (1.0 + np.exp(-z))
    return value


def over(frame: dict[str, Any], x: np.ndarray, y: np.ndarray, third: float) -> list[np.ndarray]:
    """Each layer over the points, (points, units)."""
    points = np.stack([x, y, np.full(len(x), third)], axis=1)
    (w0, w1), (b0, b1) = (map(np.array, frame[name]) for name in ("weights", "biases"))
    hidden = np.tanh(points @ w0 + b0)
    return [points, hidden, sigmoid(hidden @ w1 + b1)]


def read(answer: httpx.Response) -> tuple[np.ndarray, dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/octet-stream"
    head: dict[str, Any] = json.loads(answer.headers["elevenlines-plane"])
    return np.load(BytesIO(answer.content)), head


def trained(server: Server, epochs: int = 50) -> str:
    body = {"table": XOR_TABLE, "network": NETWORK, "training": {"epochs": epochs}}
    return str(server.http.post("/runs", params={"wait": 30}, json=body).json()["id"])


@pytest.mark.parametrize("epoch", [0, 31, 50])
def test_surfaces_of_any_epoch(server: Server, epoch: int) -> None:
    run = trained(server)
    query: dict[str, float | str] = {
        "epoch": epoch,
        "x": 1,
        "y": 0,
        "size": 4,
        "x_low": -1,
        "x_high": 2,
        "y_low": 0,
        "y_high": 3,
        "at": ",,0.5",
    }
    found, head = read(server.http.get(f"/runs/{run}/surfaces", params=query))
    assert found.shape == (4, 4, 4)
    assert found.dtype == np.float32
    assert head["epoch"] == epoch
    assert (head["x"], head["y"]["name"]) == ({"column": 1, "name": "b", "low": -1.0, "high": 2.0}, "a")
    assert (head["at"][2], head["units"]) == (0.5, ["1.0", "1.1", "1.2", "2.0"])
    frame = server.get(f"/runs/{run}/frames/{epoch}")
    b, a = np.tile(np.linspace(-1, 2, 4), 4), np.repeat(np.linspace(0, 3, 4), 4)
    _, hidden, outputs = over(frame, a, b, 0.5)
    np.testing.assert_allclose(found[:3], hidden.T.reshape(3, 4, 4), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[3], outputs.reshape(4, 4), rtol=1e-5)


def test_units_are_chosen(server: Server) -> None:
    run = trained(server)
    for units, wanted in (
        ("hidden", ["1.0", "1.1", "1.2"]),
        ("outputs", ["2.0"]),
        ("2.0,0.1,1.2", ["2.0", "0.1", "1.2"]),
    ):
        found, head = read(server.http.get(f"/runs/{run}/surfaces", params={"units": units, "size": 2}))
        assert head["units"] == wanted
        assert len(found) == len(wanted)
    np.testing.assert_allclose(found[1], [[-0.1, -0.1], [1.1, 1.1]], rtol=1e-6)


def test_only_what_is_newer(server: Server) -> None:
    run = trained(server)
    assert server.http.get(f"/runs/{run}/surfaces", params={"since": 50, "wait": 5}).status_code == 204
    _, head = read(server.http.get(f"/runs/{run}/surfaces", params={"since": 49}))
    assert head["epoch"] == 50
    assert server.http.get(f"/runs/{run}/bend", params={"since": 50}).status_code == 204
    live = server.start(paused=True, network=NETWORK, training={"epochs": 500})["id"]
    assert server.http.get(f"/runs/{live}/surfaces", params={"since": 0, "wait": 0.01}).status_code == 204
    server.http.post(f"/runs/{live}/resume")
    _, head = read(server.http.get(f"/runs/{live}/surfaces", params={"since": 0, "wait": 30}))
    assert head["epoch"] > 0


def test_other_weights_and_rows(server: Server) -> None:
    run = trained(server)
    weights = [[[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]], [[1.0], [2.0], [0.5]]]
    biases = [[0.0, 0.0, 0.0], [0.25]]
    table = {"inputs": [[0, 0, 5], [4, 0, 5]], "targets": [[0], [1]]}
    body = {"epoch": 10, "weights": weights, "biases": biases, "table": table}
    found, head = read(server.http.post(f"/runs/{run}/surfaces", params={"size": 3, "units": "outputs"}, json=body))
    assert (head["epoch"], head["x"]["low"], head["x"]["high"]) == (10, pytest.approx(-0.4), pytest.approx(4.4))
    a, b = np.tile(np.linspace(-0.4, 4.4, 3), 3), np.repeat(np.linspace(-1, 1, 3), 3)
    wanted = over({"weights": weights, "biases": biases}, a, b, 5.0)[2]
    np.testing.assert_allclose(found[0], wanted.reshape(3, 3), rtol=1e-5)
    refused = server.http.post(f"/runs/{run}/surfaces", json={"weights": [[[1.0]]]})
    assert refused.json()["errors"][0]["pointer"] == "/weights"


def test_a_start_without_a_run(server: Server) -> None:
    spec = {"table": XOR_TABLE, "network": NETWORK, "seed": 4}
    run = server.start(network=NETWORK, seed=4, paused=True)["id"]
    found, head = read(server.http.post("/preview/surfaces", params={"size": 5}, json=spec))
    same, _ = read(server.http.get(f"/runs/{run}/surfaces", params={"size": 5}))
    np.testing.assert_array_equal(found, same)
    assert head["epoch"] == 0
    bent = server.http.post("/preview/bend", json=spec).json()
    assert bent == server.get(f"/runs/{run}/bend")
    assert bent == server.http.post(f"/runs/{run}/bend", json={}).json()


def test_the_bent_plane(server: Server) -> None:
    run = trained(server)
    found = server.get(f"/runs/{run}/bend", layer=0, x=1, y=0)
    assert (found["layer"], found["is_turned"], len(found["points"])) == (0, True, 4)
    assert found["x"]["name"] == "b"
    hidden = server.get(f"/runs/{run}/bend", epoch=20)
    assert (hidden["epoch"], len(hidden["lines"])) == (20, 42)
    frame = server.get(f"/runs/{run}/frames/20")
    inputs = np.array(XOR_TABLE["inputs"], float)
    values = over(frame, inputs[:, 0], inputs[:, 1], 1.0)[1]
    distances = np.linalg.norm(values[:, None] - values[None], axis=2)
    shadow = np.array(hidden["points"])
    seen = np.linalg.norm(shadow[:, None] - shadow[None], axis=2)
    assert np.all(seen <= distances + 1e-5)
    assert 0.5 < sum(hidden["shares"]) <= 1.0 + 1e-9


def test_one_input_column(server: Server) -> None:
    table = {"inputs": [[0], [1], [2]], "targets": [[0], [1], [0]], "input_names": ["zeit ü"]}
    found, head = read(server.http.post("/preview/surfaces", params={"size": 7}, json={"table": table}))
    assert found.shape == (5, 1, 7)
    assert (head["x"]["name"], head["y"]) == ("zeit ü", None)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"x": 3}, "/query/x"),
        ({"y": 9}, "/query/y"),
        ({"x": 1, "y": 1}, "/query/y"),
        ({"row": 4}, "/query/row"),
        ({"x_low": 5}, "/query/x_high"),
        ({"y_low": 1, "y_high": 1}, "/query/y_high"),
        ({"at": "1,2,3,4"}, "/query/at"),
        ({"at": "one"}, "/query/at"),
        ({"at": "nan"}, "/query/at"),
        ({"units": "3.0"}, "/query/units"),
        ({"units": "1.9"}, "/query/units"),
        ({"units": "every"}, "/query/units"),
        ({"size": 1}, "/query/size"),
        ({"size": 401}, "/query/size"),
        ({"epoch": 1, "since": 0}, "/query/since"),
    ],
)
def test_what_cannot_be_shown_is_said(server: Server, query: dict[str, Any], pointer: str) -> None:
    run = trained(server)
    answer = server.http.get(f"/runs/{run}/surfaces", params=query)
    assert answer.status_code == 422, query
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_other_refusals(server: Server) -> None:
    run = trained(server)
    assert server.http.get(f"/runs/{run}/surfaces", params={"epoch": 51}).status_code == 404
    assert server.http.get("/runs/none/bend").status_code == 404
    assert server.http.get(f"/runs/{run}/bend", params={"layer": 2}).status_code == 422
    large = {"table": XOR_TABLE, "network": {"hidden": [1_000]}}
    answer = server.http.post("/preview/surfaces", params={"size": 100}, json=large)
    assert answer.json()["errors"][0]["pointer"] == "/query/size"
    none = server.http.post(
        "/preview/surfaces", params={"units": "hidden"}, json={"table": XOR_TABLE, "network": {"hidden": []}}
    )
    assert none.json()["errors"][0]["pointer"] == "/query/units"


def test_the_client_reads_them(server: Server) -> None:
    with Playground(server.url) as playground:
        run = playground.run(trained(server))
        found, bent = run.surfaces("1.2", size=6, epoch=3, at=",,0"), run.bend(epoch=4)
    assert (bent.epoch, bent.layer) == (4, 1)
    assert (np.array(bent.lines).shape, np.array(bent.points).shape) == ((42, 41, 2), (4, 2))
    assert (found.epoch, found.units, found.values.shape) == (3, ["1.2"], (1, 6, 6))
    assert found.y is not None
    assert (found.x.name, found.y.name, found.at[2]) == ("a", "b", 0.0)


def test_a_plane_reaches_beyond_the_largest_cells(server: Server) -> None:
    body = {"table": {"inputs": [[-1e6, 0, 1e6], [1e6, 1, 1e6]], "targets": [[0], [1]]}}
    _, own = read(server.http.post("/preview/surfaces", params={"size": 2}, json=body))
    ends = {"x_low": own["x"]["low"], "x_high": own["x"]["high"], "at": ",,-1200000"}
    assert ends["x_high"] > 1e6
    _, head = read(server.http.post("/preview/surfaces", params={"size": 2, **ends}, json=body))
    assert (head["x"], head["at"][2]) == (own["x"], -1_200_000)
    for beyond in ({"x_high": 3e6}, {"at": ",,3e6"}):
        assert server.http.post("/preview/surfaces", params=beyond, json=body).status_code == 422


def test_the_bent_plane_of_too_large_a_network_is_refused(server: Server) -> None:
    wide = {"table": XOR_TABLE, "network": {"hidden": [500, 500]}}
    answer = server.http.post("/preview/bend", json=wide)
    assert answer.json()["errors"][0]["pointer"] == "/query/layer"


def test_formulas_are_too_much_for_many_points(server: Server) -> None:
    formulas = ["+".join(["a"] * 90) + f"+{number}" for number in range(40)]
    body = {"table": XOR_TABLE, "features": {"formulas": formulas}, "network": {"hidden": []}}
    answer = server.http.post("/preview/surfaces", params={"size": 100}, json=body)
    assert answer.json()["errors"][0]["pointer"] == "/query/size"
    run = server.start(paused=True, features=body["features"], network=body["network"])["id"]
    rows = [[0.0, 0.0, 0.0]] * 2_000
    answer = server.http.post(f"/runs/{run}/predict", json={"inputs": rows})
    assert answer.json()["errors"][0]["pointer"] == "/inputs"
