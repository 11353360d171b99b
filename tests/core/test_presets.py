import numpy as np
import pytest

from core.presets import PRESETS, Preset
from core.training import Training

ARTICLE = {"xor", "first_column"}
BESIDE = {"and", "or", "nand", "nor", "xor_bias", "majority", "half_adder", "full_adder", "parity3", "multiplexer"}


def test_all_are_there() -> None:
    assert set(PRESETS) == ARTICLE | BESIDE


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_learns_from_its_seed(preset: Preset) -> None:
    training = Training(preset.spec)
    training.advance(preset.spec.training.epochs)
    wrong = (training.predictions() > 0.5) != (np.array(preset.spec.table.targets) > 0.5)
    assert not wrong.any()
    assert training.measure().error < 0.05


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_beyond_the_article_there_are_bias_units_and_all_rows(name: str) -> None:
    spec = PRESETS[name].spec
    assert spec.network.bias
    assert len(spec.table.inputs) == 2 ** len(spec.table.input_names)


def test_the_adder_adds() -> None:
    table = PRESETS["full_adder"].spec.table
    for inputs, (low, high) in zip(table.inputs, table.targets, strict=True):
        assert sum(inputs) == low + 2 * high
