"""What kind of task a table is follows from its targets alone."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.scores import score
from elevenlines.core.looking.tasks import task_of
from elevenlines.core.presets import PRESETS
from tests.support.server import ROOT

TABLES: dict[str, tuple[list[list[float]], str]] = {
    "0 and 1": ([[0], [1], [1]], "two_classes"),
    "-1 and 1": ([[-1], [1]], "two_classes"),
    "only 0": ([[0], [0]], "two_classes"),
    "only -1": ([[-1]], "two_classes"),
    "0, 1 and -1": ([[0], [1], [-1]], "regression"),
    "a half": ([[0], [0.5]], "regression"),
    "one of three": ([[0, 1, 0], [1, 0, 0], [0, 0, 1]], "classes"),
    "one of two": ([[0, 1], [1, 0]], "classes"),
    "both or none": ([[0, 0], [1, 1]], "labels"),
    "a carry": ([[0, 0], [1, 0], [1, 0], [0, 1]], "labels"),
    "-1 beside 0": ([[-1, 0], [1, 1]], "labels"),
    "shares": ([[0.25, 0.75], [1, 0]], "regression"),
    "one number among labels": ([[0, 1], [1, 2]], "regression"),
    "adds up to 1 with -1": ([[-1, 1, 1], [1, 1, -1]], "labels"),
}


def task(targets: list[list[float]]) -> Any:
    return task_of(np.array(targets, float), [f"y{i}" for i in range(len(targets[0]))])


@pytest.mark.parametrize(("targets", "kind"), TABLES.values(), ids=TABLES)
def test_the_kind_follows_from_the_targets(targets: list[list[float]], kind: str) -> None:
    assert task(targets).kind == kind


def test_questions_name_their_classes_and_outputs() -> None:
    (one,) = task([[0, 1], [1, 0]]).questions
    assert (one.classes, one.outputs) == (("y0", "y1"), (0, 1))
    first, second = task([[-1, 0], [1, 1]]).questions
    assert (first.name, first.classes, first.outputs) == ("y0", ("-1", "1"), (0,))
    assert (second.name, second.classes, second.outputs) == ("y1", ("0", "1"), (1,))
    assert task([[0.5]]).questions == ()


def test_one_output_is_decided_at_the_middle_which_itself_is_below() -> None:
    (one,) = task([[0], [1]]).questions
    values = np.array([[0.49], [0.5], [0.51]])
    assert one.decided(values, ACTIVATIONS["sigmoid"].middle).tolist() == [0, 0, 1]
    assert one.decided(np.array([[-0.1], [0.1]]), ACTIVATIONS["tanh"].middle).tolist() == [0, 1]


def test_several_outputs_are_decided_by_the_largest_the_first_of_equal_ones() -> None:
    (one,) = task([[0, 1, 0], [1, 0, 0], [0, 0, 1]]).questions
    assert one.decided(np.array([[0.1, 0.2, 0.3], [-3, -1, -2], [0.4, 0.4, 0.1]]), 0.5).tolist() == [2, 1, 0]


def test_the_page_follows_the_same_rules(tmp_path: Path) -> None:
    """pure/table/tasks.js says of the same tables the same kinds, and counts the same rows as correct."""
    tables = [targets for targets, _ in TABLES.values()]
    tables += [list(map(list, preset.spec.table.targets)) for preset in PRESETS.values()]
    cases, wanted = [], []
    for number, targets in enumerate(tables):
        values = np.sin(np.arange(np.size(targets)) * 1.7 + number).reshape(np.shape(targets))
        found = task(targets)
        answers = [one.decided(np.array(targets, float), 0.5) == one.decided(values, 0.5) for one in found.questions]
        correct = int(np.count_nonzero(np.logical_and.reduce(answers))) if answers else None
        cases.append({"targets": targets, "predictions": values.tolist()})
        whole = score(found, np.array(targets, float), values, 0.5, range(len(targets)))
        assert whole.correct == correct
        explained = None if whole.r_squared is None else pytest.approx(whole.r_squared, rel=1e-9)
        wanted.append({"kind": found.kind, "correct": correct, "explained": explained})
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), "utf-8")
    script = (
        f"import {{ kindOf, countCorrect, explained }} from '{ROOT}/static/js/pure/table/tasks.js';"
        "import { readFileSync } from 'node:fs';"
        f"const cases = JSON.parse(readFileSync('{file}', 'utf8'));"
        "console.log(JSON.stringify(cases.map(({ targets, predictions }) => {"
        "  const kind = kindOf(targets);"
        "  const isRegression = kind === 'regression';"
        "  return { kind, correct: isRegression ? null : countCorrect(predictions, targets, 0.5),"
        "    explained: isRegression ? explained(predictions, targets) : null }; })));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],  # noqa: S607  (node, wherever it is: the Makefile puts ours first)
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == wanted
