"""What is suggested for a data set learns it."""

import numpy as np
import pytest

from elevenlines.core.generators.recipe import Recipe
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.training.engines import begin

FLOOR = 0.1 * np.sqrt(2 / np.pi)  # the mean size of normal noise with deviation 0.1: nothing predicts it


@pytest.mark.parametrize("name", GENERATORS)
def test_learns_it_from_the_seed_1(name: str) -> None:
    spec = suggested(Recipe(name=name))
    assert spec.seed == 1
    training = begin(spec)
    training.advance(spec.training.epochs)
    if GENERATORS[name].task == "classes":
        wrong = (training.predictions() > 0.5) != (np.array(spec.table.targets) > 0.5)
        assert wrong.sum() <= 3
        assert training.measure().error < 0.03
    else:
        assert training.measure().error < FLOOR + 0.01


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("points", [2, 7, 10_000])
def test_fits_any_number_of_points(name: str, points: int) -> None:
    spec = suggested(Recipe(name=name, points=points))
    assert spec.training.batch_size == min(10, points)
    assert spec.layer_sizes[0] == len(GENERATORS[name].inputs)
    assert max(spec.layer_sizes) <= 8
