"""Our scores against scikit-learn's, whose numbers make_sklearn.py has kept."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.looking.scores import score
from elevenlines.core.looking.tasks import task_of

KEPT = json.loads(Path(__file__).with_name("sklearn.json").read_text("utf-8"))


@pytest.mark.parametrize("case", KEPT["cases"].values(), ids=KEPT["cases"])
def test_scores_are_scikit_learns(case: dict[str, Any]) -> None:
    targets, predictions = np.array(case["targets"]), np.array(case["predictions"])
    task = task_of(targets, [f"y{i}" for i in range(targets.shape[1])])
    assert task.kind == case["kind"]
    found = score(task, targets, predictions, case["middle"], range(len(targets)))
    for judgement, wanted in zip(found.judgements, case.get("judgements", ()), strict=True):
        assert judgement.accuracy == pytest.approx(wanted["accuracy"], rel=1e-15)
        assert judgement.confusion.tolist() == wanted["confusion"]
        for name in ("precision", "recall", "f1", "support"):
            assert [getattr(one, name) for one in judgement.classes] == [
                None if value is None else pytest.approx(value, rel=1e-14) for value in wanted[name]
            ]
    for name in ("rmse", "mae", "r_squared"):
        assert [getattr(one, name) for one in found.outputs] == pytest.approx(case.get(name, []), rel=1e-12)
