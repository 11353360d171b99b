"""How a text is written is found out from it."""

import pytest

from elevenlines.core.tables.dialect import find_decimal, find_separator, has_header, is_missing, is_number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a,b\n1,2", "comma"),
        ("a;b\n1,5;2,5", "semicolon"),
        ("a\tb\n1,5\t2;5", "tab"),
        ('"a;x","b;x"\n1,2', "comma"),
        ("name,note\nx,a;b\ny,c", "comma"),
        ("a;b;c\n1;2\n1;2;3", "semicolon"),
        ("alone", "comma"),
        ("", "comma"),
    ],
)
def test_separator(text: str, name: str) -> None:
    assert find_separator(text) == name


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["1,5", "2"]], "comma"),
        ([["1,5", "2.5"]], "point"),
        ([["1.5", "a,b"]], "point"),
        ([["a,b", "1, 2"]], "point"),
        ([["x"], [",5"]], "comma"),
    ],
)
def test_decimal(rows: list[list[str]], name: str) -> None:
    assert find_decimal(rows) == name


@pytest.mark.parametrize(
    ("rows", "is_header"),
    [
        ([["a", "b"], ["1", "2"]], True),
        ([["1", "2"], ["1", "2"]], False),
        ([["a", "1"], ["b", "2"]], False),
        ([["", "b"], ["0", "2"]], True),
        ([["red", "yes"], ["blue", "no"], ["red", "yes"]], False),
        ([["colour", "round"], ["blue", "no"], ["red", "yes"]], True),
        ([["1", "target:2"], ["1", "2"]], True),
        ([["", ""], ["1", "2"]], False),
    ],
)
def test_header(rows: list[list[str]], is_header: bool) -> None:
    assert has_header(rows, ".") is is_header


def test_numbers_are_written_plainly() -> None:
    assert all(is_number(cell, ".") for cell in ("1", "-1.5", "+.5", "1.", "1e5", "1E-5"))
    assert not any(is_number(cell, ".") for cell in ("", "1_000", "1,000", "0x10", "nan", "inf", "१", "1 2", "e5", "."))
    assert is_number("-1,5e3", ",")
    assert not is_number("1.5", ",")


def test_missing_words() -> None:
    assert all(is_missing(cell) for cell in ("", " ", "NA", "n/a", "?", "NaN", "null"))
    assert not any(is_missing(cell) for cell in ("0", "-", "none", "inf"))
