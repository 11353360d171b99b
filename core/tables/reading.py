"""Reading a table: bytes and wishes go in, a table and all that was found out on the way come out.

Nothing is dropped unless that is wished: a line that cannot be used is told, by its number in the file.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables.coding import Coded, code_text, columns_of, too_many
from elevenlines.core.tables.columns import Cells, Heading, Kind, Role, plain, read_cells
from elevenlines.core.tables.dialect import DECIMALS, is_missing
from elevenlines.core.tables.hints import hint_of
from elevenlines.core.tables.problems import BadLine, BadTable, bad_table, merged
from elevenlines.core.tables.roles import TEST, find_faults, find_roles, find_split
from elevenlines.core.tables.source import Form, Source, Wishes, take_apart

SAMPLE = 8  # rows that are shown as they are in the file
VALUES = 20  # texts of a column that are shown
SHOWN = 100  # characters of a cell that are shown


@dataclass(frozen=True)
class Column:
    """What was found out of a column of the file.

    Attributes:
        name: fit for a table.
        role: whether it is an input, a target, or left out.
        kind: number or text.
        values: of text the different ones as they sort, at most VALUES.
        distinct: how many different values there are.
        missing: cells without a value.
        hint: why a column of text may be meant for numbers, and what to do; None: it does not look so.
    """

    name: str
    role: Role
    kind: Kind
    values: tuple[str, ...]
    distinct: int
    missing: int
    hint: str | None = None


@dataclass(frozen=True)
class Reading:
    """A table that was read, and what was found out.

    Attributes:
        table: None where something is wrong.
        split: None where the file says nothing of test rows.
        columns: of the file, in its order.
        header: whether the first line named them.
        separator: its name; None for JSON, and where nothing could be read.
        decimal: its name.
        rows: of the table; without one, of the file.
        dropped: lines that were left out.
        errors: what is wrong.
        more_errors: how much more is wrong than `errors` tells.
        can_drop: whether a table is left when these lines are left out.
        sample: the first rows as they are in the file, cells cut at SHOWN characters.
    """

    table: Table | None = None
    split: Split | None = None
    columns: tuple[Column, ...] = ()
    header: bool = False
    separator: str | None = None
    decimal: str = "point"
    rows: int = 0
    dropped: tuple[int, ...] = ()
    errors: tuple[BadLine, ...] = ()
    more_errors: int = 0
    can_drop: bool = False
    sample: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class _Columns:
    """The columns on their way: one entry of each for each of them."""

    headings: Sequence[Heading]
    texts: Sequence[Sequence[str]]
    cells: Sequence[Cells]
    roles: Sequence[Role] = field(default=())


def read(data: bytes, form: Form, wishes: Wishes | None = None) -> Reading:
    """Reads a table. Where something is wrong, its `errors` say what.

    Args:
        data: the file's bytes.
        form: what is in them.
        wishes: how to read them; None: as they seem to be written.

    Raises:
        NotJson: JSON was promised.
        NoSuchColumn: a wish names one.
    """
    wishes = wishes or Wishes()
    found = Reading()
    try:
        source = take_apart(data, form, wishes)
        found = replace(
            found,
            header=source.header,
            separator=source.separator,
            decimal=source.decimal,
            rows=len(source.records) + len(source.bad),
            sample=tuple(tuple(map(_shown, record.cells)) for record in source.records[:SAMPLE]),
        )
        texts = source.columns
        cells = [read_cells(column, DECIMALS[source.decimal]) for column in texts]
        columns = _Columns(source.headings, texts, cells, ["left_out"] * len(texts))
        found = replace(found, columns=_described(columns))
        split = find_split(source.headings, texts, wishes)
        columns = replace(columns, roles=_roles(source, texts, split, wishes))
        found = replace(found, columns=_described(columns))
        return _with_table(found, source, columns, split, wishes)
    except BadTable as error:
        return replace(found, errors=error.lines, more_errors=error.more, can_drop=error.can_drop)


def _roles(source: Source, texts: Sequence[Sequence[str]], split: int | None, wishes: Wishes) -> list[Role]:
    """The roles. Raises BadTable; where a quote hides most of the file it is that which is told."""
    try:
        return find_roles(source.headings, texts, split, wishes)
    except BadTable as error:
        raise BadTable(merged(source.bad)) if source.is_cut else error from None


def _with_table(found: Reading, source: Source, columns: _Columns, split: int | None, wishes: Wishes) -> Reading:
    """What was found out, and the table. Raises BadTable."""
    faults = find_faults(columns.headings, columns.roles, columns.cells, split)
    bad = source.bad | {source.records[row].line: details for row, details in faults.items()}
    kept = [row for row in range(len(source.records)) if row not in faults]
    can_drop = bool(kept) and not source.is_cut  # what is hidden would be left out unseen
    if bad and not (can_drop and wishes.drop):
        raise BadTable(merged(bad), can_drop=can_drop)
    _check_width(columns, kept, wishes)
    coded: dict[Role, list[Coded]] = {"input": [], "target": [], "left_out": []}
    for heading, texts, cells, role in zip(columns.headings, columns.texts, columns.cells, columns.roles, strict=True):
        if role != "left_out":
            coded[role] += _coded(heading, texts, cells, role, kept, wishes)
    return replace(
        found,
        table=_table(coded["input"], coded["target"]),
        split=_split(source, None if split is None else columns.texts[split], kept),
        rows=len(kept),
        dropped=tuple(sorted(bad)),
    )


def _check_width(columns: _Columns, kept: Sequence[int], wishes: Wishes) -> None:
    """Refuses more columns than a table may have, before a number of them is made: they are as many as texts differ."""
    widths: Counter[Role] = Counter()
    for heading, texts, cells, role in zip(columns.headings, columns.texts, columns.cells, columns.roles, strict=True):
        if role == "left_out":
            continue
        if cells.numbers is not None:
            widths[role] += 1
            continue
        distinct = len({plain(texts[row]) for row in kept})
        refusal = too_many(distinct)
        if refusal is not None:
            raise bad_table(1, f"column {heading.name} {refusal}")
        widths[role] += columns_of(distinct, role, wishes.text)
    for role, most in (("input", LIMITS.inputs), ("target", LIMITS.targets)):
        if widths[role] > most:
            raise bad_table(
                1,
                f"these are {widths[role]:,} columns of {role}s, one for each different text; at most {most} can "
                "be: leave some out",
            )


def _coded(
    heading: Heading, texts: Sequence[str], cells: Cells, role: Role, kept: Sequence[int], wishes: Wishes
) -> list[Coded]:
    """The columns of the table that a column of the file becomes, of the rows that are kept."""
    if cells.numbers is not None:
        is_whole = len(kept) == len(cells.numbers)
        return [Coded(heading.name, cells.numbers if is_whole else [cells.numbers[row] for row in kept])]
    return code_text(heading.name, [texts[row] for row in kept], role, wishes.text)


def _table(inputs: Sequence[Coded], targets: Sequence[Coded]) -> Table:
    """The columns as a table; not checked again, since every rule of one was kept on the way here."""
    return Table.model_construct(
        inputs=tuple(zip(*(column.values for column in inputs), strict=True)),
        targets=tuple(zip(*(column.values for column in targets), strict=True)),
        input_names=tuple(column.name for column in inputs),
        target_names=tuple(column.name for column in targets),
    )


def _split(source: Source, words: Sequence[str] | None, kept: Sequence[int]) -> Split | None:
    """Which rows are test rows, as the column or the JSON says it."""
    if words is not None:
        return Split(test=tuple(place for place, row in enumerate(kept) if words[row].lower() == TEST))
    if source.split is None or len(kept) < len(source.records) + len(source.bad):
        return None  # its numbers would be of other rows
    try:
        return Split.model_validate(source.split)
    except ValidationError as error:
        raise bad_table(1, "its split must be as the API has it: share, seed, test and train") from error


def _described(columns: _Columns) -> tuple[Column, ...]:
    found = []
    for heading, texts, cells, role in zip(columns.headings, columns.texts, columns.cells, columns.roles, strict=True):
        values = sorted({plain(text) for text in set(texts)}) if cells.kind == "text" else []
        filled = [value for value in values if not is_missing(value)]
        told = tuple(map(_shown, filled[:VALUES]))
        found.append(Column(heading.name, role, cells.kind, told, cells.distinct, cells.missing, hint_of(filled)))
    return tuple(found)


def _shown(cell: str) -> str:
    return cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…"
