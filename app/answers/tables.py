"""A table that was read from a file, and what was found out on the way."""

from typing import Any, Literal

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables.columns import Kind, Role


class Column(Answer):
    """A column of the file."""

    name: str
    role: Role
    kind: Kind = Field(description="number where more of the filled cells are numbers than are not")
    values: list[str] = Field(description="of text the different ones as they sort, at most 20")
    distinct: int = Field(description="how many different values there are")
    missing: int = Field(description="cells without a value: empty, NA, N/A, ?, nan or null")
    hint: str | None = Field(description="where text looks like numbers with thousands signs, or dates: what to do")


class BadLine(Answer):
    """A line that cannot be used."""

    line: int = Field(description="of the file, from 1, the header included; of JSON the number of the record")
    detail: str


class ParsedTable(Answer):
    """A table that was read, and what was found out on the way."""

    table: Table | None = Field(description="null where errors stand in the way (preview=true)")
    split: Split | None = Field(description="null where the file says nothing of test rows")
    columns: list[Column] = Field(description="of the file, in its order")
    header: bool = Field(description="whether the first line named the columns")
    separator: Literal["comma", "semicolon", "tab"] | None = Field(description="null for JSON")
    decimal: Literal["point", "comma"]
    rows: int = Field(description="of the table; without one, of the file")
    dropped: list[int] = Field(description="lines that were left out (drop=true)")
    errors: list[BadLine] = Field(description="what is wrong (preview=true), at most 100 lines")
    more_errors: int = Field(description="how many lines more are bad")
    can_drop: bool = Field(description="whether drop=true leaves the bad lines out and reads the others")
    sample: list[list[str]] = Field(description="the first 8 rows as they are in the file, cells cut at 100 characters")

    @property
    def spec(self) -> dict[str, Any]:
        """What `Playground.start` takes: the table, and the split if there is one."""
        found = self.model_dump(mode="json", include={"table", "split"})
        return found if self.split is not None else {"table": found["table"]}
