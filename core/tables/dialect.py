"""How a text writes its table: what separates the cells, which sign is the decimal one, whether there is a header.

Each can be told; what is not told is found out from the text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS = {"point": ".", "comma": ","}
MISSING = frozenset({"", "na", "n/a", "?", "nan", "null"})  # in small letters: how a cell says that it has no value
# What `writing` puts before the names of columns, and what their roles are.
ROLE_PREFIXES: dict[str, Literal["input", "target", "left_out"]] = {
    "input:": "input",
    "target:": "target",
    "predicted:": "left_out",
}
_LOOKED_AT = 20  # lines
_IN_QUOTES = re.compile('"[^"]*"')
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?", re.ASCII)


def is_missing(cell: str) -> bool:
    """Whether a cell says that it has no value."""
    return cell.strip().lower() in MISSING


def is_number(cell: str, decimal: str) -> bool:
    """Whether a cell is a number: digits, a sign, a decimal sign, an exponent; nothing that groups digits."""
    return _NUMBER.fullmatch(cell if decimal == "." else cell.replace(".", " ").replace(decimal, ".")) is not None


def find_separator(text: str) -> str:
    """The name of what separates the cells: what the first lines have alike, else what they have most of.

    A tab goes before a semicolon and that before a comma, since a comma may be a decimal one.
    """
    lines = [_IN_QUOTES.sub("", line) for line in text[:100_000].split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    most, best = 0, "comma"
    for name in ("tab", "semicolon", "comma"):
        counts = [line.count(SEPARATORS[name]) for line in lines]
        if counts and counts[0] and len(set(counts)) == 1:
            return name
        if sum(counts) > most:
            most, best = sum(counts), name
    return best


def find_decimal(rows: Iterable[Sequence[str]]) -> str:
    """The name of the decimal sign: a comma where numbers are written with it and none with a point."""
    has_comma = False
    for row in rows:
        for cell in row:
            if "." in cell and _WITH_POINT.fullmatch(cell):
                return "point"
            has_comma = has_comma or ("," in cell and _WITH_COMMA.fullmatch(cell) is not None)
    return "comma" if has_comma else "point"


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row names the columns.

    It does where it uses the names that `writing` gives; it does not where one of its cells is a number. Else it does
    where a column has numbers beneath, or where no cell of it comes again in its column.
    """
    first, *rest = rows
    if any(cell.startswith("target:") for cell in first):
        return True
    if any(is_number(cell, decimal) for cell in first) or not any(first):
        return False
    for row in rest[:_LOOKED_AT]:
        if any(is_number(cell, decimal) for cell in row):
            return True
    columns = zip(*(row for row in rest if len(row) == len(first)), strict=True)
    return all(name not in column for name, column in zip(first, columns, strict=False))
