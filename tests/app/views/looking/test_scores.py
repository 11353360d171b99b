"""What a run's scores say in JSON; the numbers themselves are tested in core."""

from typing import Any

import numpy as np
import orjson
import pytest

from elevenlines.app.answers.answer import encoded
from elevenlines.app.runs.run import WrongState
from elevenlines.app.views.looking.scores import scores_of
from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS


def of(spec: RunSpec, most: int = 10) -> dict[str, Any]:
    text = encoded(scores_of(spec, 7, initial_parameters(spec), most))
    made: dict[str, Any] = orjson.loads(text)  # as a client gets it
    return made


def test_questions_tell_every_rows_class() -> None:
    found = of(PRESETS["iris"].spec)
    (question,) = found["questions"]
    assert question["classes"] == ["setosa", "versicolor", "virginica"]
    assert question["expected"] == [0] * 50 + [1] * 50 + [2] * 50
    for part, rows in (("training", set(range(150)) - set(found["test_rows"])), ("test", set(found["test_rows"]))):
        counts = np.zeros((3, 3), int)
        for row in rows:
            counts[question["expected"][row], question["predicted"][row]] += 1
        assert found[part]["judgements"][0]["confusion"] == counts.tolist()
        assert found[part]["rows"] == len(rows)
    assert (found["epoch"], found["task"], found["middle"], found["residuals"]) == (7, "classes", None, None)


def test_residuals_are_target_minus_prediction() -> None:
    spec = PRESETS["penguin_mass"].spec
    found = of(spec, most=3)
    np.testing.assert_allclose(np.add(found["predictions"], found["residuals"]), spec.table.targets, atol=1e-12)
    missed = np.abs(np.ravel(found["residuals"]))
    assert [one["row"] for one in found["worst"]] == np.argsort(-missed, kind="stable")[:3].tolist()
    assert [one["error"] for one in found["worst"]] == pytest.approx(np.sort(missed)[::-1][:3])


def test_no_test_rows_no_test_scores() -> None:
    found = of(PRESETS["xor"].spec)
    assert (found["test"], found["test_rows"]) == (None, [])
    assert found["middle"] == 0.5


def test_many_rows_are_counted_but_not_listed() -> None:
    outputs = LIMITS.targets
    rows = LIMITS.scored // outputs + 1
    eye = np.eye(outputs)[np.arange(rows) % outputs]
    table = {"inputs": np.zeros((rows, 1)).tolist(), "targets": eye.tolist()}
    spec = RunSpec.model_validate({"table": table, "network": {"output_activation": "softmax"}})
    found = of(spec, most=LIMITS.worst)
    assert found["questions"][0]["expected"] is None
    assert np.shape(found["training"]["judgements"][0]["confusion"]) == (outputs, outputs)
    assert len(orjson.dumps(found)) < 2_000_000


def test_numbers_that_overflow_are_not_scored() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1e6]], "targets": [[0.5]]},
            "network": {"output_activation": "linear", "hidden": [1], "activation": "linear"},
        }
    )
    wild = Parameters(np.full(Layout.of(spec).count, 1e200), Layout.of(spec))
    with pytest.raises(WrongState, match="overflow"):
        scores_of(spec, 0, wild, 1)


def test_outputs_of_another_range_are_decided_at_its_middle() -> None:
    table = {"inputs": [[1], [-1], [1], [-1]], "targets": [[1], [-1], [-1], [1]]}
    initial = {"weights": [[[0.3]]], "biases": None}
    network = {"hidden": [], "output_activation": "tanh", "initial": initial}
    found = of(RunSpec.model_validate({"table": table, "network": network}))
    assert (found["middle"], found["questions"][0]["predicted"], found["training"]["correct"]) == (0, [1, 0, 1, 0], 2)
