import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.generators.draws import Draws


@given(st.integers(2, 300), st.integers(0, 300), st.integers(0, 2**32 - 1), st.integers(0, 12))
def test_more_points_begin_with_the_same_ones(points: int, more: int, seed: int, draw: int) -> None:
    few, many = Draws(points, seed), Draws(points + more, seed)
    assert np.array_equal(few.uniform(draw), many.uniform(draw)[:points])
    assert np.array_equal(few.normal(draw), many.normal(draw)[:points])


def test_the_numbers_are_these_for_ever() -> None:
    draws = Draws(3, 1)
    assert draws.uniform(0).tolist() == [0.42168073831193276, 0.24130456256998511, 0.46394218241587404]
    assert draws.label.tolist() == [0, 1, 0]


def test_uniform_is_even_and_normal_is_normal() -> None:
    draws = Draws(10_000, 7)
    even, bell = draws.uniform(0, -2.0, 4.0), draws.normal(1)
    assert even.min() >= -2.0
    assert even.max() < 4.0
    assert np.histogram(even, 6)[0].min() > 1_500
    assert abs(bell.mean()) < 0.05
    assert abs(bell.std() - 1.0) < 0.03


def test_draws_and_seeds_are_independent() -> None:
    draws = Draws(5_000, 3)
    others = [Draws(5_000, 3).uniform(1), Draws(5_000, 4).uniform(0)]
    for other in others:
        assert abs(np.corrcoef(draws.uniform(0), other)[0, 1]) < 0.05
