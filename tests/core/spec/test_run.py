import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from elevenlines.app.web.door.problems import sentences
from elevenlines.core.spec import RunSpec
from tests.core.strategies import specs

TABLE = {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}


def wrong(**body: Any) -> dict[str, str]:
    """Pointers and sentences of what is wrong with a spec."""
    with pytest.raises(ValidationError) as caught:
        RunSpec.model_validate({"table": TABLE, **body})
    return dict(sentences(caught.value))


def test_only_the_table_is_required_and_the_rest_is_the_articles() -> None:
    spec = RunSpec.model_validate({"table": TABLE})
    assert spec.layer_sizes == (2, 4, 1)
    assert spec.activations == ("sigmoid", "sigmoid")
    assert (spec.training.epochs, spec.training.learning_rate, spec.seed) == (60_000, 1.0, 1)
    assert (spec.table.input_names, spec.table.target_names) == (("a", "b"), ("y",))


@given(specs())
def test_a_spec_survives_json(spec: RunSpec) -> None:
    assert RunSpec.model_validate_json(spec.model_dump_json()) == spec
    assert RunSpec.model_validate(json.loads(spec.model_dump_json())) == spec


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({"table": {"inputs": [], "targets": []}}, "/table/inputs", "at least one row"),
        ({"table": {"inputs": [[1], [1, 2]], "targets": [[1], [1]]}}, "/table/inputs/1", "must have 1 values"),
        ({"table": {"inputs": [[1]], "targets": [[1], [2]]}}, "/table/targets", "as many rows"),
        ({"table": {"inputs": [["x"]], "targets": [[1]]}}, "/table/inputs/0/0", "must be a number"),
        ({"table": {"inputs": [[True]], "targets": [[1]]}}, "/table/inputs/0/0", "must be a number"),
        ({"table": {"inputs": [["1"]], "targets": [[1]]}}, "/table/inputs/0/0", "must be a number"),
        ({"table": {"inputs": [[float("nan")]], "targets": [[1]]}}, "/table/inputs/0/0", "finite"),
        ({"table": {"inputs": [[2e6]], "targets": [[1]]}}, "/table/inputs/0/0", "at most 1,000,000"),
        ({"table": {"inputs": [[1]] * 10_001, "targets": [[1]] * 10_001}}, "/table/inputs", "at most 10,000 rows"),
        ({"table": {**TABLE, "input_names": ["a"]}}, "/table/input_names", "one name for each"),
        ({"table": {**TABLE, "input_names": ["a", "\x00"]}}, "/table/input_names/1", "printable"),
        ({"table": {**TABLE, "input_names": ["a", "\ud800"]}}, "/table/input_names/1", "Unicode"),
        ({"table": {**TABLE, "input_names": ["a", " "]}}, "/table/input_names/1", "empty"),
        ({"network": {"hidden": [0]}}, "/network/hidden/0", "at least 1"),
        ({"network": {"hidden": [10**6]}}, "/network/hidden/0", "at most 1,024"),
        ({"network": {"hidden": [True]}}, "/network/hidden/0", "whole number"),
        ({"network": {"hidden": [{"size": 2, "sise": 3}]}}, "/network/hidden/0/sise", "leave it out"),
        ({"network": {"hidden": [3] * 17}}, "/network/hidden", "at most 16"),
        ({"network": {"activation": "step"}}, "/network/activation", "must be one of: sigmoid"),
        ({"network": {"initial": {"weights": [[[1]]]}}}, "/network/initial/weights", "2 matrices"),
        ({"network": {"hidden": [], "initial": {"weights": [[[1]]]}}}, "/network/initial/weights/0", "shape (2, 1)"),
        (
            {"network": {"hidden": [], "initial": {"weights": [[[1], [1]]], "biases": [[1]]}}},
            "/network/initial/biases",
            "network.bias",
        ),
        ({"training": {"epochs": 10**9}}, "/training/epochs", "at most 10,000,000"),
        ({"training": {"epochs": 1.5}}, "/training/epochs", "whole number"),
        ({"training": {"learning_rate": 0}}, "/training/learning_rate", "above 0"),
        ({"training": {"batch_size": 3}}, "/training/batch_size", "number of rows: 2"),
        ({"training": {"batch_norm": True, "batch_size": 1}}, "/training/batch_size", "choose another batch_size"),
        (
            {"table": {"inputs": [[1]], "targets": [[1]]}, "training": {"batch_norm": True}},
            "/table/inputs",
            "two rows or more",
        ),
        ({"training": {"batch_norm": True}, "split": {"test": [0]}}, "/split", "two rows or more"),
        ({"training": {"momentum": 0.5}}, "/training/momentum", "momentum and nesterov"),
        ({"training": {"changes": [{"epoch": 3}]}}, "/training/changes/0", "at least one of"),
        ({"seed": -1}, "/seed", "at least 0"),
        ({"unknown": 1}, "/unknown", "leave it out"),
        ({"table": None}, "/table", "must be an object"),
    ],
)
def test_bad_input_names_its_field_and_says_what_to_do(body: dict[str, Any], pointer: str, said: str) -> None:
    found = wrong(**body)
    assert pointer in found, found
    assert said in found[pointer]


def test_an_epoch_stays_below_a_second() -> None:
    rows = [[0.0] * 256] * 10_000
    found = wrong(table={"inputs": rows, "targets": [[0.0]] * 10_000}, network={"hidden": [1_024]})
    assert "fewer rows or smaller layers" in found["/network/hidden"]


def test_equal_specs_are_equal_whatever_was_made_of_them() -> None:
    body = {"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}}
    one, other = RunSpec.model_validate(body), RunSpec.model_validate(body)
    assert one.data is not other.data
    assert one.json_text == other.json_text
    assert one == other
    assert one != RunSpec.model_validate(body | {"seed": 2})
