"""Predictions for other rows and with other weights, and what does not fit."""

from typing import Any

import numpy as np
import pytest

from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.start import Start, begun
from elevenlines.app.views.predictions import Replacement, predicted
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.training import Training
from tests.support.server import XOR_TABLE

SPEC = RunSpec.model_validate({"table": XOR_TABLE, "network": {"hidden": [2]}})
FRAME = begun(SPEC, Start()).frames[0]
SAME = Replacement()


def test_the_tables_own_rows_come_with_error_and_loss() -> None:
    found, point = predicted(SPEC, FRAME, SAME, None), Training(SPEC).measure()
    assert (found.error, found.loss, found.test_error) == (point.error, point.loss, None)
    assert [np.array(layer).shape for layer in found.layers] == [(4, 3), (4, 2), (4, 1)]
    assert found.layers[-1] == found.predictions


def test_other_rows_come_without() -> None:
    found = predicted(SPEC, FRAME, SAME, XOR_TABLE["inputs"][1:2])
    assert found.model_fields_set == {"predictions", "layers"}
    assert found.predictions == [predicted(SPEC, FRAME, SAME, None).predictions[1]]


def test_other_weights_and_another_table() -> None:
    weights: Any = (((1.0, 0.0), (0.0, 1.0), (0.0, 0.0)), ((1.0,), (-1.0,)))
    table = Table.model_validate({"inputs": [[2, 0, 0]], "targets": [[1]]})
    found = predicted(SPEC, FRAME, Replacement(weights, table=table), None)
    hidden = 1 / (1 + np.exp(-np.array([2.0, 0.0])))
    (prediction,) = found.predictions[0]
    assert prediction is not None
    assert prediction == pytest.approx(1 / (1 + np.exp(hidden[1] - hidden[0])), rel=1e-12)
    assert found.error == pytest.approx(1 - prediction, rel=1e-12)


NARROW = Table.model_validate({"inputs": [[1]], "targets": [[1]]})


@pytest.mark.parametrize(
    ("replacement", "inputs", "pointer"),
    [
        (SAME, [[0, 0, 1], [0, 1]], "/inputs/1"),
        (Replacement(table=NARROW), None, "/table"),
        (Replacement(weights=(((1.0,),),)), None, "/weights"),
        (SAME, [[0, 0, 1]] * (LIMITS.answer // 6 + 1), "/inputs"),
    ],
    ids=["width", "table", "weights", "many"],
)
def test_what_does_not_fit_is_refused_with_its_place(replacement: Replacement, inputs: Any, pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        predicted(SPEC, FRAME, replacement, inputs)
    assert refused.value.pointer == pointer
