"""The mix: the same numbers for the same question, others for every other."""

import numpy as np

from elevenlines.core.randomness import DROPOUT, SHUFFLE, SPLIT, random_bits, random_order


def test_each_argument_matters_and_nothing_else() -> None:
    index = np.arange(5, dtype=np.uint64)
    known = random_bits(1, 2, SHUFFLE, index)
    np.testing.assert_array_equal(random_bits(1, 2, SHUFFLE, index[3:]), known[3:])
    for other in ((2, 2, SHUFFLE), (1, 3, SHUFFLE), (1, 2, SPLIT), (1, 2, DROPOUT)):
        assert not np.any(random_bits(*other, index) == known)


def test_an_order_holds_every_number_once() -> None:
    order = random_order(7, 0, SPLIT, 100)
    assert sorted(order.tolist()) == list(range(100))
    assert order.tolist() != sorted(order.tolist())


def test_the_numbers_are_those_of_every_machine() -> None:
    assert random_order(1, 0, SPLIT, 8).tolist() == [5, 4, 1, 6, 2, 0, 7, 3]
