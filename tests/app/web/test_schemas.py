"""The bodies of the API: what decides the numbers is made of one once."""

from collections.abc import Mapping

import pytest

from app.views.preview import preview_json
from app.web.schemas import XOR, NewRun
from core import features
from core.expressions import Expression, evaluate
from core.spec import RunSpec
from core.types import Array


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
    preview_json(found, frozenset({"layers"}), 0)
    assert len(asked) == 2
