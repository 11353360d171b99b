"""A file taken apart: how it is written is found out, or told."""

import pytest

from elevenlines.core.tables.problems import BadTable
from elevenlines.core.tables.source import Wishes, take_apart


def test_what_is_found_out() -> None:
    found = take_apart(b"a;b\n1,5;2\n\n3;4", "csv", Wishes())
    assert (found.header, found.separator, found.decimal) == (True, "semicolon", "comma")
    assert [(record.line, record.cells) for record in found.records] == [(2, ["1,5", "2"]), (4, ["3", "4"])]
    assert found.columns == [("1,5", "3"), ("2", "4")]


def test_what_is_told_goes_first() -> None:
    wishes = Wishes(header="no", separator="comma", decimal="point")
    found = take_apart(b"a;b\n1,5;2\n3;4", "csv", wishes)
    assert (found.header, found.separator, found.decimal) == (False, "comma", "point")
    assert take_apart(b"1\t2\n3\t4", "tsv", Wishes(header="yes")).header
    assert take_apart(b"1;x\t2\n3\t4", "tsv", Wishes()).separator == "tab"


def test_quoted_decimal_commas_between_commas() -> None:
    assert take_apart(b'"1,5","2"\n"3","4"', "csv", Wishes()).decimal == "comma"
    assert take_apart(b'"1,5","2.5"\n"3","4"', "csv", Wishes()).decimal == "point"


def test_lines_of_another_width_are_bad() -> None:
    found = take_apart(b"a,b\n1\n1,2\n1,2,3", "csv", Wishes())
    assert found.bad == {
        2: ["has 1 cell, not 2 as the first line has"],
        4: ["has 3 cells, not 2 as the first line has"],
    }
    assert [record.line for record in found.records] == [3]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n", "line 1: there is a header but no row"),
        (b"a,b\n1\n2,3,4", "line 2: has 1 cell, not 2 as the first line has\nline 3: has 3 cells"),
        (b"1,2\n" * 10_001, "line 10,001: there are more than 10,000 rows"),
        (b'"a"b,c', "line 1: text follows a closing quote"),
    ],
)
def test_no_row_at_all(data: bytes, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        take_apart(data, "csv", Wishes())
