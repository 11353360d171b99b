"""Every preset learns from its own seed; which there are, and in which groups."""

import subprocess
import sys

import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.looking.scores import Scores, score
from elevenlines.core.looking.tasks import task_of
from elevenlines.core.presets import DEFAULT_PRESET, GROUPS, PRESETS, Preset
from elevenlines.core.training.engines import begin
from tests.support.server import ROOT

TRUTH_TABLES = {
    *("xor", "first_column"),
    *("and", "or", "nand", "nor", "xor_bias", "xnor", "majority"),
    *("parity3", "parity4", "parity5", "parity8"),
    *("half_adder", "full_adder", "multiplexer", "seven_segments", "encoder"),
}
# Of what was measured not everything can be known: the share of rows that must be right, or of the variance explained.
MEASURED = {"iris": 0.98, "penguins": 0.98, "penguin_mass": 0.87, "diabetes": 0.5}


def learned(preset: Preset) -> tuple[list[Scores], float]:
    """How well it does at its end, over the training rows and over the test rows if there are any; and its error."""
    spec, training = preset.spec, begin(preset.spec)
    training.advance(spec.training.epochs)
    targets = np.array(spec.table.targets)
    middle = ACTIVATIONS[spec.network.output_activation].middle
    task = task_of(targets, spec.table.target_names)
    parts = [rows for rows in (spec.training_rows, spec.test_rows) if rows]
    return [score(task, targets, training.predictions(), middle, rows) for rows in parts], training.measure().error


def test_all_are_there_and_named_once() -> None:
    assert set(PRESETS) == TRUTH_TABLES | set(MEASURED) | set(GENERATORS)
    assert len(PRESETS) == sum(len(group.presets) for group in GROUPS)
    titles = [preset.title for preset in PRESETS.values()]
    assert len(set(titles)) == len(titles)
    assert DEFAULT_PRESET in PRESETS


@pytest.mark.parametrize("name", sorted(TRUTH_TABLES))
def test_a_truth_table_is_learned_whole_from_its_seed(name: str) -> None:
    (found,), error = learned(PRESETS[name])
    assert found.correct == found.rows
    assert error < 0.05


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_what_was_measured_is_learned_well(name: str) -> None:
    parts, _ = learned(PRESETS[name])
    assert len(parts) == 2
    for found in parts:
        how_well = found.accuracy if found.outputs == () else found.r_squared
        assert how_well is not None
        assert how_well >= MEASURED[name]


def test_no_file_is_read_before_somebody_asks() -> None:
    script = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "from core.presets import PRESETS\n"
        "assert not any(name.endswith('.csv') for name in opened)\n"
        "PRESETS['iris'].spec\n"
        "assert any(name.endswith('iris.csv') for name in opened)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
