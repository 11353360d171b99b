"""The reader of CSV: as RFC 4180 has it, held to Python's own where that is as strict, and with line numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.problems import BadTable
from elevenlines.core.tables.records import LONGEST_LINE, split_records

CELLS = st.lists(st.lists(st.text("ab\" ,;\n'", max_size=6), min_size=2, max_size=4), min_size=1, max_size=5)


@given(CELLS, st.sampled_from(",;"))
def test_what_pythons_writer_quotes_comes_back(rows: list[list[str]], separator: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found = split_records(written.getvalue(), separator)
    assert [record.cells for record in found.good] == rows
    assert not found.bad
    line = 1
    for record, row in zip(found.good, rows, strict=True):
        assert record.line == line
        line += 1 + sum(cell.count("\n") for cell in row)


def test_spaces_around_cells_and_empty_lines_are_no_part_of_the_table() -> None:
    found = split_records('a , b\n\n   \n " c" ,d \n,\n', ",")
    assert [(record.line, record.cells) for record in found.good] == [(1, ["a", "b"]), (4, [" c", "d"]), (5, ["", ""])]


def test_a_quote_inside_an_unquoted_cell_is_a_sign_like_any_other() -> None:
    assert split_records('5" pipe,"5"" pipe"', ",").good[0].cells == ['5" pipe', '5" pipe']


def test_text_behind_a_quote_makes_one_bad_line() -> None:
    found = split_records('a,b\n"x"y,2\n3,4', ",")
    assert list(found.bad) == [2]
    assert [record.line for record in found.good] == [1, 3]


@pytest.mark.parametrize(
    ("text", "line", "said", "before"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', 3, "a quote opens here and is never closed", [1, 2]),
        ('a,b\n"1,2\n3,4\n5,"6\n', 2, "closes on line 4 only", [1]),
        ('a\n"1\n2",3\n"4\n5", "6', 5, "never closed", [1, 2]),
    ],
)
def test_a_quote_left_open_hides_what_is_behind_it_only(text: str, line: int, said: str, before: list[int]) -> None:
    found = split_records(text, ",")
    assert found.is_cut
    assert list(found.bad) == [line]
    assert said in found.bad[line][0]
    assert [record.line for record in found.good] == before
    assert not split_records('a,b\n"x"y,2\n3,4', ",").is_cut


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("1,2\n" * (LIMITS.rows + 2), LIMITS.rows + 2, "more than 10,000 rows"),
        ("\n" * (LIMITS.file_lines + 1), LIMITS.file_lines + 1, "more than 100,000 lines"),
        ("1," * LIMITS.file_columns, 1, "more than 1,024 columns"),
        ('"1",' * LIMITS.file_columns, 1, "more than 1,024 columns"),
        ("1,2\n3," + "4" * (LIMITS.cell_length + 1), 2, "more than 1,000 characters"),
        ('1,2\n3,"' + "4\n" * LIMITS.cell_length + '"', 2, "more than 1,000 characters"),
        ('1,2\n3,"' + '""' * (LIMITS.cell_length + 1) + '"', 2, "more than 1,000 characters"),
        (" " * (LONGEST_LINE + 1), 1, "more than 1,024,000 characters"),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_on_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(BadTable) as caught:
        split_records(text, ",")
    (bad,) = caught.value.lines
    assert bad.line == line
    assert said in bad.detail
