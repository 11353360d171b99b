import math

import numpy as np
import pytest

from elevenlines.core.compiled import arithmetic


@pytest.mark.parametrize("x", [0.0, 1.0, -1.0, 0.3466, -0.3466, 1e-300, 12.5, -37.2, 700.0, -700.0, 1e-9])
def test_exp_is_right_but_for_the_last_places(x: float) -> None:
    assert arithmetic.exp(x) == pytest.approx(math.exp(x), rel=2e-15)


def test_exp_over_its_whole_range() -> None:
    points = np.linspace(-707.999, 709, 20_001)
    found = np.array([arithmetic.exp(x) for x in points])
    np.testing.assert_allclose(found, np.exp(points), rtol=2e-15)
    assert arithmetic.exp(-708.5) == arithmetic.exp(-math.inf) == 0.0
    assert math.isfinite(arithmetic.exp(1e5))
    assert math.isnan(arithmetic.exp(math.nan))
