"""Writing a table: CSV and JSON that read back to the same table and the same test rows, bit for bit.

In CSV the header says what each column is: `a` is an input, `target:y` a target, `predicted:y` what the network says,
and `split` whether a row is for training or testing. Numbers are the shortest text that reads back to the same bits. A
name that a spreadsheet program would calculate begins with an apostrophe, which reading takes off again.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables.columns import is_risky
from elevenlines.core.tables.dialect import ROLE_PREFIXES
from elevenlines.core.tables.records import QUOTE
from elevenlines.core.tables.roles import SPLIT, TEST, TRAIN

_QUOTED_SIGNS = f",;\t\r\n\ufeff{QUOTE}"  # the last but one would pass for the mark of an encoding


@dataclass(frozen=True)
class Contents:
    """What is written.

    Attributes:
        table: its rows.
        split: which of them are test rows; None: nothing is said of it.
        predictions: of every row, one for each target, None where there is no number; None: none are written.
    """

    table: Table
    split: Split | None = None
    predictions: Sequence[Sequence[float | None]] | None = None


@dataclass(frozen=True)
class Format:
    """A way to write a table.

    Attributes:
        media_type: of HTTP.
        write: the contents -> the bytes of a file.
    """

    media_type: str
    write: Callable[[Contents], bytes]


def write_csv(contents: Contents) -> bytes:
    """The contents as CSV in UTF-8, its lines ended as RFC 4180 has them."""
    table = contents.table
    header = [*map(_input_name, table.input_names), *(f"target:{name}" for name in table.target_names)]
    blocks: list[Sequence[Sequence[float | None]]] = [table.inputs, table.targets]
    if contents.predictions is not None:
        header += [f"predicted:{name}" for name in table.target_names]
        blocks.append(contents.predictions)
    rows: Iterable[str] = (
        ",".join([_number(value) for block in parts for value in block]) for parts in zip(*blocks, strict=True)
    )
    if contents.split is not None:
        header.append(SPLIT)
        tested = set(contents.split.test_rows(len(table.inputs)))
        rows = (f"{row},{TEST if number in tested else TRAIN}" for number, row in enumerate(rows))
    return "".join(f"{line}\r\n" for line in (",".join(_quoted(guarded(name)) for name in header), *rows)).encode()


def write_json(contents: Contents) -> bytes:
    """The contents as one JSON object, its names those of the API."""
    split = None if contents.split is None else contents.split.model_dump(mode="json")
    content: dict[str, Any] = {"table": contents.table.model_dump(mode="json"), "split": split}
    if contents.predictions is not None:
        content["predictions"] = [list(row) for row in contents.predictions]
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def guarded(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula; `columns.plain` is the way back."""
    return f"'{text}" if is_risky(text) else text


def _input_name(name: str) -> str:
    """The name of an input, said to be one where it looks like that of another column."""
    is_special = name.lower() == SPLIT or any(name.startswith(prefix) for prefix in ROLE_PREFIXES)
    return f"input:{name}" if is_special else name


def _quoted(text: str) -> str:
    """The cell, in quotes where it needs them to come back as it is."""
    if not any(sign in text for sign in _QUOTED_SIGNS) and text == text.strip():
        return text
    return f"{QUOTE}{text.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def _number(value: float | None) -> str:
    """The shortest text with the same bits; whole numbers without a point, as people write them."""
    return "" if value is None else repr(value).removesuffix(".0")


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "json": Format("application/json", write_json),
}
