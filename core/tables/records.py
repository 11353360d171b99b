"""CSV text -> records: the cells of each row, with the line of the file that it begins on.

A reader of its own because it says on which line a quote was left open, takes quotes strictly where they matter, and
stops at a limit instead of filling the memory. As in RFC 4180 a cell in double quotes may hold separators, line ends
and, doubled, quotes. Spaces around a cell are no part of it unless they are inside its quotes.
"""

from dataclasses import dataclass, field

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.problems import bad_table

QUOTE = '"'
LONGEST_LINE = LIMITS.file_columns * LIMITS.cell_length  # characters


@dataclass(frozen=True)
class Record:
    """A row of the file.

    Attributes:
        line: on which it begins, from 1.
        cells: as text.
    """

    line: int
    cells: list[str]


@dataclass
class Records:
    """The rows of a file, and what is wrong with some of them.

    Attributes:
        good: those that could be taken apart.
        bad: line -> what is wrong with it.
        is_cut: whether the last of these hides where the rows behind it begin.
    """

    good: list[Record] = field(default_factory=list)
    bad: dict[int, list[str]] = field(default_factory=dict)
    is_cut: bool = False

    def add(self, record: Record) -> None:
        """Takes one more row. Raises BadTable when there are too many."""
        self.good.append(record)
        if len(self.good) > LIMITS.rows + 1:  # a header besides
            raise bad_table(record.line, f"there are more than {LIMITS.rows:,} rows: take fewer")


class _Misplaced(Exception):  # noqa: N818  (told as a bad line)
    """A quote that stands where none may."""


class _Lost(Exception):  # noqa: N818  (told as a bad line)
    """A quote behind which nobody knows where the next record begins."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line


def split_records(text: str, separator: str) -> Records:
    """Takes the text apart, up to a quote that is left open. Lines with nothing on them are passed over.

    Raises:
        BadTable: there is more than the limits let through.
    """
    lines = _lines_of(text)
    found = Records()
    number = 0
    while number < len(lines):
        line, begin = lines[number], number + 1
        if len(line) > LONGEST_LINE:
            raise bad_table(begin, f"has more than {LONGEST_LINE:,} characters: take fewer columns, or shorter cells")
        if QUOTE in line:
            try:
                cells, number = _quoted(lines, number, separator)
            except _Misplaced as error:
                found.bad[begin] = [str(error)]
                number += 1
                continue
            except _Lost as error:
                found.bad[error.line] = [str(error)]
                found.is_cut = True
                return found
        else:
            number += 1
            if not line or (line.isspace() and separator not in line):
                continue
            if line.count(separator) >= LIMITS.file_columns:
                raise _too_wide(begin)
            cells = line.split(separator)
            if " " in line or "\t" in line or not line.isascii():
                cells = [cell.strip() for cell in cells]
        if len(line) > LIMITS.cell_length or number > begin:
            _check_lengths(begin, cells)
        found.add(Record(begin, cells))
    return found


def _lines_of(text: str) -> list[str]:
    if text.count("\n") > LIMITS.file_lines:
        raise bad_table(LIMITS.file_lines + 1, f"there are more than {LIMITS.file_lines:,} lines: take fewer")
    return text.split("\n")


def _too_wide(line: int) -> Exception:
    return bad_table(line, f"there are more than {LIMITS.file_columns:,} columns: take fewer")


def _too_long(line: int) -> Exception:
    return bad_table(line, f"a cell has more than {LIMITS.cell_length:,} characters: leave it out or shorten it")


def _check_lengths(line: int, cells: list[str]) -> None:
    if max(map(len, cells)) > LIMITS.cell_length:
        raise _too_long(line)


def _quoted(lines: list[str], number: int, separator: str) -> tuple[list[str], int]:
    """The cells of a record that has quotes, and the number, from 0, of the line behind it."""
    begin, at = number, 0
    cells: list[str] = []
    while True:
        line = lines[number]
        if len(cells) >= LIMITS.file_columns:
            raise _too_wide(begin + 1)
        start = at
        while line[start : start + 1] == " ":
            start += 1
        if line[start : start + 1] != QUOTE:
            end = line.find(separator, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end].strip())
        else:
            opened = number
            cell, number, end = _inside(lines, number, start + 1)
            line = lines[number]
            while line[end : end + 1] == " ":
                end += 1
            if end < len(line) and line[end] != separator:
                raise _text_behind(begin, opened, number)
            cells.append(cell)
        if end >= len(line):
            return cells, number + 1
        at = end + 1


def _inside(lines: list[str], number: int, at: int) -> tuple[str, int, int]:
    """A cell from behind its opening quote: its text, and the line and the place behind its closing quote."""
    opened, parts = number, list[str]()
    while True:
        line = lines[number]
        end = line.find(QUOTE, at)
        if end < 0:
            parts.append(line[at:] + "\n")
            number, at = number + 1, 0
            if number == len(lines):
                raise _Lost(opened + 1, "a quote opens here and is never closed: close it, or leave it out")
        elif line[end + 1 : end + 2] == QUOTE:
            parts.append(line[at : end + 1])
            at = end + 2
            if len(parts) > LIMITS.cell_length:
                raise _too_long(opened + 1)
        else:
            parts.append(line[at:end])
            return "".join(parts), number, end + 1


def _text_behind(begin: int, opened: int, closed: int) -> Exception:
    if begin == opened == closed:
        return _Misplaced("text follows a closing quote: inside quotes, write each quote twice")
    return _Lost(
        opened + 1,
        f"a quote opens here and closes on line {closed + 1:,} only, with text behind it: close it where its cell "
        "ends; inside quotes, write each quote twice",
    )
