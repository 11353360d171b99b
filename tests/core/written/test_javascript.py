"""The program in JavaScript: run by Node, it prints the run's numbers."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs
from elevenlines.core.training import Frame, Training
from elevenlines.core.training.schedule import MILESTONE
from elevenlines.core.types import Array
from elevenlines.core.written import write_javascript
from tests.core.chaos import is_chaotic
from tests.core.strategies import specs
from tests.core.written.node import outputs_of
from tests.core.written.test_program import CASES, WHOLE, spec_of

SHORT = {name: with_epochs(spec, min(spec.training.epochs, 300)) for name, spec in (CASES | WHOLE).items()}


def printed(output: str) -> tuple[list[float], float | None, Array]:
    """The errors on the way, the test error, and the predictions, (rows, outputs)."""
    told, _, rows = output.partition("predictions\n")
    errors = [float(error) for error in re.findall(r"^error (\S+)$", told, re.MULTILINE)]
    tested = re.search(r"^test error (\S+)$", told, re.MULTILINE)
    return errors, float(tested[1]) if tested else None, np.array([json.loads(row) for row in rows.splitlines()])


def check(output: str, spec: RunSpec, start: Frame | None = None) -> None:
    training = Training(spec, start)
    first = training.measure().error
    training.advance(spec.training.epochs)
    assert training.outcome == "done"
    errors, tested, predictions = printed(output)
    point = training.measure()
    if training.epoch > (0 if start is None else start.epoch):
        assert errors[0] == pytest.approx(first, rel=1e-9)
    assert errors[-1] == pytest.approx(point.error, rel=1e-9)
    assert (tested is None) == (point.test_error is None)
    if point.test_error is not None:
        assert tested == pytest.approx(point.test_error, rel=1e-9)
    np.testing.assert_allclose(predictions, training.predictions(), rtol=1e-8, atol=1e-10)


def test_a_module_prints_the_runs_numbers(tmp_path: Path) -> None:
    outputs = outputs_of([write_javascript(spec) for spec in SHORT.values()], tmp_path)
    for (name, spec), output in zip(SHORT.items(), outputs, strict=True):
        try:
            check(output, spec)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(specs(epochs=12).filter(lambda spec: not is_chaotic(spec)), min_size=10, max_size=10))
def test_a_module_of_any_spec_prints_the_runs_numbers(chosen: list[RunSpec], tmp_path: Path) -> None:
    outputs = outputs_of([write_javascript(spec) for spec in chosen], tmp_path)
    for spec, output in zip(chosen, outputs, strict=True):
        check(output, spec)


def test_the_error_is_told_at_every_ten_thousandth_epoch(tmp_path: Path) -> None:
    spec = with_epochs(PRESETS["xor"].spec, 2 * MILESTONE)
    (output,) = outputs_of([write_javascript(spec)], tmp_path)
    errors, _, _ = printed(output)
    training = Training(spec)
    for error, epoch in zip(errors, (0, MILESTONE, 2 * MILESTONE), strict=True):
        training.advance(epoch)
        assert error == pytest.approx(training.measure().error, rel=1e-9)


def test_a_module_goes_on_from_a_frame(tmp_path: Path) -> None:
    spec = spec_of({"bias": True}, {"optimizer": "adam", "learning_rate": 0.02, "batch_norm": True, "batch_size": 3})
    training = Training(spec)
    training.advance(20)
    frame = training.frame()
    (output,) = outputs_of([write_javascript(spec, frame)], tmp_path)
    check(output, spec, frame)


def test_predict_takes_the_tables_columns(tmp_path: Path) -> None:
    spec = SHORT["data: all of these"]
    (tmp_path / "network.mjs").write_text(write_javascript(spec), "utf-8")
    rows = json.dumps(spec.table.inputs)
    asked = f'import {{ predict }} from "./network.mjs";\nconsole.log("asked", JSON.stringify(predict({rows})));'
    (output,) = outputs_of([asked], tmp_path)
    training = Training(spec)
    training.advance(spec.training.epochs)
    found = json.loads(output.rpartition("asked ")[2])
    np.testing.assert_allclose(found, training.predictions(), rtol=1e-8)


def test_names_of_a_person_never_become_code() -> None:
    table = {"inputs": [[0], [1]], "targets": [[1], [0]], "input_names": ["process.exit()"], "target_names": ["`"]}
    text = write_javascript(RunSpec.model_validate({"table": table}))
    assert "process" not in text
    assert "`" not in text
