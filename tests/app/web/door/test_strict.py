"""Bodies are JSON as the standard has it, in every encoding that Python's reader knows."""

import json
from typing import Any

import pytest

from tests.app.web.door.test_problems import check, post
from tests.support.server import XOR_TABLE, Server


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_body_in_each_encoding(server: Server, encoding: str) -> None:
    body = json.dumps({"table": XOR_TABLE | {"input_names": ["ä", "b", "c"]}}, ensure_ascii=False).encode(encoding)
    response = server.http.post("/preview", content=body, headers={"Content-Type": "application/json"})
    assert response.json()["spec"]["table"]["input_names"] == ["ä", "b", "c"]


@pytest.mark.parametrize("value", [0.1 + 0.2, 5e-324, -0.0, 123456.78901234567, 1])
def test_numbers_keep_their_bits(server: Server, value: float) -> None:
    table: Any = {"inputs": [[value]], "targets": [[1]]}
    spec = server.http.post("/preview", json={"table": table}).json()["spec"]
    assert float(spec["table"]["inputs"][0][0]).hex() == float(value).hex()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_python_alone_takes_for_a_number_is_400(server: Server, number: str) -> None:
    check(post(server, f'{{"table": {{"inputs": [[{number}]], "targets": [[1]]}}}}'), 400)


def test_half_a_character_is_told_by_its_place(server: Server) -> None:
    problem = check(post(server, json.dumps({"table": XOR_TABLE, "name": "\ud800"})), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/name"]
