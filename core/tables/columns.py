"""What each column of a file is: its name, its role, numbers or text, and which of its cells cannot be used."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Literal

import numpy as np
from pydantic_core import from_json

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.dialect import ROLE_PREFIXES, is_missing, is_number
from elevenlines.core.tables.hints import is_grouped

Role = Literal["input", "target", "left_out"]
Kind = Literal["number", "text"]
_NOT_FINITE = frozenset({"inf", "infinity"})  # in small letters, without a sign


@dataclass(frozen=True)
class Heading:
    """How a column is called.

    Attributes:
        name: fit for a table.
        role: that its name gives it, if any.
        is_given: whether the file names it.
        text: as the file has it.
    """

    name: str
    role: Role | None = None
    is_given: bool = True
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Cells:
    """The cells of one column, read.

    Attributes:
        kind: numbers where more of the cells that are filled are numbers than are not; else text.
        numbers: one for each row, NaN where the cell is none; None for text.
        distinct: how many different values there are, missing ones left aside.
        missing: how many cells have no value.
        faults: number of the row, from 0 -> what is wrong with its cell, in front of "in column …".
    """

    kind: Kind
    numbers: Sequence[float] | None
    distinct: int
    missing: int = 0
    faults: dict[int, str] = field(default_factory=dict)


def plain(cell: str) -> str:
    """A text cell without the apostrophe that keeps spreadsheet programs from calculating it; see `writing.guarded`."""
    return cell[1:] if cell.startswith("'") and is_risky(cell) else cell


def is_risky(cell: str) -> bool:
    """Whether a spreadsheet program would take the text, but for apostrophes before it, for a formula."""
    return cell.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r"))


def name_columns(header: Sequence[str] | None, width: int) -> list[Heading]:
    """The headings: names fit for a table, no two of a role alike; `column 3` where there is none."""
    found: list[Heading] = []
    taken: dict[Role | None, set[str]] = {role: set() for role in (None, "input", "target", "left_out")}
    taken["input"] = taken[None]
    for number in range(width):
        text = plain(header[number]) if header is not None else ""
        prefix = next((prefix for prefix in ROLE_PREFIXES if text.startswith(prefix)), "")
        role = ROLE_PREFIXES.get(prefix)
        # What only was predicted keeps its whole name: it stands beside the target of that name.
        given = fit_name(text if role == "left_out" else text.removeprefix(prefix))
        name = distinct_name(given or f"column {number + 1}", taken[role])
        taken[role].add(name)
        found.append(Heading(name, role, bool(given), text))
    return found


def fit_name(text: str) -> str:
    """The text as a name: what cannot be printed is a space, and what is too long is cut. "" if nothing is left."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text)
    if len(text) > LIMITS.name_length:
        text = text[: LIMITS.name_length - 1] + "…"
    return text if text.strip() else ""


def distinct_name(name: str, taken: Collection[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        suffix = f" ({number})"
        free = name[: LIMITS.name_length - len(suffix)] + suffix
    return free


def read_cells(cells: Sequence[str], decimal: str) -> Cells:
    """Reads one column.

    Args:
        cells: as text, one for each row.
        decimal: the sign.
    """
    return _plain_numbers(cells, decimal) or _mixed(cells, decimal)


def _plain_numbers(cells: Sequence[str], decimal: str) -> Cells | None:
    """A column of nothing but numbers, the fast way; None for any other."""
    if decimal != ".":
        # cell by cell: one in quotes may hold a line's end
        cells = [cell.replace(".", "x").replace(decimal, ".") for cell in cells]
    numbers = _of_json(cells) or _of_python(cells)
    if not numbers:
        return None
    found = np.array(numbers)
    if not np.abs(found).max() <= LIMITS.cell:  # false for NaN too
        return None
    return Cells("number", numbers, np.unique(found).size)


def _of_json(cells: Sequence[str]) -> list[float] | None:
    """The numbers where all are written as in JSON, whose reader takes a fifth of the time that `float` takes."""
    try:
        numbers: list[float] = from_json(f"[{','.join(cells)}]")
    except ValueError:
        return None
    kinds = set(map(type, numbers))
    if len(numbers) != len(cells) or not kinds <= {float, int}:  # 1,2 would be two cells, and [1,2] one
        return None
    if int in kinds:  # -0 among them
        return [number if type(number) is float else float(cell) for number, cell in zip(numbers, cells, strict=True)]
    return numbers


def _of_python(cells: Sequence[str]) -> list[float] | None:
    """The numbers where all are written as `float` takes them: 5. and .5 too."""
    joined = "\n".join(cells)
    if "_" in joined or not joined.isascii():
        return None  # it takes 1_000 and digits of all scripts for numbers; a table does not
    try:
        return list(map(float, cells))
    except ValueError:
        return None


def _mixed(cells: Sequence[str], decimal: str) -> Cells:
    """A column of text, or of numbers with some that are none. Each different text is looked at once."""
    counts = Counter(cells)
    missing = {cell for cell in counts if is_missing(cell)}
    numbers = {
        cell: _number(cell, decimal) for cell in counts if cell not in missing and is_number(cell.strip(), decimal)
    }
    filled = len(cells) - sum(counts[cell] for cell in missing)
    is_numeric = 2 * sum(counts[cell] for cell in numbers) > filled
    faults = dict.fromkeys(missing, "missing value")
    if is_numeric:
        for cell in counts.keys() - missing:
            if cell not in numbers:
                faults[cell] = _no_number(cell.strip())
            elif abs(numbers[cell]) > LIMITS.cell:
                faults[cell] = f"a number beyond ±{LIMITS.cell:,.0f}"
    found = {row: faults[cell] for row, cell in enumerate(cells) if cell in faults} if faults else {}
    empty = sum(counts[cell] for cell in missing)
    if not is_numeric:
        return Cells("text", None, len(counts) - len(missing), empty, found)
    return Cells("number", [numbers.get(cell, inf) for cell in cells], len(set(numbers.values())), empty, found)


def _no_number(cell: str) -> str:
    """What is wrong with a cell that is no number in a column of numbers."""
    if cell.lstrip("+-").lower() in _NOT_FINITE:
        return "not a finite number"
    return "a number with thousands signs (write it without)" if is_grouped(cell) else "not a number"


def _number(cell: str, decimal: str) -> float:
    return float(cell.strip().replace(decimal, "."))
