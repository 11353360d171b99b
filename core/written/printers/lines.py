"""A program as it is written down: lines that know which variables they read and write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from elevenlines.core.types import Array
from elevenlines.core.written.printers.precedence import say

WIDEST = 60  # characters of an array that stands on one line
_INDENT = "    "


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


def text_of(lines: Iterable[Line]) -> str:
    """The program as a file holds it."""
    return "".join(f"{line.text}\n" for line in lines)


def rows_as_text(values: Array, *, is_exact: bool, between: str = ",") -> list[str]:
    """Each row of a matrix as text, each number of a vector.

    Args:
        values: the numbers.
        is_exact: always with a point, for languages that make integers of 1 and 2.
        between: the numbers of a row.
    """
    word = (lambda value: repr(float(value))) if is_exact else say
    if values.ndim == 1:
        return [word(value) for value in values.tolist()]
    return [f"[{between.join(map(word, row))}]" for row in values.tolist()]


class Listing:
    """The lines written so far."""

    def __init__(self) -> None:
        """Begins with none."""
        self.lines: list[Line] = []
        self._depth = 0

    def add(
        self,
        text: str,
        meaning: str = "",
        reads: Iterable[str] = (),
        writes: tuple[str, ...] = (),
        traced: Mapping[str, str] | None = None,
    ) -> None:
        """Writes a line at the present depth; of what a trace calls variables it keeps its own."""
        read = tuple(dict.fromkeys(reads))
        named = {name: traced[name] for name in sorted({*read, *writes} & traced.keys())} if traced else {}
        self.lines.append(Line(_INDENT * self._depth + text, read, writes, meaning, traced=named))

    def rows(self, rows: Iterable[str], name: str, meaning: str) -> None:
        """Writes the rows of a matrix, a line each."""
        indent = _INDENT * (self._depth + 1)
        self.lines.extend(Line(f"{indent}{text},", (), (name,), meaning, is_row=True) for text in rows)

    def plain(self, rows: Sequence[str], meaning: str = "") -> None:
        """Writes lines whose variables are their own, after an empty one."""
        self.blank()
        self.lines.extend(Line(row, meaning=meaning) for row in rows)

    def blank(self) -> None:
        """Leaves a line empty."""
        self.lines.append(Line(""))

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """What is added meanwhile belongs to the line before."""
        self._depth += 1
        yield
        self._depth -= 1
