from math import sqrt

import numpy as np
import pytest

from elevenlines.core.choices.initializers import INITIALIZERS

WIDE, HIGH = 300, 200  # units of two layers: 60,000 weights, so that a mean is known to a hundredth
SD = {
    "uniform": 1 / sqrt(3),
    "xavier_uniform": sqrt(2 / (WIDE + HIGH)),
    "xavier_normal": sqrt(2 / (WIDE + HIGH)),
    "he_normal": sqrt(2 / WIDE),
    "normal": 0.3,
    "constant": 0.0,
    "zeros": 0.0,
}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_are_as_wide_as_the_formula_says(name: str) -> None:
    weights = INITIALIZERS[name].draw(np.random.RandomState(1), WIDE, HIGH, 0.3)
    assert weights.shape == (WIDE, HIGH)
    assert weights.std() == pytest.approx(SD[name], rel=0.01)
    assert weights.mean() == pytest.approx(0.3 if name == "constant" else 0, abs=0.01)


@pytest.mark.parametrize(("name", "limit"), [("uniform", 1.0), ("xavier_uniform", sqrt(6 / (WIDE + HIGH)))])
def test_even_ones_stay_within_their_limit_and_use_all_of_it(name: str, limit: float) -> None:
    weights = np.abs(INITIALIZERS[name].draw(np.random.RandomState(1), WIDE, HIGH, 0))
    assert 0.999 * limit < weights.max() <= limit


def test_uniform_is_the_articles_draw() -> None:
    drawn = INITIALIZERS["uniform"].draw(np.random.RandomState(1), 3, 4, 0)
    assert drawn.tobytes() == (2 * np.random.RandomState(1).random_sample((3, 4)) - 1).tobytes()
