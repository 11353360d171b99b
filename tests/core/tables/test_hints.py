"""Hints at columns of text that a person would take for numbers or days."""

import pytest

from elevenlines.core.tables.hints import hint_of


@pytest.mark.parametrize(
    "texts",
    [
        ["1,234.5", "12"],
        ["1.234,5", "-2.000"],
        ["1 234 567", "950", "800.5"],
        ["1'234", "12\u202f345", "n.a."],
        [" 1,234,567 "],
    ],
)
def test_numbers_with_thousands_signs(texts: list[str]) -> None:
    assert hint_of(texts) == "looks like numbers with thousands signs: write them without"


@pytest.mark.parametrize(
    "texts",
    [["2026-01-31"], ["31.12.2026", "1.1.26", "unknown"], ["1/31/2026"], ["2026-01-31T10:00:00Z"], ["2026/1/2 9:05"]],
)
def test_dates(texts: list[str]) -> None:
    assert hint_of(texts) == "looks like dates: write them as numbers, such as days since the first"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["red", "blue"],
        ["1", "2", "many"],
        ["1,23", "4,5"],
        ["1,2345"],
        ["1,234", "a", "b"],
        ["10.0.0.1"],
        ["12-345-67"],
        ["1.2.3"],
        ["1,234.567,8"],
        ["٣,٣٣٣"],
    ],
)
def test_other_texts_have_none(texts: list[str]) -> None:
    assert hint_of(texts) is None


def test_a_long_cell_takes_no_time() -> None:
    assert hint_of(["1" + ",234" * 250 + "x", "1" * 1_000 + "-"]) is None


def test_of_many_texts_some_are_looked_at_evenly() -> None:
    numbers = [f"{number},000" for number in range(100, 1_000)]
    assert hint_of(sorted([*numbers, *(f"word {number}" for number in range(850))])) is not None
    assert hint_of(sorted([*numbers, *(f"word {number}" for number in range(950))])) is None
