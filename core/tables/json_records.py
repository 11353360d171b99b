"""JSON text -> records, as of CSV: the table of the API, a whole spec, a list of objects, or a list of lists."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import column_names
from elevenlines.core.tables.problems import TableError, bad_table
from elevenlines.core.tables.records import Record, Records

SHAPES = (
    'send {"inputs": [[…]], "targets": [[…]]}, a spec with that as its "table", a list of objects, or a list of lists'
)


class NotJson(TableError):  # noqa: N818  (the tree's root says Error)
    """Text that is not JSON as the standard has it."""


@dataclass(frozen=True)
class JsonTable:
    """What JSON text says.

    Attributes:
        records: the rows, every cell as text; `line` counts them from 1.
        names: of the columns, as a header has them, role and all; None where the first record may hold them.
        split: which rows are test rows, as the API has it; None where nothing is said.
    """

    records: Records
    names: list[str] | None = None
    split: object = None


def split_json(text: str) -> JsonTable:
    """Takes JSON text apart.

    Raises:
        NotJson: it is not JSON.
        BadTable: it holds no table.
    """
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotJson("the body is not JSON") from error
    split = None
    if isinstance(found, dict) and isinstance(found.get("table"), dict):
        found, split = found["table"], found.get("split")
    if isinstance(found, dict):
        records, names = _of_table(found)
        return JsonTable(records, names, split)
    if not isinstance(found, list) or not found:
        raise bad_table(1, f"this is no table: {SHAPES}")
    if len(found) > LIMITS.rows + 1:
        raise bad_table(LIMITS.rows + 2, f"there are more than {LIMITS.rows:,} rows: take fewer")
    if isinstance(found[0], dict):
        return JsonTable(_of_objects(found), list(found[0]))
    if isinstance(found[0], list):
        return JsonTable(_of_rows(found))
    raise bad_table(1, f"this is no table: {SHAPES}")


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _of_table(table: Mapping[str, Any]) -> tuple[Records, list[str]]:
    """The records of a table as the API has it, and the names of its columns."""
    inputs, targets = table.get("inputs"), table.get("targets")
    if not isinstance(inputs, list) or not isinstance(targets, list) or not _are_rows(inputs) or not _are_rows(targets):
        raise bad_table(1, f"this is no table: {SHAPES}")
    if len(inputs) != len(targets):
        raise bad_table(min(len(inputs), len(targets)) + 1, "inputs and targets must have as many rows")
    sizes = len(inputs[0]), len(targets[0])
    names = []
    for field, stem, size in zip(("input", "target"), "xy", sizes, strict=True):
        given = table.get(f"{field}_names")
        own = given if isinstance(given, list) else list(column_names(stem, size))
        if len(own) != size or not all(isinstance(name, str) for name in own):
            raise bad_table(1, f"{field}_names must hold a text for each of the {size} columns")
        names += [f"{field}:{name}" for name in own]
    records = Records()
    for number, (row, wanted) in enumerate(zip(inputs, targets, strict=True), 1):
        if (len(row), len(wanted)) != sizes:
            detail = f"has {len(row)} inputs and {len(wanted)} targets, not {sizes[0]} and {sizes[1]}"
            records.bad[number] = [detail]
        else:
            _add(records, number, [*row, *wanted])
    return records, names


def _are_rows(rows: list[Any]) -> bool:
    return bool(rows) and all(isinstance(row, list) for row in rows)


def _of_objects(found: Sequence[object]) -> Records:
    """The records of a list of objects; the first one says what the columns are."""
    records = Records()
    names = dict.fromkeys(found[0] if isinstance(found[0], dict) else ())
    for number, one in enumerate(found, 1):
        if not isinstance(one, dict):
            records.bad[number] = ["is no object, as the first record is"]
        elif one.keys() - names.keys():
            records.bad[number] = ["has a field that the first record has not"]
        else:
            _add(records, number, [one.get(name) for name in names])
    return records


def _of_rows(found: Sequence[object]) -> Records:
    records = Records()
    for number, one in enumerate(found, 1):
        if isinstance(one, list):
            _add(records, number, one)
        else:
            records.bad[number] = ["is no list, as the first row is"]
    return records


def _add(records: Records, number: int, cells: Sequence[object]) -> None:
    if len(cells) > LIMITS.file_columns:
        raise bad_table(number, f"there are more than {LIMITS.file_columns:,} columns: take fewer")
    texts = []
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, list | dict):
            records.bad[number] = [f"cell {column} holds a list or an object: it must hold a number or text"]
            return
        text = _text(cell)
        if not text.isascii() and not _is_unicode(text):
            records.bad[number] = [f"cell {column} holds half a character: it must hold valid Unicode text"]
            return
        if len(text) > LIMITS.cell_length:
            raise bad_table(number, f"a cell has more than {LIMITS.cell_length:,} characters: shorten it")
        texts.append(text)
    records.add(Record(number, texts))


def _text(cell: object) -> str:
    """A cell as CSV would have it: numbers by their shortest text that reads back to the same bits."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell)


def _is_unicode(text: str) -> bool:
    """Whether the text can be written: a half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
