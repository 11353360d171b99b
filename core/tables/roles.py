"""What each column of a file is for: an input, a target, left out; and which one says what the test rows are."""

from collections.abc import Sequence

from elevenlines.core.tables.columns import Cells, Heading, Role
from elevenlines.core.tables.dialect import is_missing
from elevenlines.core.tables.problems import TableError, bad_table
from elevenlines.core.tables.source import Wishes

SPLIT = "split"  # the name of the column
TEST, TRAIN = "test", "train"  # its words


class NoSuchColumn(TableError):  # noqa: N818  (the tree's root says Error)
    """A wish for a column that is not there.

    Attributes:
        wish: "target" or "skip".
    """

    def __init__(self, wish: str, width: int) -> None:
        """Says which columns there are."""
        super().__init__(f"must name columns that are there: {width} of them, numbered from 0")
        self.wish = wish


def find_split(headings: Sequence[Heading], columns: Sequence[Sequence[str]], wishes: Wishes) -> int | None:
    """The number of the column `split` that says train or test for each row, if there is one not wished away."""
    wished = _numbers("target", wishes.target, headings) | _numbers("skip", wishes.skip, headings)
    for number, heading in enumerate(headings):
        if heading.text.lower() == SPLIT and number not in wished:
            words = {cell.lower() for cell in set(columns[number]) if not is_missing(cell)}
            return number if words and words <= {TEST, TRAIN} else None
    return None


def find_roles(
    headings: Sequence[Heading], columns: Sequence[Sequence[str]], split: int | None, wishes: Wishes
) -> list[Role]:
    """The role of each column.

    What is wished goes before what the names say (`target:y`, `predicted:y`), and that before the custom that the
    last column is the target. A column without a name and without a single cell, as a separator at the end of each line
    makes, is left out.

    Raises:
        BadTable: no input or no target is left.
        NoSuchColumn: a wish names one.
    """
    targets = _numbers("target", wishes.target, headings)
    skipped = _numbers("skip", wishes.skip, headings) | ({split} if split is not None else set())
    roles: list[Role] = []
    for number, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        is_empty = not heading.is_given and not any(cells)
        if number in skipped or (is_empty and number not in targets):
            roles.append("left_out")
        elif targets:
            left_out = heading.role == "left_out" and number not in targets
            roles.append("target" if number in targets else "left_out" if left_out else "input")
        else:
            roles.append(heading.role or "input")
    if "target" not in roles and not targets and roles.count("input") > 1:
        roles[max(number for number, role in enumerate(roles) if role == "input")] = "target"
    if "input" not in roles or "target" not in roles:
        raise bad_table(1, "an input and a target are needed, in columns of their own: see the separator and the roles")
    return roles


def _numbers(wish: str, wished: Sequence[int | str], headings: Sequence[Heading]) -> set[int]:
    """The numbers of the columns that are wished for by number or name."""
    found = set()
    for one in wished:
        named = {number for number, heading in enumerate(headings) if heading.name == one}
        if isinstance(one, int) and 0 <= one < len(headings):
            found.add(one)
        elif named:
            found |= named
        else:
            raise NoSuchColumn(wish, len(headings))
    return found


def find_faults(
    headings: Sequence[Heading], roles: Sequence[Role], cells: Sequence[Cells], split: int | None
) -> dict[int, list[str]]:
    """Number of a row, from 0 -> what is wrong with the cells of it that are used."""
    found: dict[int, list[str]] = {}
    for number, (heading, role, read) in enumerate(zip(headings, roles, cells, strict=True)):
        if role != "left_out" or number == split:
            for row, fault in read.faults.items():
                found.setdefault(row, []).append(f"{fault} in column {heading.name}")
    return found
