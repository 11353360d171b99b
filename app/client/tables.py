"""What the client sends to have a table read: a file, or what is in one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

Kind = Literal["csv", "tsv", "json"]
_MEDIA_TYPES: dict[Kind, str] = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json"}
_SUFFIXES: dict[str, Kind] = {".tsv": "tsv", ".tab": "tsv", ".json": "json"}  # any other is read as CSV


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
