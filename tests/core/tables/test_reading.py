"""Reading a table from its first byte to its last number."""

import json
import tracemalloc
from typing import Literal

import pytest

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables import Wishes, read

IRISES = b"length;kind\n1,5;setosa\n2,5;virginica\n3;setosa\n4;versicolor\n"


def test_a_table_with_words() -> None:
    found = read(IRISES, "csv")
    assert found.table is not None
    assert list(found.table.inputs) == [(1.5,), (2.5,), (3.0,), (4.0,)]
    assert list(found.table.targets) == [(1, 0, 0), (0, 0, 1), (1, 0, 0), (0, 1, 0)]
    assert found.table.target_names == ("kind=setosa", "kind=versicolor", "kind=virginica")
    assert (found.rows, found.dropped, found.errors, found.split) == (4, (), (), None)
    assert found.sample[0] == ("1,5", "setosa")
    length, kind = found.columns
    assert (length.name, length.role, length.kind, length.values, length.distinct) == (
        "length",
        "input",
        "number",
        (),
        4,
    )
    assert (kind.role, kind.kind, kind.distinct) == ("target", "text", 3)
    assert kind.values == ("setosa", "versicolor", "virginica")


@pytest.mark.parametrize("text", ["one_hot", "classes"])
@pytest.mark.parametrize(
    "data",
    [
        IRISES,
        b"1,2\n3,-0\n",
        b"k,y\n" + b"".join(b"w%d,1\n" % (n % 100) for n in range(LIMITS.rows)),
        b",".join(b"1e6" for _ in range(LIMITS.inputs + 1)),
        b"a,a,'=\x09,target:a,predicted:a\n1,same,2,yes,3\n4,same,5,no,6\n",
        f"{'n' * 90},{'n' * 90},y\n1,{'t' * 900},x\n2,\ufeff,y\n3,\u2028x,z\n".encode(),
    ],
    ids=range(6),
)
def test_what_is_read_keeps_every_rule_of_a_table(data: bytes, text: Literal["one_hot", "classes"]) -> None:
    found = read(data, "csv", Wishes(text=text)).table
    assert found is not None
    assert Table.model_validate(found.model_dump()) == found


def test_words_as_numbers_of_classes() -> None:
    found = read(IRISES, "csv", Wishes(text="classes"))
    assert found.table is not None
    assert (found.table.targets, found.table.target_names) == (((0,), (2,), (0,), (1,)), ("kind",))


BAD = b"a,b,y\n1,2,3\n,x,3\n1,2\n4,5,6\n7,nan,8\n"


def test_bad_lines_are_told_and_nothing_is_dropped() -> None:
    found = read(BAD, "csv")
    assert found.table is None
    assert {error.line: error.detail for error in found.errors} == {
        3: "missing value in column a; not a number in column b",
        4: "has 2 cells, not 3 as the first line has",
        6: "missing value in column b",
    }
    assert (found.rows, found.dropped, found.more_errors) == (5, (), 0)
    assert [column.missing for column in found.columns] == [1, 1, 0]


OPEN = b'a,b,y\n1,x,3\n4,5,6\n7,8\n9,9,9\n9,"1,2\n3,4,5\n'


@pytest.mark.parametrize("drop", [False, True])
def test_lines_before_a_quote_left_open_are_checked_and_those_behind_it_never_dropped(drop: bool) -> None:
    found = read(OPEN, "csv", Wishes(drop=drop, header="yes"))
    assert (found.table, found.can_drop, found.dropped) == (None, False, ())
    assert {error.line: error.detail for error in found.errors} == {
        2: "not a number in column b",
        4: "has 2 cells, not 3 as the first line has",
        6: "a quote opens here and is never closed: close it, or leave it out",
    }
    assert [column.name for column in found.columns] == ["a", "b", "y"]


def test_a_quote_left_open_is_told_where_it_leaves_a_single_column() -> None:
    (error,) = read(b'a\n1\n"2,3', "csv").errors
    assert error.line == 3
    assert error.detail.startswith("a quote opens here")


@pytest.mark.parametrize(
    ("data", "form", "can_drop"),
    [
        (BAD, "csv", True),
        (b"a,b\n1,2\n3,\n", "csv", True),
        (b'[{"a": 1, "b": 2}, 3]', "json", True),
        (b"a,b\n1,\n", "csv", False),
        (b"\0", "csv", False),
        (b"a,b\n1,\xff\n", "csv", False),
        (b"{}", "json", False),
        (b"only\n1\n2\n", "csv", False),
    ],
)
def test_leaving_lines_out_is_offered_where_it_leaves_a_table(
    data: bytes, form: Literal["csv", "json"], can_drop: bool
) -> None:
    found = read(data, form)
    assert found.errors
    assert found.can_drop == can_drop
    assert (read(data, form, Wishes(drop=True)).table is not None) == can_drop


def test_texts_that_look_like_numbers_have_a_hint() -> None:
    found = read(b'day;price;big\n2026-01-01;"1.234,5";no\n2026-01-02;"2.345,25";yes\n', "csv")
    assert [column.kind for column in found.columns] == ["text"] * 3
    assert [(column.hint or "").partition(":")[0] for column in found.columns] == [
        "looks like dates",
        "looks like numbers with thousands signs",
        "",
    ]


def test_bad_lines_are_dropped_where_that_is_asked_for() -> None:
    found = read(BAD, "csv", Wishes(drop=True))
    assert found.table is not None
    assert (found.table.inputs, found.table.targets) == (((1, 2), (4, 5)), ((3,), (6,)))
    assert (found.rows, found.dropped, found.errors) == (2, (3, 4, 6), ())


def test_a_bad_cell_of_a_column_that_is_left_out_does_no_harm() -> None:
    found = read(b"a,b,y\n1,,3\n2,3,4", "csv", Wishes(skip=(1,)))
    assert found.table is not None
    assert found.table.input_names == ("a",)
    assert found.columns[1].missing == 1


def test_words_of_dropped_lines_make_no_columns() -> None:
    found = read(b"a,k\n1,x\n,y\n2,z\n3,x", "csv", Wishes(drop=True))
    assert found.table is not None
    assert found.table.target_names == ("k=z",)


def test_nothing_left_is_an_error() -> None:
    found = read(b"a,y\n?,2\n1,?", "csv", Wishes(drop=True))
    assert found.table is None
    assert [error.line for error in found.errors] == [2, 3]


def test_many_bad_lines_are_counted() -> None:
    found = read(b"a,y\n1,2\n" + b"1,\n" * 1_334, "csv")
    assert (len(found.errors), found.more_errors) == (LIMITS.bad_lines, 1_234)


def test_a_split_column() -> None:
    found = read(b"a,y,split\n1,2,train\n3,4,TEST\n,5,test\n5,6,test", "csv", Wishes(drop=True))
    assert found.split == Split(test=(1, 2))
    assert found.columns[2].role == "left_out"
    missing = read(b"a,y,split\n1,2,train\n3,4,\n", "csv")
    assert missing.errors[0].detail == "missing value in column split"


TABLE = {"inputs": [[0], [1]], "targets": [[1], [0]], "input_names": ["p"]}


def test_a_specs_split() -> None:
    split = {"share": 0.5, "seed": 7, "test": [1], "train": [0]}
    assert read(json.dumps({"table": TABLE, "split": split}).encode(), "json").split == Split.model_validate(split)
    wrong = read(json.dumps({"table": TABLE, "split": {"share": "half"}}).encode(), "json")
    assert wrong.errors[0].detail.startswith("its split must be as the API has it")


@pytest.mark.parametrize(
    ("data", "wishes", "said"),
    [
        (b"k,y\n" + b"".join(b"w%d,1\n" % n for n in range(101)), Wishes(), "column k has 101 different texts"),
        (b",".join(b"1" for _ in range(258)) + b"\n", Wishes(), "257 columns of inputs"),
        (b"1,2\n", Wishes(target=(0, 1)), "an input and a target are needed"),
        (b"only\n1\n2\n", Wishes(), "an input and a target are needed"),
    ],
)
def test_what_fits_no_table_still_shows_its_columns(data: bytes, wishes: Wishes, said: str) -> None:
    found = read(data, "csv", wishes)
    assert found.table is None
    assert said in found.errors[0].detail
    assert found.columns
    assert found.sample


def test_what_cannot_be_read_at_all_has_its_error_only() -> None:
    found = read(b"\0", "csv")
    assert (found.table, found.columns, found.rows, len(found.errors)) == (None, (), 0, 1)


def test_what_is_shown_of_long_cells_is_cut() -> None:
    found = read(f"a,k\n1,{'x' * 500}\n2,y".encode(), "csv")
    assert len(found.sample[0][1]) == len(found.columns[1].values[0]) == 101


def test_a_cell_of_two_lines_moves_no_other() -> None:
    found = read(b'a;b\n"1\n2";5,5\n3;6,5\n4;7,5', "csv")
    assert [(error.line, error.detail) for error in found.errors] == [(2, "not a number in column a")]


def test_too_many_columns_are_refused_before_they_are_made() -> None:
    rows = [",".join(chr(ord("a") + (row + column) % 26) for column in range(300)) + ",1" for row in range(300)]
    data = "\n".join([",".join(f"c{column}" for column in range(300)) + ",y", *rows]).encode()
    tracemalloc.start()
    try:
        found = read(data, "csv")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.errors[0].detail.startswith("these are 7,800 columns of inputs")
    assert most < 50 * len(data)  # made first, they took a hundred times as much as the file
