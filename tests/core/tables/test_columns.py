"""Columns: names fit for a table, numbers or text, and the cells that cannot be used."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.tables.columns import Heading, distinct_name, fit_name, is_risky, name_columns, plain, read_cells
from elevenlines.core.tables.writing import guarded


def test_names_say_roles_and_are_distinct() -> None:
    header = ["a", "a", "", "target:a", "predicted:a", "input:target:x", "'=b", "target:"]
    assert name_columns(header, 8) == [
        Heading("a"),
        Heading("a (2)"),
        Heading("column 3", None, is_given=False),
        Heading("a", "target"),
        Heading("predicted:a", "left_out"),
        Heading("target:x", "input"),
        Heading("=b"),
        Heading("column 8", "target", is_given=False),
    ]
    assert [heading.name for heading in name_columns(None, 2)] == ["column 1", "column 2"]


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
def test_any_header_makes_names_that_a_table_takes(header: list[str]) -> None:
    names = tuple(heading.name for heading in name_columns(header, len(header)))
    Table(inputs=((0.0,) * len(names),), targets=((0.0,),), input_names=names, target_names=("y",))


def test_names_are_cut_and_stay_distinct() -> None:
    long = fit_name("x" * 100)
    assert len(long) == LIMITS.name_length
    second = distinct_name(long, [long])
    assert len(second) <= LIMITS.name_length
    assert second.endswith(" (2)")
    assert fit_name("a\tb\ud800") == "a b "
    assert fit_name(" \n ") == ""


@given(st.text("'=+-@\t\ra", max_size=6))
def test_the_apostrophe_comes_and_goes(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert is_risky(text) == (guarded(text) != text)


@given(st.lists(st.floats(-LIMITS.cell, LIMITS.cell), min_size=1, max_size=5), st.sampled_from(".,"))
def test_numbers_keep_their_bits(numbers: list[float], decimal: str) -> None:
    read = read_cells([repr(number).replace(".", decimal) for number in numbers], decimal)
    assert read.kind == "number"
    assert read.numbers is not None
    assert [number.hex() for number in read.numbers] == [number.hex() for number in numbers]
    assert not read.faults


WRITINGS = ["-0", "-0.0", "0", "1.", ".5", "+1", "007", "1e5", "1E-5", " 2.5 ", "123456.78901234567890123", "4.9e-324"]


@given(st.lists(st.sampled_from(WRITINGS), min_size=1, max_size=4), st.floats(-1e6, 1e6).map(repr))
def test_numbers_are_what_python_takes_them_for_however_they_are_written(cells: list[str], other: str) -> None:
    read = read_cells([*cells, other], ".")
    assert read.numbers is not None
    assert [float(number).hex() for number in read.numbers] == [float(cell).hex() for cell in [*cells, other]]
    assert all(type(number) is float for number in read.numbers)
    assert read.distinct == len({float(cell) for cell in [*cells, other]})


@pytest.mark.parametrize(
    ("cells", "bad"),
    [
        (["1.5,2.5", "[3", "4]", "5", "6"], [0, 1, 2]),
        (["1", "2", "3", "true"], [3]),
        (["1", "2", "3", '"4"'], [3]),
        (["1", "[2]", "3", "4"], [1]),
        (["1", "2", "3", "]"], [3]),
    ],
)
def test_what_json_would_take_for_numbers_is_none_here(cells: list[str], bad: list[int]) -> None:
    read = read_cells([*cells, "7", "8"], ".")
    assert read.faults == dict.fromkeys(bad, "not a number")


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("", "missing value"),
        ("?", "missing value"),
        ("nan", "missing value"),
        ("NA", "missing value"),
        ("Infinity", "not a finite number"),
        ("-inf", "not a finite number"),
        ("1e400", "a number beyond ±1,000,000"),
        ("-1000001", "a number beyond ±1,000,000"),
        ("1_0", "not a number"),
        ("1,234.5", "a number with thousands signs (write it without)"),
        (" 1'234 ", "a number with thousands signs (write it without)"),
        ("1,5", "not a number"),
        ("٣", "not a number"),
        ("ten", "not a number"),
    ],
)
def test_a_cell_that_cannot_be_used_among_numbers(cell: str, fault: str) -> None:
    read = read_cells(["1", cell, "2", "2"], ".")
    assert (read.kind, read.faults, read.distinct) == ("number", {1: fault}, 3 if "beyond" in fault else 2)
    assert read.missing == (fault == "missing value")
    assert read.numbers is not None
    assert [read.numbers[row] for row in (0, 2, 3)] == [1, 2, 2]


def test_text_is_where_no_more_than_half_are_numbers() -> None:
    read = read_cells(["1", "a", "inf", "", "2", "a"], ".")
    assert (read.kind, read.numbers, read.distinct, read.missing) == ("text", None, 4, 1)
    assert read.faults == {3: "missing value"}


def test_a_point_is_no_decimal_comma() -> None:
    assert read_cells(["1,5", "1.5", "2"], ",").faults == {1: "not a number"}
    assert math.isclose((read_cells(["1,5"], ",").numbers or [0])[0], 1.5)


def test_a_cell_of_two_lines_is_no_two_numbers() -> None:
    assert read_cells(["1\n2", "3", "4"], ",").faults == {0: "not a number"}
    assert read_cells(["1\n2", "3", "4"], ".").faults == {0: "not a number"}
