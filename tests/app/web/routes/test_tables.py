"""Tables over HTTP: in, out and back; every bad input is told by its line, and none does harm."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.web.door.test_problems import check
from tests.support.server import XOR_TABLE, Server

CSV = "size,colour,big\n1,red,no\n2.5,blue,yes\n"


def parse(server: Server, content: bytes | str, kind: str = "text/csv", **query: Any) -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    return server.http.post("/tables/parse", content=data, params=query, headers={"Content-Type": kind})


def parsed(server: Server, content: bytes | str, kind: str = "text/csv", **query: Any) -> dict[str, Any]:
    response = parse(server, content, kind, **query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_the_answer_is_whole(server: Server) -> None:
    colour = {"name": "colour", "role": "input", "kind": "text", "values": ["blue", "red"], "distinct": 2, "missing": 0}
    colour["hint"] = None
    assert parsed(server, CSV) == {
        "table": {
            "inputs": [[1, 0, 1], [2.5, 1, 0]],
            "targets": [[0], [1]],
            "input_names": ["size", "colour=blue", "colour=red"],
            "target_names": ["big=yes"],
        },
        "split": None,
        "columns": [
            {
                "name": "size",
                "role": "input",
                "kind": "number",
                "values": [],
                "distinct": 2,
                "missing": 0,
                "hint": None,
            },
            colour,
            colour | {"name": "big", "role": "target", "values": ["no", "yes"]},
        ],
        "header": True,
        "separator": "comma",
        "decimal": "point",
        "rows": 2,
        "dropped": [],
        "errors": [],
        "more_errors": 0,
        "can_drop": False,
        "sample": [["1", "red", "no"], ["2.5", "blue", "yes"]],
    }


def test_what_is_asked_for_goes_before_what_is_found_out(server: Server) -> None:
    found = parsed(server, CSV, target=[0], skip=[1], text="classes")
    assert found["table"]["targets"] == [[1], [2.5]]
    assert (found["table"]["input_names"], found["table"]["inputs"]) == (["big"], [[0], [1]])
    assert [column["role"] for column in found["columns"]] == ["target", "left_out", "input"]
    found = parsed(server, "1,5;2\n3;4", separator="semicolon", decimal="comma", header="yes")
    assert found["table"]["input_names"] == ["1,5"]
    assert parsed(server, "a\tb\n1\t2", "text/tab-separated-values")["separator"] == "tab"


@pytest.mark.parametrize(
    "content",
    [
        XOR_TABLE,
        {"table": XOR_TABLE, "seed": 3},
        [{"a": a, "b": b, "one": one, "y": a ^ b} for a, b, one in XOR_TABLE["inputs"]],
        [["a", "b", "one", "y"], *([a, b, one, a ^ b] for a, b, one in XOR_TABLE["inputs"])],
        [[a, b, one, a ^ b] for a, b, one in XOR_TABLE["inputs"]],
    ],
)
def test_json_in_every_shape(server: Server, content: Any) -> None:
    table = parsed(server, json.dumps(content), "application/json; charset=utf-8")["table"]
    assert (table["inputs"], table["targets"]) == (XOR_TABLE["inputs"], XOR_TABLE["targets"])
    run = server.http.post("/runs", json={"table": table, "training": {"epochs": 5}})
    assert run.status_code == 201, "what was read can be trained"


BAD = "a,b,y\n1,2,3\n,2,3\n1,x,3\n1,2\n1,Infinity,5\n2,2000000,2\n"
DETAILS = {
    3: "missing value in column a",
    4: "not a number in column b",
    5: "has 2 cells, not 3 as the first line has",
    6: "not a finite number in column b",
    7: "a number beyond ±1,000,000 in column b",
}


def test_bad_lines_are_told_by_their_numbers(server: Server) -> None:
    problem = check(parse(server, BAD), 422)
    assert problem["errors"] == [{"pointer": "", "line": line, "detail": detail} for line, detail in DETAILS.items()]
    assert problem["detail"] == "5 lines are bad: correct them, or leave bad lines out with drop=true"
    shown = parsed(server, BAD, preview=True)
    assert (shown["table"], shown["can_drop"]) == (None, True)
    assert shown["errors"] == [{"line": line, "detail": detail} for line, detail in DETAILS.items()]
    assert len(shown["columns"]) == 3
    dropped = parsed(server, BAD, drop=True)
    assert (dropped["dropped"], dropped["table"]["inputs"], dropped["rows"]) == (list(DETAILS), [[1, 2]], 1)


def test_a_thousand_bad_lines_are_counted(server: Server) -> None:
    text = "a,y\n1,2\n" + "1,\n" * 1_334
    problem = check(parse(server, text), 422)
    assert len(problem["errors"]) == 100
    assert problem["detail"].startswith("1,334 lines are bad, of which errors lists the first 100")
    assert parsed(server, text, preview=True)["more_errors"] == 1_234


@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "the file is empty"),
        (b"a,b\n", 1, "there is a header but no row"),
        (b"a,b\n1,\0", 2, "NUL byte"),
        (bytes(1_000_000), 1, "NUL byte"),
        ("a,b\nä,1\n".encode("latin-1"), 2, "byte 5 of the file is not UTF-8"),
        (b'a,b\n1,2\n3,"4\n5,6\n', 3, "a quote opens here and is never closed"),
        (b"1," * 1_000_000, 1, "more than"),
        (b"1,2\n" * 10_001, 10_001, "more than 10,000 rows"),
        (b"1,2\n" * 3_000_000, 100_001, "more than 100,000 lines"),
        (b'"' * 10_000_000, 1, "more than"),
        (b"1,2\n3," + b"4" * 10_000_000, 2, "more than"),
        (b"k,y\n" + b"".join(b"w%d,1\n" % n for n in range(101)), 1, "column k has 101 different texts"),
        (b"only\n1\n", 1, "an input and a target are needed"),
    ],
    ids=range(13),
)
def test_what_is_no_table_is_told_in_words(server: Server, content: bytes, line: int, said: str, preview: bool) -> None:
    if preview:
        found = parsed(server, content, preview=True)
        assert (found["table"], found["can_drop"]) == (None, False)
        (error,) = found["errors"]
    else:
        problem = check(parse(server, content), 422)
        assert problem["detail"] == "one line is bad: see errors, and mend the file"
        (error,) = problem["errors"]
    assert error["line"] == line
    assert said in error["detail"]


def test_what_is_not_json_and_what_is_no_kind_of_table(server: Server) -> None:
    check(parse(server, "{", "application/json"), 400)
    check(parse(server, "[NaN]", "application/json"), 400)
    check(parse(server, "a", "text/plain"), 415)
    check(server.http.post("/tables/parse", content=b"a,b\n1,2"), 415)
    check(parse(server, b"1" * 16_000_001), 413)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"target": 3}, "/query/target"),
        ({"skip": [0, 9]}, "/query/skip"),
        ({"target": -1}, "/query/target/0"),
        ({"target": "colour"}, "/query/target/0"),
        ({"header": "maybe"}, "/query/header"),
        ({"drop": "perhaps"}, "/query/drop"),
    ],
)
def test_a_wish_that_cannot_be_met(server: Server, query: dict[str, Any], pointer: str) -> None:
    assert [error["pointer"] for error in check(parse(server, CSV, **query), 422)["errors"]] == [pointer]


def test_no_cell_is_echoed(server: Server) -> None:
    cell = "s3cr3t"
    assert cell not in parse(server, f"a,y\n1,2\n3,4\n{cell},5\n").text
    assert cell not in parse(server, f'["{cell}"', "application/json").text


def test_a_table_of_ten_thousand_rows_of_fifty_columns_is_read_and_trained(server: Server) -> None:
    row = [(-1) ** number * 0.12345678901234567 * number for number in range(50)]
    found = parsed(server, "\n".join([",".join(map(str, row))] * 10_000))
    assert found["rows"] == 10_000
    assert len(found["table"]["inputs"][0]) == 49
    body = {"table": found["table"], "network": {"hidden": [2]}, "training": {"epochs": 1}}
    sent = json.dumps(body)
    assert len(sent) > 9_000_000
    run = server.http.post("/runs", content=sent, headers={"Content-Type": "application/json"})
    assert run.status_code == 201
    server.http.delete(f"/runs/{run.json()['id']}")


TABLE = st.fixed_dictionaries(
    {
        "inputs": st.lists(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2), min_size=3, max_size=3),
        "targets": st.lists(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=1), min_size=3, max_size=3),
        "input_names": st.just(["=a", "target:b"]),
        "target_names": st.just(["c, d"]),
    }
)
SPLIT = st.none() | st.fixed_dictionaries({"test": st.lists(st.integers(0, 2), unique=True)})


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("json", "application/json")])
def test_what_is_written_comes_back(server: Server, form: str, kind: str) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(TABLE, SPLIT)
    def comes_back(table: Any, split: Any) -> None:
        body = {"table": table, "split": split}
        written = server.http.post("/tables/format", params={"format": form}, json=body)
        assert written.headers["content-disposition"] == f'attachment; filename="table.{form}"'
        assert written.headers["content-type"].partition(";")[0] == kind
        found = parsed(server, written.content, kind)
        assert found["table"] == table
        assert (found["split"] or {}).get("test") == (
            None if split is None else sorted(split["test"])
        ) or form == "json"

    comes_back()


def test_test_rows_beyond_the_table_are_not_written(server: Server) -> None:
    problem = check(server.http.post("/tables/format", json={"table": XOR_TABLE, "split": {"test": [4]}}), 422)
    assert problem["errors"][0]["pointer"] == "/split/test/0"


def test_the_description_knows_a_file_of_json_for_an_object(server: Server) -> None:
    paths = httpx.get(f"{server.url}/openapi.json").json()["paths"]
    for path, method in (("/tables/format", "post"), ("/runs/{run_id}/export/{format}", "get")):
        content = paths[f"/api/v1{path}"][method]["responses"]["200"]["content"]
        assert content["application/json"]["schema"] == {"type": "object"}
        assert content["text/csv"]["schema"] == {"type": "string"}


def test_a_table_that_is_none_is_not_written(server: Server) -> None:
    problem = check(server.http.post("/tables/format", json={"table": {"inputs": [[1]], "targets": []}}), 422)
    assert problem["errors"][0]["pointer"] == "/table/targets"
    check(server.http.post("/tables/format", params={"format": "xls"}, json={"table": XOR_TABLE}), 422)
