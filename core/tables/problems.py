"""What is wrong with the text of a table: lines, each with a sentence that says what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elevenlines.core.spec.limits import LIMITS

DETAILS = 3  # told of one line; who mends these sees the others


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be read.

    Attributes:
        line: of the file, from 1, the header included; for JSON the number of the record.
        detail: what is wrong with it. Holds no cell's text.
    """

    line: int
    detail: str


class TableError(Exception):
    """Text or wishes from which no table comes."""


class BadTable(TableError):  # noqa: N818  (the tree's root says Error)
    """Text that is no table.

    Attributes:
        lines: the first bad ones, at most LIMITS.bad_lines.
        more: how many there are besides.
        can_drop: whether a table is left when these lines are left out.
    """

    def __init__(self, lines: Sequence[BadLine], *, can_drop: bool = False) -> None:
        """Keeps what is told of all bad lines."""
        self.can_drop = can_drop
        self.lines = tuple(lines[: LIMITS.bad_lines])
        self.more = len(lines) - len(self.lines)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """The bad lines as a person reads them."""
        told = [f"line {bad.line:,}: {bad.detail}" for bad in self.lines]
        return [*told, f"and {self.more:,} more"] if self.more else told


def bad_table(line: int, detail: str) -> BadTable:
    """The error for text of which one thing is wrong, so that nothing more can be said."""
    return BadTable([BadLine(line, detail)])


def merged(found: Mapping[int, Sequence[str]]) -> list[BadLine]:
    """Bad lines in their order, from the details of each."""
    lines = []
    for line, details in sorted(found.items()):
        rest = len(details) - DETAILS
        told = [*details[:DETAILS], f"and {rest} more"] if rest > 0 else details
        lines.append(BadLine(line, "; ".join(told)))
    return lines
