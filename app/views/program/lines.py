"""A program as it is written down: lines that know which arrays they read and write."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from elevenlines.core.types import Array

WIDEST = 60  # characters of an array that stands on one line
_INDENT = "    "
_NAME = re.compile(r"[A-Za-z_]\w*")
_TARGET = r"\w+(?:\[[\d, \[\]]+\])?"  # whole, or some places of it
_ASSIGNMENT = re.compile(rf"^(?:if [^:]*: )?({_TARGET}(?:, {_TARGET})*) ([+*]?)= ")


@dataclass(frozen=True)
class Line:
    """One line.

    Attributes:
        text: without its line end.
        reads: the variables that it reads, in the order of their names in it.
        writes: the variables that it gives a new value.
        meaning: a sentence about it; empty for a line that says nothing by itself.
        is_row: whether it holds one row of a matrix, and nothing else.
        traced: what a trace calls those of them that it has under another name; "" for one that it has not as it is
            here. X is the table's inputs, and y its targets, as long as they stand for nothing else.
    """

    text: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    meaning: str = ""
    is_row: bool = False
    traced: Mapping[str, str] = field(default_factory=dict)


class Listing:
    """The lines written so far. What a line reads and writes follows from its text."""

    def __init__(self) -> None:
        """Begins with none."""
        self.lines: list[Line] = []
        self.traced: dict[str, str] = {}  # from the next line on, see Line
        self._depth = 0
        self._variables: set[str] = set()

    def add(self, text: str, meaning: str) -> None:
        """Writes a line at the present depth."""
        found = _ASSIGNMENT.match(text)
        targets = tuple(_NAME.findall(found[1])) if found else ()
        rest = text[found.end() :] if found else text
        is_partly = found is not None and (found[2] or "[" in found[1])  # what it was before counts too
        names = [*(targets if is_partly else ()), *_NAME.findall(rest)]
        if found and text.startswith("if "):
            names += _NAME.findall(text[: found.start(1)])
        reads = tuple(dict.fromkeys(name for name in names if name in self._variables))
        self._variables.update(targets)
        traced = {name: self.traced[name] for name in {*reads, *targets} & self.traced.keys()}
        self.lines.append(Line(_INDENT * self._depth + text, reads, targets, meaning, traced=traced))

    def helper(self, rows: Iterable[str], meaning: str) -> None:
        """Writes a function: its variables are its own."""
        self.blank()
        self.lines.extend(Line(row, meaning=meaning) for row in rows)

    def array(self, name: str, rows: Sequence[Sequence[str]] | Sequence[str], meaning: str) -> None:
        """Writes an array of numbers: on one line if it is short, else row by row.

        Args:
            name: of the variable.
            rows: the numbers as text, of a matrix or of a vector.
            meaning: a sentence about it.
        """
        texts = [row if isinstance(row, str) else f"[{','.join(row)}]" for row in rows]
        whole = f"{name} = np.array([{','.join(texts)}])"
        if len(whole) <= WIDEST:
            self.add(whole, meaning)
            return
        self.add(f"{name} = np.array([", meaning)
        self.lines.extend(
            Line(f"{_INDENT * (self._depth + 1)}{text},", (), (name,), meaning, is_row=True) for text in texts
        )
        self.lines.append(Line(f"{_INDENT * self._depth}])", (), (name,), meaning))

    def blank(self) -> None:
        """Leaves a line empty."""
        self.lines.append(Line(""))

    @contextmanager
    def block(self, head: str, meaning: str) -> Iterator[None]:
        """Writes a line that ends with a colon; what is added meanwhile belongs to it."""
        self.add(head, meaning)
        self._depth += 1
        yield
        self._depth -= 1


def say(number: float) -> str:
    """A number that reads back as the same bits, as short as that goes: 1, 0.5, 1e-08."""
    number = float(number)
    if number.is_integer() and abs(number) < 2**53:
        return str(int(number))
    return repr(number)


def floats(array: Array) -> list[list[str]] | list[str]:
    """A matrix or vector of parameters as text; always with a point, since NumPy makes integers of 1 and 2."""
    if array.ndim == 1:
        return [repr(float(value)) for value in array]
    return [[repr(float(value)) for value in row] for row in array]
