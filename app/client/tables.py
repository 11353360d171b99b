"""What the client sends and gets about tables: files in, tables with what was found out, files out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from elevenlines.app.client.answers import Answer
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table

Kind = Literal["csv", "tsv", "json"]
_MEDIA_TYPES: dict[Kind, str] = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json"}
_SUFFIXES: dict[str, Kind] = {".tsv": "tsv", ".tab": "tsv", ".json": "json"}  # any other is read as CSV


class Column(Answer):
    """A column of the file; `values` are its texts, at most 20; `hint` says where they may be meant for numbers."""

    name: str
    role: Literal["input", "target", "left_out"]
    kind: Literal["number", "text"]
    values: list[str]
    distinct: int
    missing: int
    hint: str | None


class BadLine(Answer):
    """A line that cannot be used; lines count from 1, the header included."""

    line: int
    detail: str


class ParsedTable(Answer):
    """A table that was read, and what was found out; `table` is None where a preview met bad lines."""

    table: Table | None
    split: Split | None
    columns: list[Column]
    header: bool
    separator: str | None
    decimal: str
    rows: int
    dropped: list[int]
    errors: list[BadLine]
    more_errors: int
    can_drop: bool
    sample: list[list[str]]

    @property
    def spec(self) -> dict[str, Any]:
        """What `Playground.start` takes: the table, and the split if there is one."""
        found = self.model_dump(mode="json", include={"table", "split"})
        return found if self.split is not None else {"table": found["table"]}


def kind_of(file: Path) -> Kind:
    """What is in a file, by the end of its name."""
    return _SUFFIXES.get(file.suffix.lower(), "csv")


def parse_request(source: str | bytes | Path, kind: Kind | None, wishes: dict[str, Any]) -> dict[str, Any]:
    """What httpx sends to have a table read; `source` is a file's path, or what is in one. Raises OSError."""
    content: str | bytes = source.read_bytes() if isinstance(source, Path) else source
    kind = kind or (kind_of(source) if isinstance(source, Path) else "csv")
    given = {name: value for name, value in wishes.items() if value is not None}
    query = {name: list(value) if _is_many(value) else value for name, value in given.items()}
    return {"content": content, "params": query, "headers": {"Content-Type": _MEDIA_TYPES[kind]}}


def _is_many(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
