"""What a column is for: wishes go before names, and names before custom."""

import pytest

from elevenlines.core.tables.columns import name_columns
from elevenlines.core.tables.problems import BadTable
from elevenlines.core.tables.roles import NoSuchColumn, find_roles, find_split
from elevenlines.core.tables.source import Wishes

ROWS = [["1", "2", "3", "test"], ["4", "5", "6", "train"]]


def roles_of(header: list[str], wishes: Wishes = Wishes()) -> str:  # noqa: B008  (frozen)
    headings, columns = name_columns(header, len(header)), list(zip(*ROWS, strict=True))[: len(header)]
    split = find_split(headings, columns, wishes)
    return "".join(role[0] for role in find_roles(headings, columns, split, wishes))


@pytest.mark.parametrize(
    ("header", "wishes", "roles"),
    [
        (["a", "b", "c"], Wishes(), "iit"),
        (["a", "b", "c"], Wishes(target=(0, 1)), "tti"),
        (["a", "b", "c"], Wishes(target=("b",), skip=("a",)), "lti"),
        (["a", "b", "c"], Wishes(skip=(2,)), "itl"),
        (["target:a", "b", "c"], Wishes(), "tii"),
        (["target:a", "b", "c"], Wishes(target=(2,)), "iit"),
        (["a", "target:b", "predicted:b"], Wishes(), "itl"),
        (["a", "b", "predicted:b"], Wishes(), "itl"),
        (["a", "b", "predicted:b"], Wishes(target=(0,)), "til"),
        (["a", "b", "predicted:b"], Wishes(target=(2,)), "iit"),
        (["a", "b", "c", "split"], Wishes(), "iitl"),
        (["a", "b", "c", "Split"], Wishes(target=(0,)), "tiil"),
        (["a", "b", "c", "split"], Wishes(target=(3,)), "iiit"),
        (["a", "b", "split"], Wishes(), "iit"),
        (["input:split", "b", "c", "split"], Wishes(), "iitl"),
    ],
)
def test_roles(header: list[str], wishes: Wishes, roles: str) -> None:
    assert roles_of(header, wishes) == roles


def test_a_column_of_nothing_is_left_out() -> None:
    headings, columns = name_columns(["a", "b", ""], 3), [("1",), ("2",), ("",)]
    assert find_roles(headings, columns, None, Wishes()) == ["input", "target", "left_out"]


@pytest.mark.parametrize("wishes", [Wishes(target=(0, 1)), Wishes(skip=(0,)), Wishes(target=(0,), skip=(0,))])
def test_an_input_and_a_target_are_needed(wishes: Wishes) -> None:
    with pytest.raises(BadTable, match="an input and a target are needed"):
        roles_of(["a", "b"], wishes)


@pytest.mark.parametrize(("wishes", "wish"), [(Wishes(target=(2,)), "target"), (Wishes(skip=("c", 0)), "skip")])
def test_a_wish_for_a_column_that_is_not_there(wishes: Wishes, wish: str) -> None:
    with pytest.raises(NoSuchColumn, match="2 of them, numbered from 0") as caught:
        roles_of(["a", "b"], wishes)
    assert caught.value.wish == wish
