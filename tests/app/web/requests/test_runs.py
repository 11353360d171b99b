"""The bodies of the API: what decides the numbers is made of one once."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from elevenlines.app.views.preview import preview_of
from elevenlines.app.web.description.examples import EXAMPLES
from elevenlines.app.web.door.problems import sentences
from elevenlines.app.web.requests.runs import NewRun
from elevenlines.core.spec import RunSpec, features
from elevenlines.core.spec.expressions import Expression, evaluate
from elevenlines.core.types import Array

XOR = {name: part for name, part in EXAMPLES[NewRun].items() if name != "name"}


def test_a_bodys_spec_is_the_spec() -> None:
    body = XOR | {"split": {"share": 0.5}, "features": {"formulas": ["a", "a*b"]}}
    found = NewRun.model_validate(body | {"name": "xor", "paused": True}).spec
    wanted = RunSpec.model_validate(body)
    assert type(found) is RunSpec
    assert found == wanted
    assert found.json_text == wanted.json_text
    assert found.training_rows == wanted.training_rows


def test_formulas_of_a_body_are_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Expression] = []

    def counted(formula: Expression, columns: Mapping[str, Array]) -> Array:
        asked.append(formula)
        return evaluate(formula, columns)

    monkeypatch.setattr(features, "evaluate", counted)
    found = NewRun.model_validate(XOR | {"features": {"formulas": ["a", "a*b"], "standardise": True}}).spec
    preview_of(found, frozenset({"layers"}), 0)
    assert len(asked) == 2


@pytest.mark.parametrize("pace", ["fast", "", 0, -1, 2e9, True, [], {}])
def test_a_wrong_pace_is_told_all_that_a_pace_may_be(pace: object) -> None:
    with pytest.raises(ValidationError) as refused:
        NewRun.model_validate(XOR | {"pace": pace})
    ((pointer, told),) = sentences(refused.value)
    assert pointer == "/pace"
    assert told.startswith("must be a number of epochs a second, above 0 and at most 1,000,000,000, null for")
    assert told.endswith('as fast as it goes, or "unhurried"')
