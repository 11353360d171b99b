"""Words become numbers, and the names say which."""

import pytest

from elevenlines.core.tables.coding import Coded, Coding, code_text, columns_of, too_many
from elevenlines.core.tables.columns import Role


def test_inputs_are_one_hot() -> None:
    found = code_text("colour", ["red", "blue", "red"], "input", "one_hot")
    assert found == [Coded("colour=blue", [0, 1, 0]), Coded("colour=red", [1, 0, 1])]


def test_a_target_of_two_texts_is_one_column_and_of_more_is_one_hot() -> None:
    assert code_text("big", ["yes", "no"], "target", "one_hot") == [Coded("big=yes", [1, 0])]
    found = code_text("kind", ["c", "a", "b"], "target", "one_hot")
    assert [column.name for column in found] == ["kind=a", "kind=b", "kind=c"]
    assert [column.values for column in found] == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]


def test_classes_are_numbered_as_they_sort() -> None:
    assert code_text("kind", ["c", "a", "b", "c"], "target", "classes") == [Coded("kind", [2, 0, 1, 2])]


def test_names_stay_distinct_where_texts_are_long() -> None:
    names = [column.name for column in code_text("k", ["x" * 90 + "1", "x" * 90 + "2"], "input", "one_hot")]
    assert len(set(names)) == 2


def test_a_guarded_text_loses_its_apostrophe() -> None:
    assert [column.name for column in code_text("k", ["'=1", "'s"], "input", "one_hot")] == ["k='s", "k==1"]


def test_too_many_texts_are_told_in_words() -> None:
    assert too_many(100) is None
    assert too_many(1_234) == "has 1,234 different texts, at most 100 can be told apart: leave it out"


@pytest.mark.parametrize("role", ["input", "target"])
@pytest.mark.parametrize("coding", ["one_hot", "classes"])
@pytest.mark.parametrize("distinct", [1, 2, 3])
def test_the_number_of_columns_is_known_before_they_are_made(role: Role, coding: Coding, distinct: int) -> None:
    made = code_text("k", [f"w{number}" for number in range(distinct)], role, coding)
    assert columns_of(distinct, role, coding) == len(made)
