"""Files on the command line: a spec or a table comes from one, predictions go into one."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import typer
from pydantic import ValidationError

from elevenlines.app.client.tables import kind_of
from elevenlines.app.views.tables import predicted_file
from elevenlines.app.web.door.problems import sentences
from elevenlines.app.web.requests.runs import NewRun
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.fields import Model
from elevenlines.core.tables import NoSuchColumn, NotJson, Wishes, read
from elevenlines.core.types import Array

S = TypeVar("S", bound=Model)


def spec_of(preset: str | None, file: Path | None, wishes: Wishes | None = None) -> RunSpec:
    """The spec of a preset or a file; xor without either. A spec that is wrong ends the command, in words."""
    if preset is not None and file is not None:
        raise typer.BadParameter("give a preset or a file, not both")
    wishes = wishes or Wishes()
    check_file(file, wishes)
    if file is None:
        name = preset or "xor"
        if name not in PRESETS:
            raise typer.BadParameter(f"there is no preset {name}: there are {', '.join(PRESETS)}")
        return PRESETS[name].spec
    try:
        data = file.read_bytes()
        found = json.loads(data) if kind_of(file) == "json" else None
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{file} cannot be read as JSON: {error}") from error
    if isinstance(found, dict) and wishes == Wishes():  # the API's own shapes, errors by field
        return checked(found if "table" in found else {"table": found}, NewRun).spec
    return _read(file, data, wishes)


def check_file(file: Path | None, wishes: Wishes) -> None:
    """Refuses wishes about a file where there is none."""
    if file is None and wishes != Wishes():
        raise typer.BadParameter("--target, --skip, --text and --drop are about a file: give it as --table")


def _read(file: Path, data: bytes, wishes: Wishes) -> RunSpec:
    """A spec with the table of a file, as the API reads it."""
    try:
        reading = read(data, kind_of(file), wishes)
    except NotJson as error:
        raise typer.BadParameter(f"{file} cannot be read as JSON") from error
    except NoSuchColumn as error:
        raise typer.BadParameter(f"--{error.wish} {error}, or by name") from error
    if reading.table is None:
        or_drop = ", or leave bad lines out with --drop" if reading.can_drop else ""
        print(f"{file} has bad lines: correct them{or_drop}", file=sys.stderr)
        for bad in reading.errors:
            print(f"line {bad.line}: {bad.detail}", file=sys.stderr)
        if reading.more_errors:
            print(f"and {reading.more_errors:,} more", file=sys.stderr)
        raise typer.Exit(2)
    if reading.dropped:
        print(f"left out {_lines(reading.dropped)} of {file}", file=sys.stderr)
    return checked({"table": reading.table.model_dump(), "split": reading.split}, RunSpec)


def _lines(numbers: tuple[int, ...]) -> str:
    """The lines in words, all of them: what is left out is said."""
    return f"{'line' if len(numbers) == 1 else 'lines'} {', '.join(map(str, numbers))}"


def columns(wished: list[str] | None) -> tuple[int | str, ...]:
    """Columns as they are typed: numbers from 0, or names."""
    return tuple(int(one) if one.isdecimal() else one for one in wished or ())


def write_predictions(file: Path, spec: RunSpec, predictions: Array) -> None:
    """Writes the table with its predictions as CSV. Ends the command where that cannot be done."""
    try:
        file.write_bytes(predicted_file(spec, predictions, "csv"))
    except OSError as error:
        print(f"{file} cannot be written: {error.strerror}", file=sys.stderr)
        raise typer.Exit(1) from error


def check_writable(file: Path) -> None:
    """Ends the command where nothing could be written into a file; it stays as it is."""
    was_there = file.exists()
    try:
        with file.open("ab"):
            pass
        if not was_there:
            file.unlink()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be written: {error.strerror}") from error


def checked(content: object, kind: type[S], options: Mapping[str, str] | None = None) -> S:
    """The spec, or an end with each wrong field in words. `options` as of `say_what_is_wrong`."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        say_what_is_wrong(error, options or {})
        raise typer.Exit(2) from error


def say_what_is_wrong(error: ValidationError, options: Mapping[str, str]) -> None:
    """Each wrong field on a line of its own, by the option that gave it: `options` has them by JSON pointer."""
    for pointer, detail in sentences(error):
        given = next((option for field, option in options.items() if f"{pointer}/".startswith(f"{field}/")), None)
        name = given or _named(pointer)
        print(f"{name}: {detail}" if name else detail, file=sys.stderr)


def _named(pointer: str) -> str:
    """A field as the docs write it: table.inputs[0], counted from 0."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in parts).removeprefix(".")
