"""The shapes that a table may have in JSON."""

import json
from typing import Any

import pytest

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.json_records import NotJson, split_json
from elevenlines.core.tables.problems import BadTable

TABLE = {"inputs": [[0, 0.1], [1, -0.0]], "targets": [[1], [0]]}


@pytest.mark.parametrize(
    ("content", "names", "cells"),
    [
        (TABLE, ["input:a", "input:b", "target:y"], [["0", "0.1", "1"], ["1", "-0.0", "0"]]),
        ({"table": TABLE | {"target_names": ["z"]}, "seed": 3}, ["input:a", "input:b", "target:z"], None),
        ([{"a": 1, "b": "red"}, {"b": None, "a": True}], ["a", "b"], [["1", "red"], ["true", ""]]),
        ([["a", "b"], [1, 1e300]], None, [["a", "b"], ["1", "1e+300"]]),
    ],
)
def test_shapes(content: Any, names: list[str] | None, cells: list[list[str]] | None) -> None:
    found = split_json(json.dumps(content))
    assert found.names == names
    assert [record.line for record in found.records.good] == [1, 2]
    assert cells is None or [record.cells for record in found.records.good] == cells
    assert not found.records.bad


def test_a_specs_split_comes_along() -> None:
    assert split_json(json.dumps({"table": TABLE, "split": {"share": 0.5}})).split == {"share": 0.5}


@pytest.mark.parametrize("text", ["", "{", "[NaN]", "[Infinity]", "[" * 100_000, "[1" + "0" * 5_000 + "]"])
def test_what_is_not_json(text: str) -> None:
    with pytest.raises(NotJson):
        split_json(text)


@pytest.mark.parametrize(
    ("content", "bad"),
    [
        ([{"a": 1}, [1], {"a": 2, "b": 3}, {"a": {}}], {2: "is no object", 3: "has a field", 4: "cell 1 holds a list"}),
        ([[1], {"a": 1}, [[1]], ["\ud800"]], {2: "is no list", 3: "cell 1 holds a list", 4: "half a character"}),
        ({"inputs": [[1], [1, 2]], "targets": [[1], [1]]}, {2: "has 2 inputs and 1 targets, not 1 and 1"}),
    ],
)
def test_bad_records_are_told_by_their_numbers(content: Any, bad: dict[int, str]) -> None:
    found = split_json(json.dumps(content)).records.bad
    assert found.keys() == bad.keys()
    assert all(said in found[number][0] for number, said in bad.items())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (1, "this is no table"),
        ([], "this is no table"),
        ([1], "this is no table"),
        ({"inputs": 1, "targets": [[1]]}, "this is no table"),
        ({"inputs": [[1]], "targets": [1]}, "this is no table"),
        ({"inputs": [[1]], "targets": [[1], [2]]}, "as many rows"),
        (
            {"inputs": [[1]], "targets": [[1]], "input_names": ["a", "b"]},
            "input_names must hold a text for each of the 1",
        ),
        ({"inputs": [[1]], "targets": [[1]], "target_names": [1]}, "target_names must hold"),
        ([[1]] * (LIMITS.rows + 2), "more than 10,000 rows"),
        ([[1] * (LIMITS.file_columns + 1)], "more than 1,024 columns"),
        ([["x" * (LIMITS.cell_length + 1)]], "more than 1,000 characters"),
    ],
    ids=range(11),
)
def test_what_is_no_table(content: Any, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        split_json(json.dumps(content))
