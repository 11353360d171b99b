"""Every way to fail has one shape, names its field, says what to do, and loses nothing."""

import json
import socket
from typing import Any

import httpx
import pytest

from tests.support.server import XOR_TABLE, Server

FIELDS = {"type", "title", "status", "detail", "errors"}


def check(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == FIELDS
    assert problem["status"] == status
    assert problem["title"]
    assert len(problem["detail"]) > 10
    return problem


def post(server: Server, content: bytes | str, content_type: str = "application/json") -> httpx.Response:
    return server.http.post("/runs", content=content, headers={"Content-Type": content_type})


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "nonsense",
        '{"table": {"inputs": [[NaN]], "targets": [[1]]}}',
        '{"table": {"inputs": [[Infinity]], "targets": [[1]]}}',
        '{"table": {"inputs": [[-Infinity]], "targets": [[1]]}}',
        "[" * 100_000,
        b"\xff\xfe{}",
    ],
)
def test_what_is_not_json_is_400_or_says_what_is_missing(server: Server, body: str | bytes) -> None:
    check(post(server, body), 422 if body == "" else 400)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"table": {"inputs": [[1e400]], "targets": [[1]]}}', "/table/inputs/0/0"),
        ('{"table": {"inputs": [], "targets": []}}', "/table/inputs"),
        ('{"table": {"inputs": [[1, 2], [3]], "targets": [[1], [2]]}}', "/table/inputs/1"),
        ('{"table": {"inputs": [["text"]], "targets": [[1]]}}', "/table/inputs/0/0"),
        ('{"table": {"inputs": [[true]], "targets": [[1]]}}', "/table/inputs/0/0"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "training": {"epochs": 1000000000}}', "/training/epochs"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "network": {"hidden": [1000000]}}', "/network/hidden/0"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "surprise": 1}', "/surprise"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "pace": "fast"}', "/pace"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "pace": 0}', "/pace"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "name": "\\u0000"}', "/name"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "name": "\\ud800"}', "/name"),
        ('{"table": {"inputs": [[1]], "targets": [[1]]}, "version": 2}', "/version"),
        ("{}", "/table"),
        ("[]", ""),
        ('"text"', ""),
        ("null", ""),
    ],
)
def test_a_value_out_of_its_limits_is_422_with_its_pointer(server: Server, body: str, pointer: str) -> None:
    problem = check(post(server, body), 422)
    assert pointer in [error["pointer"] for error in problem["errors"]], problem
    assert all(len(error["detail"]) > 5 for error in problem["errors"])


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"features": {"formulas": []}}, "/features/formulas", "must have at least 1 entry"),
        ({"features": {"formulas": ["a"] * 300}}, "/features/formulas", "must have at most 256 entries"),
        ({"name": ""}, "/name", "must not be empty"),
        ({"training": {"loss": None}}, "/training/loss", "must be text, not null"),
        ({"name": "x" * 61}, "/name", "must have at most 60 characters"),
        ({"version": 10**25}, "/version", "must be a whole number of fewer digits"),
    ],
)
def test_a_body_is_refused_in_our_words(server: Server, body: dict[str, Any], pointer: str, detail: str) -> None:
    problem = check(post(server, json.dumps({"table": XOR_TABLE} | body)), 422)
    assert {"pointer": pointer, "detail": detail} in problem["errors"]


@pytest.mark.parametrize(
    ("way", "query", "detail"),
    [
        ("", {"limit": "x"}, "must be a whole number"),
        ("/{id}/state", {"include": "x"}, "must name what is wanted, of layers, weights"),
        ("/{id}/state", {"narrow": "x", "row": ""}, "must be a whole number"),
        ("/{id}/surfaces", {"x_low": "x"}, "must be a number"),
        ("/{id}/surfaces", {"units": "x"}, "must be all, hidden, outputs, or units as LAYER.UNIT"),
        ("/{id}/surfaces/stream", {"show": "x"}, "must be UNITS:SIZE, where UNITS is all, hidden"),
        ("/{id}/scores", {"rows": "9" * 5000}, "must be a whole number of fewer digits"),
    ],
)
def test_an_address_is_refused_in_our_words(server: Server, way: str, query: dict[str, str], detail: str) -> None:
    run = server.start(training={"epochs": 1})
    problem = check(server.http.get(f"/runs{way.format(id=run['id'])}", params=query), 422)
    assert problem["errors"][0]["detail"].startswith(detail)


def test_formulas_of_a_spec_tell_the_character(server: Server) -> None:
    spec = {"table": XOR_TABLE, "features": {"formulas": ["a", "sin(a) +* b"]}}
    for path in ("/runs", "/preview", "/program"):
        error = check(server.http.post(path, json=spec), 422)["errors"][0]
        assert (error["pointer"], error["position"]) == ("/features/formulas/1", len("sin(a) +"))


def test_what_was_sent_is_never_echoed(server: Server) -> None:
    secret = "s3cr3t-" * 3
    for body in ({"table": secret}, {"table": XOR_TABLE, "name": [secret]}, {"table": XOR_TABLE, "pace": secret}):
        assert secret not in post(server, json.dumps(body)).text


def test_a_field_that_is_unknown_is_named_and_nothing_else_of_it(server: Server) -> None:
    problem = check(post(server, json.dumps({"table": XOR_TABLE, "a/b~c": "value"})), 422)
    assert problem["errors"] == [{"pointer": "/a~1b~0c", "detail": "is not a field that is known here: leave it out"}]


def test_wait_above_thirty_is_422(server: Server) -> None:
    response = server.http.post("/runs", params={"wait": 31}, json={"table": XOR_TABLE})
    assert check(response, 422)["errors"][0]["pointer"] == "/query/wait"


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_another_content_type_is_415(server: Server, content_type: str) -> None:
    check(post(server, json.dumps({"table": XOR_TABLE}), content_type), 415)


def test_unknown_addresses_and_methods(server: Server) -> None:
    check(server.http.get("/nothing"), 404)
    check(httpx.get(f"{server.url}/nothing"), 404)
    check(httpx.get(f"{server.url}/static/nothing.js"), 404)
    check(httpx.get(f"{server.url}/static/%2e%2e/pyproject.toml"), 404)
    response = server.http.put("/runs")
    check(response, 405)
    assert "POST" in response.headers["allow"]


def test_a_body_of_100_mb_is_413_before_it_is_read(server: Server) -> None:
    """Only the head is sent: the answer must not wait for the body."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        head = "POST /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 100000000\r\n\r\n".encode())
        answer = connection.recv(65_536)
    assert b" 413 " in answer.splitlines()[0]
    assert b"application/problem+json" in answer


def test_a_body_without_end_is_413_too(server: Server) -> None:
    def endless() -> Any:
        for _ in range(200):
            yield b" " * 100_000

    try:
        response = server.http.post("/runs", content=endless(), headers={"Content-Type": "application/json"})
    except httpx.TransportError:
        return  # the server hung up in the middle of the body, as it may
    check(response, 413)


def test_the_server_is_none_the_worse(server: Server) -> None:
    assert server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE, "training": {"epochs": 10}}).json()[
        "status"
    ] == ("done")
