"""A file taken apart: columns by name and rows as text, how they are written, and which lines are no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.coding import Coding
from elevenlines.core.tables.columns import Heading, name_columns
from elevenlines.core.tables.dialect import DECIMALS, SEPARATORS, find_decimal, find_separator, has_header
from elevenlines.core.tables.json_records import split_json
from elevenlines.core.tables.problems import BadTable, bad_table, merged
from elevenlines.core.tables.records import QUOTE, Record, Records, split_records
from elevenlines.core.tables.text import decode

Form = Literal["csv", "tsv", "json"]


@dataclass(frozen=True)
class Wishes:
    """How a table shall be read; what is left at its default is found out.

    Attributes:
        header: whether the first line names the columns.
        decimal, separator: by name; of CSV only.
        target: columns that are targets, from 0 or by name; () leaves it to the header, or to the last column.
        skip: columns that are left out, likewise.
        text: how words become numbers.
        drop: leave bad lines out instead of refusing the whole.
    """

    header: Literal["auto", "yes", "no"] = "auto"
    decimal: Literal["auto", "point", "comma"] = "auto"
    separator: Literal["auto", "comma", "semicolon", "tab"] = "auto"
    target: tuple[int | str, ...] = ()
    skip: tuple[int | str, ...] = ()
    text: Coding = "one_hot"
    drop: bool = False


@dataclass(frozen=True)
class Source:
    """A file taken apart.

    Attributes:
        headings: of the columns.
        records: rows with a cell for each of them; at least one.
        bad: lines that are no such rows -> what is wrong with them.
        is_cut: whether the last of these hides the rows behind it.
        header: whether the first line named the columns.
        separator, decimal: by name; no separator for JSON.
        split: what JSON says of test rows, not checked yet.
    """

    headings: tuple[Heading, ...]
    records: tuple[Record, ...]
    bad: dict[int, list[str]]
    header: bool
    separator: str | None
    decimal: str
    split: object = None
    is_cut: bool = False

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """The cells, column by column."""
        return list(zip(*(record.cells for record in self.records), strict=True))


def take_apart(data: bytes, form: Form, wishes: Wishes) -> Source:
    """Takes a file apart.

    Raises:
        BadTable: there is not a single row in it.
        NotJson: JSON was promised.
    """
    text = decode(data)
    if form == "json":
        found = split_json(text)
        return _source(found.records, found.names, wishes, None, "point", found.split)
    separator = wishes.separator
    if separator == "auto":
        separator = "tab" if form == "tsv" else find_separator(text)  # type: ignore[assignment]  # one of its names
    records = split_records(text, SEPARATORS[separator])
    decimal: str = wishes.decimal
    if decimal == "auto":
        holds_commas = separator != "comma" or QUOTE in text
        decimal = find_decimal(record.cells for record in records.good) if holds_commas else "point"
    return _source(records, None, wishes, separator, decimal)


def _source(
    records: Records,
    header: Sequence[str] | None,
    wishes: Wishes,
    separator: str | None,
    decimal: str,
    split: object = None,
) -> Source:
    rows, is_named, bad = records.good, header is not None, dict(records.bad)
    if not is_named and rows:
        cells = [record.cells for record in rows]
        is_named = wishes.header == "yes" or (wishes.header == "auto" and has_header(cells, DECIMALS[decimal]))
        if is_named:
            header, rows = cells[0], rows[1:]
    width = len(header) if header is not None else len(rows[0].cells) if rows else 0
    for record in rows:
        if len(record.cells) != width:
            cells_there = "1 cell" if len(record.cells) == 1 else f"{len(record.cells):,} cells"
            bad[record.line] = [f"has {cells_there}, not {width:,} as the first line has"]
    if len(rows) > LIMITS.rows:  # one more was let through, for a header
        raise bad_table(rows[-1].line, f"there are more than {LIMITS.rows:,} rows: take fewer")
    rows = [record for record in rows if len(record.cells) == width]
    if not rows:
        raise BadTable(merged(bad)) if bad else bad_table(1, "there is a header but no row: add a line for each row")
    headings = tuple(name_columns(header, width))
    return Source(headings, tuple(rows), bad, is_named, separator, decimal, split, records.is_cut)
