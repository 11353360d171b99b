"""Words into numbers: the columns of a table from the columns of a file.

A text column becomes one-hot columns named `colour=red`, one for each of its texts as they sort. A text target with
two texts is one column of 0 and 1, named after the second. With `classes` each text column becomes the numbers of
its texts, from 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.columns import Role, distinct_name, fit_name, plain

Coding = Literal["one_hot", "classes"]


@dataclass(frozen=True)
class Coded:
    """A column of a table.

    Attributes:
        name: fit for a table.
        values: one for each row.
    """

    name: str
    values: Sequence[float]


def code_text(name: str, cells: Sequence[str], role: Role, coding: Coding) -> list[Coded]:
    """The columns of numbers that stand for a column of text."""
    texts = [plain(cell) for cell in cells]
    values = sorted(set(texts))
    if coding == "classes":
        number_of = {value: float(number) for number, value in enumerate(values)}
        return [Coded(name, [number_of[text] for text in texts])]
    shown = values[1:] if role == "target" and len(values) == 2 else values  # noqa: PLR2004  (no and yes)
    taken: list[str] = []
    coded = []
    for value in shown:
        taken.append(distinct_name(fit_name(f"{name}={value}"), taken))
        coded.append(Coded(taken[-1], [1.0 if text == value else 0.0 for text in texts]))  # two numbers, shared
    return coded


def columns_of(distinct: int, role: Role, coding: Coding) -> int:
    """How many columns of numbers `code_text` makes of a column with so many different texts."""
    is_one = coding == "classes" or (role == "target" and distinct == 2)  # noqa: PLR2004  (no and yes)
    return 1 if is_one else distinct


def too_many(distinct: int) -> str | None:
    """Why a column with so many different texts cannot be coded, behind its name; None if it can."""
    if distinct <= LIMITS.text_values:
        return None
    return f"has {distinct:,} different texts, at most {LIMITS.text_values:,} can be told apart: leave it out"
