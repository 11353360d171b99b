"""The program that a spec becomes: run by itself, it prints the engine's numbers."""

import json
import re
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs
from elevenlines.core.training import Frame, Training
from elevenlines.core.types import Array
from elevenlines.core.written import Line, text_of, write_program
from elevenlines.core.written.trace import take_apart
from tests.core.chaos import is_chaotic
from tests.core.strategies import specs

TABLE = {
    "inputs": [[0, 0.5, 1], [0.25, 1, -1], [1, 0, 1], [1, 1, 0.1], [-1, 0.3, 0.7]],
    "targets": [[0, 1], [1, 0], [1, 0], [0, 1], [0, 1]],
}
BATCHES = {"batch_size": 2, "shuffle": True}
TRAININGS: dict[str, dict[str, Any]] = {
    "mean": {"reduction": "mean"},
    "mini-batches": {"batch_size": 2},
    "mini-batches, mean": {"batch_size": 2, "reduction": "mean"},
    "shuffle": {"shuffle": True},
    "shuffled batches": BATCHES,
    "momentum given": {"optimizer": "momentum", "momentum": 0.5},
    "dropout": {"dropout": 0.3},
    "dropout in batches": {"dropout": 0.3, **BATCHES},
    "batch norm": {"batch_norm": True},
    "batch norm, all else": {
        "epochs": 15,  # rounding grows fast where two rows make a mean
        "learning_rate": 0.02,
        "batch_norm": True,
        "dropout": 0.2,
        "batch_size": 3,
        "shuffle": True,
        "optimizer": "adam",
        "clip_norm": 0.5,
        "delta_trim": 0.2,
        "l1": 0.01,
        "l2": 0.02,
        "reduction": "mean",
    },
    "penalties": {"l1": 0.01, "l2": 0.02},
    "one penalty": {"l2": 0.02},
    "trimming": {"delta_trim": 0.05},
    "clipping": {"clip_norm": 0.1},
    "clipping with penalties": {"clip_norm": 0.1, "l1": 0.01, "optimizer": "nesterov"},
    "changes": {
        "changes": [{"epoch": 10, "learning_rate": 0.2, "l2": 0.01}, {"epoch": 10, "l1": 0.001}, {"epoch": 39, "l2": 0}]
    },
    "changes beyond the end": {"changes": [{"epoch": 40, "learning_rate": 0.2}]},
    "many changes": {
        "optimizer": "momentum",
        "changes": [{"epoch": epoch, "learning_rate": 0.1 + epoch / 50, "momentum": 0.5} for epoch in range(20)],
    },
    "stop at an error": {"stop_at_error": 0.4},
    "stop at an error never reached": {"stop_at_error": 1e-6},
    "stop without progress": {"stop": {"epochs": 3, "improvement": 0.02}},
    "stop, penalties, changes": {
        "l1": 0.01,
        "reduction": "mean",
        "stop": {"epochs": 3, "improvement": 0.01},
        "changes": [{"epoch": 5, "l1": 0.02, "l2": 0.03}],
    },
    "stop with batch norm": {"batch_norm": True, "stop": {"epochs": 2, "improvement": 0.05}},
    "stop with dropout": {"dropout": 0.3, "stop": {"epochs": 4}, "stop_at_error": 0.2, **BATCHES},
}
NETWORKS: dict[str, dict[str, Any]] = {
    "no hidden layer": {"hidden": []},
    "bias": {"bias": True},
    "three layers of their own": {
        "hidden": [3, {"size": 4, "activation": "tanh", "dropout": 0.2}, {"size": 2, "batch_norm": True}],
        "bias": True,
    },
    "weights given": {
        "hidden": [2],
        "bias": True,
        "initial": {
            "weights": [[[1, 2], [-1, 0.1], [1 / 3, 0]], [[1, -1], [2, 0.5]]],
            "biases": [[0, 0.5], [1, -1]],
        },
    },
    "normal of another width": {"initializer": "normal", "initializer_options": {"sd": 0.3}},
    "constant one": {"initializer": "constant", "initializer_options": {"value": 1}},
}
FROZEN: dict[str, list[dict[str, Any]]] = {
    "whole weights": [{"layer": 1, "parameter": "weights"}],
    "some weights": [
        {"layer": 1, "parameter": "weights", "from": 0, "to": 2},
        {"layer": 2, "parameter": "weights", "to": 1},
    ],
    "biases and norms": [
        {"layer": 1, "parameter": "biases", "to": 3},
        {"layer": 2, "parameter": "biases"},
        {"layer": 1, "parameter": "gamma", "to": 0},
        {"layer": 1, "parameter": "beta"},
    ],
}
LOSS_OPTIONS = {"huber": {"loss_options": {"delta": 0.3}}}


DATA: dict[str, dict[str, Any]] = {
    "formulas": {"features": {"formulas": ["a", "a*b", "-sin(c)**2", "2"]}},
    "standardised": {"features": {"standardise": True}},
    "standardised with a constant": {"features": {"formulas": ["a", "1"], "standardise": True}},
    "statistics given": {
        "features": {"formulas": ["b"], "standardise": True, "statistics": {"mean": [0.5], "deviation": [1]}}
    },
    "test rows": {"split": {"share": 0.4, "seed": 3}},
    "all of these": {"features": {"formulas": ["a", "b**2"], "standardise": True}, "split": {"test": [1, 4]}},
}


def spec_of(
    network: dict[str, Any] | None = None, training: dict[str, Any] | None = None, **others: dict[str, Any]
) -> RunSpec:
    short: dict[str, Any] = {"epochs": 40, "learning_rate": 0.3}
    return RunSpec.model_validate(
        {"table": TABLE, "network": network or {}, "training": short | (training or {}), "seed": 3, **others}
    )


def of_loss(loss: str, **training: Any) -> RunSpec:
    output = LOSSES[loss].output or "tanh"
    options = LOSS_OPTIONS.get(loss, {})
    return spec_of({"output_activation": output}, {"loss": loss, **options, **training})


CASES = {
    **{name: spec_of(None, training) for name, training in TRAININGS.items()},
    **{name: spec_of(network) for name, network in NETWORKS.items()},
    **{
        f"{name} inside": spec_of({"activation": name, "hidden": [3, 2]}, {"dropout": 0.1})
        for name in HIDDEN_ACTIVATIONS
    },
    **{f"{name} at the end": spec_of({"output_activation": name}) for name in ACTIVATIONS},
    **{f"drawn {name}": spec_of({"initializer": name}) for name in INITIALIZERS},
    **{f"loss {name}": of_loss(name) for name in LOSSES},
    **{f"stop by {name}": of_loss(name, stop={"epochs": 3, "improvement": 0.01}, delta_trim=0.1) for name in LOSSES},
    **{f"by {name}": spec_of({"bias": True}, {"optimizer": name, "learning_rate": 0.02}) for name in OPTIMIZERS},
    **{
        f"by {name} in batches": spec_of(None, {"optimizer": name, "learning_rate": 0.02, **BATCHES})
        for name in OPTIMIZERS
    },
    **{
        f"frozen {name}, {optimizer}": spec_of(
            {"bias": True},
            {"optimizer": optimizer, "frozen": frozen, "batch_norm": True, "l2": 0.02, "clip_norm": 0.4, "epochs": 20},
        )
        for name, frozen in FROZEN.items()
        for optimizer in ("sgd", "nesterov")
    },
    "frozen some weights, adam": spec_of(None, {"optimizer": "adam", "frozen": FROZEN["some weights"], "l1": 0.01}),
    "all frozen": spec_of(None, {"frozen": [{"layer": k, "parameter": "weights"} for k in (1, 2)], "clip_norm": 1}),
    **{f"data: {name}": spec_of(None, {"batch_size": 2}, **data) for name, data in DATA.items()},
    "data: test rows and a stop rule": spec_of(None, {"stop_at_error": 0.4}, **DATA["all of these"]),
    **{name: preset.spec for name, preset in PRESETS.items() if name != "rings"},
    "rings": with_epochs(PRESETS["rings"].spec, 1_000),  # later, rounding grows beyond the eighth digit
}


def run_alone(lines: list[Line], folder: Path) -> tuple[list[float], Array]:
    """What the program prints, started as a program of its own."""
    file = folder / "program.py"
    file.write_text(text_of(lines), "utf-8")
    return run_file(file)


def run_file(file: Path) -> tuple[list[float], Array]:
    """What a program prints."""
    done = subprocess.run([sys.executable, "-I", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + file.read_text("utf-8")
    return printed(done.stdout)


def printed(output: str) -> tuple[list[float], Array]:
    """The error, the test error where there is one, and the predictions, (rows, outputs), as a program printed them."""
    errors, _, rows = output.partition("predictions\n")
    found = re.fullmatch(r"error ([\d.e+-]+)\n(?:test error ([\d.e+-]+)\n)?", errors)
    assert found, output
    return [float(error) for error in found.groups() if error], np.array([json.loads(row) for row in rows.splitlines()])


def check(spec: RunSpec, folder: Path, start: Frame | None = None, *, rtol: float = 1e-8) -> None:
    training = Training(spec, start)
    training.advance(spec.training.epochs)
    assert training.outcome == "done"
    errors, predictions = run_alone(write_program(spec, start), folder)
    point = training.measure()
    assert errors == pytest.approx([error for error in (point.error, point.test_error) if error is not None], rel=rtol)
    np.testing.assert_allclose(predictions, training.predictions(), rtol=rtol, atol=1e-10)


def test_tiny_numbers_are_standardised(tmp_path: Path) -> None:
    table = {"inputs": [[1e-200, 1], [2e-200, 2], [3e-200, 2]], "targets": [[0], [1], [1]]}
    spec = {"table": table, "features": {"standardise": True}, "training": {"epochs": 20}}
    check(RunSpec.model_validate(spec), tmp_path)


def test_a_loss_at_epoch_0_is_that_of_the_first_pass(tmp_path: Path) -> None:
    changes = [{"epoch": 0, "l2": 30.0, "learning_rate": 0.001}]
    check(spec_of(None, {"changes": changes, "stop": {"epochs": 2, "improvement": 4.0}}), tmp_path)


@pytest.mark.parametrize("name", CASES)
def test_a_program_prints_the_engines_numbers(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spec=specs(epochs=12))
def test_a_program_of_any_spec_prints_the_engines_numbers(spec: RunSpec, tmp_path: Path) -> None:
    assume(not is_chaotic(spec))
    check(spec, tmp_path, rtol=1e-7)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_program_goes_on_from_a_frame(optimizer: str, tmp_path: Path) -> None:
    changes = [{"epoch": 5, "learning_rate": 0.05}, {"epoch": 25, "learning_rate": 0.01}]
    spec = spec_of(
        {"bias": True},
        {"optimizer": optimizer, "learning_rate": 0.02, "batch_norm": True, "changes": changes, "batch_size": 3},
    )
    training = Training(spec)
    training.advance(20)
    check(spec, tmp_path, training.frame())


def test_what_is_frozen_whole_has_no_update() -> None:
    spec = spec_of({"bias": True}, {"optimizer": "adam", "frozen": FROZEN["whole weights"]})
    text = text_of(write_program(spec))
    assert "syn0 =" in text
    assert "syn0 +=" not in text
    assert "syn0_" not in text
    assert "syn1 +=" in text


@pytest.mark.parametrize(("optimizer", "masks"), [("sgd", 1), ("momentum", 2)])
def test_a_mask_stands_where_it_is_needed(optimizer: str, masks: int) -> None:
    """A direction of 0 is enough where no memory could move the weight."""
    text = text_of(write_program(spec_of(None, {"optimizer": optimizer, "frozen": FROZEN["some weights"]})))
    _, loop = text.split("for ", 1)
    assert loop.count("syn0_free") == masks


def test_a_frozen_weight_stays_though_its_memory_moves(tmp_path: Path) -> None:
    """It was trained with momentum before it was frozen."""
    free = spec_of(None, {"optimizer": "momentum"})
    training = Training(free)
    training.advance(10)
    frozen = spec_of(None, {"optimizer": "momentum", "frozen": FROZEN["some weights"]})
    check(frozen, tmp_path, training.frame())


def test_a_program_may_end_before_the_spec(tmp_path: Path) -> None:
    training = Training(spec := spec_of())
    training.advance(7)
    (error,), _ = run_alone(write_program(spec, last=7), tmp_path)
    assert error == pytest.approx(training.measure().error, rel=1e-12)


def test_the_articles_program_is_short() -> None:
    lines = write_program(PRESETS["xor"].spec)
    texts = [line.text for line in lines]
    start, end = texts.index("random = np.random.RandomState(1)"), texts.index("    syn0 += np.dot(X.T, l1_delta)")
    assert end - start < 12
    assert max(map(len, texts)) <= 50
    assert sum(bool(text) for text in texts) < 24


def test_a_line_knows_what_it_reads_and_writes() -> None:
    lines = {line.text.strip(): line for line in write_program(PRESETS["xor"].spec)}
    update = lines["syn0 += np.dot(X.T, l1_delta)"]
    assert update.writes == ("syn0",)
    assert update.reads == ("syn0", "X", "l1_delta")
    delta = lines["l2_delta = l2_error * (l2 * (1 - l2))"]
    assert delta.writes == ("l2_delta",)
    assert delta.reads == ("l2_error", "l2")
    assert all(line.meaning for text, line in lines.items() if text)


def read_in_the_first_pass(lines: list[Line]) -> list[tuple[Line, str, Array]]:
    """What each line reads where the program comes to it first: the line, the variable, its value."""
    found: dict[int, list[tuple[Line, str, Array]]] = {}
    variables: dict[str, Any] = {}

    def look(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename == "program" and frame.f_code.co_name == "<module>" and event == "line":
            line = lines[frame.f_lineno - 1]
            numbers = [name for name in line.reads if isinstance(variables[name], (np.ndarray, float))]
            found.setdefault(frame.f_lineno, [(line, name, np.array(variables[name])) for name in numbers])
        return look

    code = compile(text_of(lines), "program", "exec")
    before = sys.gettrace()
    sys.settrace(look)
    try:
        exec(code, variables)  # noqa: S102  (a program of ours)
    finally:
        sys.settrace(before)
    return [one for number in found for one in found[number]]


WHOLE = {f"{name}, in one batch": spec_of(None, **data) for name, data in DATA.items()}


@pytest.mark.parametrize("name", [*CASES, *WHOLE])
def test_what_a_line_reads_is_what_its_trace_tells(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec = (CASES | WHOLE)[name]
    spec = with_epochs(spec, 1)
    traced = {step.name: step.value for step in take_apart(spec, Training(spec).frame()).steps}
    lines = write_program(spec)
    loop = next(number for number, line in enumerate(lines) if line.text.startswith("for "))
    end = next(number for number in range(loop + 1, len(lines)) if not lines[number].text.startswith(" "))
    compared = set()
    for line, variable, value in read_in_the_first_pass(lines):
        place = next(number for number, one in enumerate(lines) if one is line)
        wanted = traced.get(line.traced.get(variable, variable))
        if variable in {"X", "y"} and variable not in line.traced:
            wanted = np.array(spec.table.inputs if variable == "X" else spec.table.targets)
        elif place >= end:
            continue  # after the first pass: another trace is about that
        if variable in line.writes and variable in line.traced:
            continue  # it is shown as the line leaves it
        if wanted is not None:
            compared.add(variable)
            np.testing.assert_allclose(
                np.ravel(value), np.ravel(wanted), rtol=1e-7, atol=1e-9, err_msg=f"{variable}: {line.text}"
            )
    assert compared >= {"syn0", f"l{len(spec.layers)}_delta"}
    assert "error" in capsys.readouterr().out


def test_names_and_other_words_of_a_person_never_become_code() -> None:
    table = {"inputs": [[0], [1]], "targets": [[1], [0]], "input_names": ["__import__('os')"], "target_names": ["'''"]}
    text = text_of(write_program(RunSpec.model_validate({"table": table})))
    assert "import" not in text.replace("import numpy as np", "")
    assert "'''" not in text


def test_a_long_table_stands_row_by_row() -> None:
    table = {"inputs": [[n, n / 7] for n in range(30)], "targets": [[n % 2] for n in range(30)]}
    lines = write_program(RunSpec.model_validate({"table": table}))
    rows = [line for line in lines if line.is_row and line.writes == ("X",)]
    assert [json.loads(line.text.strip().rstrip(",")) for line in rows] == table["inputs"]
