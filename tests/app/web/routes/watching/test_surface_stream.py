"""The stream of surfaces: the same numbers as `surfaces` gives, frame by frame, to the run's end."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest

from elevenlines.app.views.looking.surfaces import LENGTHS
from tests.support.server import XOR_TABLE, Server, wait_for

SHOW = ["all:4", "2.0:7"]
BODY = {"table": XOR_TABLE, "network": {"hidden": [3], "activation": "tanh", "bias": True}}


def pieces(stream: httpx.Response) -> Iterator[tuple[dict[str, Any], list[np.ndarray]]]:
    """The pieces of a stream, put together from whatever chunks it comes in."""
    assert stream.status_code == 200
    assert stream.headers["content-type"] == "application/octet-stream"
    held = b""
    for chunk in stream.iter_raw():
        held += chunk
        while len(held) >= LENGTHS.size:
            head, arrays = LENGTHS.unpack_from(held)
            end = LENGTHS.size + head + arrays
            if len(held) < end:
                break
            told = json.loads(held[LENGTHS.size : LENGTHS.size + head])
            place, found = LENGTHS.size + head, []
            for look in told["looks"]:
                found.append(np.load(BytesIO(held[place : place + look["bytes"]])))
                place += look["bytes"]
            assert place == end
            held = held[end:]
            yield told, found
    assert held == b"", "a piece was cut off"


def open_stream(server: Server, run: str, **query: Any) -> Any:
    return server.http.stream("GET", f"/runs/{run}/surfaces/stream", params={"show": SHOW, **query}, timeout=60)


def test_each_piece_is_what_surfaces_gives(server: Server) -> None:
    run = server.http.post("/runs", json=BODY | {"training": {"epochs": 300}, "pace": 300}).json()["id"]
    with open_stream(server, run, x=1, y=0, at=",,0.5") as stream:
        found = list(pieces(stream))
    epochs = [told["epoch"] for told, _ in found]
    assert epochs == sorted(set(epochs)), "each frame once, the newer after the older"
    assert len(epochs) > 1
    assert epochs[-1] == 300
    for told, arrays in (found[0], found[-1]):
        assert [look["units"] for look in told["looks"]] == [["1.0", "1.1", "1.2", "2.0"], ["2.0"]]
        for (units, _, size), array in zip((one.partition(":") for one in SHOW), arrays, strict=True):
            query = {"epoch": told["epoch"], "x": 1, "y": 0, "at": ",,0.5", "units": units, "size": size}
            alone = server.http.get(f"/runs/{run}/surfaces", params=query)
            assert array.tobytes() == np.load(BytesIO(alone.content)).tobytes()
            head = json.loads(alone.headers["elevenlines-plane"])
            assert {name: told[name] for name in ("epoch", "x", "y", "at")} == {
                name: head[name] for name in ("epoch", "x", "y", "at")
            }


def test_a_run_that_is_over_gives_one_piece(server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=BODY | {"training": {"epochs": 20}}).json()["id"]
    with open_stream(server, run) as stream:
        assert [told["epoch"] for told, _ in pieces(stream)] == [20]


def test_a_run_that_rests_is_waited_for_and_may_be_deleted(server: Server) -> None:
    run = server.http.post("/runs", json=BODY | {"training": {"epochs": 20}, "paused": True}).json()["id"]
    with open_stream(server, run) as stream:
        coming = pieces(stream)
        assert next(coming)[0]["epoch"] == 0
        server.http.post(f"/runs/{run}/step")
        assert next(coming)[0]["epoch"] == 1
        server.http.delete(f"/runs/{run}")
        assert list(coming) == []


def test_an_open_stream_has_its_place_and_gives_it_back(server: Server) -> None:
    run = server.http.post("/runs", json=BODY | {"training": {"epochs": 20}, "paused": True}).json()["id"]

    def streams() -> str:
        text = httpx.get(f"{server.url}/metrics").text
        return next(line for line in text.splitlines() if line.startswith("elevenlines_event_streams "))

    before = streams()
    with open_stream(server, run) as stream:
        coming = pieces(stream)  # once it is dropped, the line is closed
        next(coming)
        assert streams() != before
    wait_for(lambda: streams() == before, "the place to be free again")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"show": []}, "/query/show"),
        ({"show": ["all:1"]}, "/query/show"),
        ({"show": ["all:999"]}, "/query/show"),
        ({"show": ["some:9"]}, "/query/show/0"),
        ({"show": ["all:9"] * 5}, "/query/show"),
        ({"show": ["7.0:9"]}, "/query/units"),
        ({"x": 9}, "/query/x"),
    ],
)
def test_what_cannot_be_shown_is_refused_before_the_first_piece(
    server: Server, query: dict[str, Any], pointer: str
) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=BODY | {"training": {"epochs": 2}}).json()["id"]
    answer = server.http.get(f"/runs/{run}/surfaces/stream", params={"show": SHOW, **query})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert server.http.get("/runs/none/surfaces/stream", params={"show": SHOW}).status_code == 404
