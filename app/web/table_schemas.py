"""What the routes about tables take and give, as the API's description tells it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from elevenlines.app.web.schemas import XOR
from elevenlines.core.spec.fields import Model
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables.columns import Kind, Role


class ColumnAnswer(BaseModel):
    """A column of the file."""

    name: str
    role: Role
    kind: Kind = Field(description="number where more of the filled cells are numbers than are not")
    values: list[str] = Field(description="of text the different ones as they sort, at most 20")
    distinct: int = Field(description="how many different values there are")
    missing: int = Field(description="cells without a value: empty, NA, N/A, ?, nan or null")
    hint: str | None = Field(description="where text looks like numbers with thousands signs, or dates: what to do")


class LineAnswer(BaseModel):
    """A line that cannot be used."""

    line: int = Field(description="of the file, from 1, the header included; of JSON the number of the record")
    detail: str


class ParsedAnswer(BaseModel):
    """A table that was read, and what was found out on the way."""

    table: Table | None = Field(description="null where errors stand in the way (preview=true)")
    split: Split | None = Field(description="null where the file says nothing of test rows")
    columns: list[ColumnAnswer] = Field(description="of the file, in its order")
    header: bool = Field(description="whether the first line named the columns")
    separator: Literal["comma", "semicolon", "tab"] | None = Field(description="null for JSON")
    decimal: Literal["point", "comma"]
    rows: int = Field(description="of the table; without one, of the file")
    dropped: list[int] = Field(description="lines that were left out (drop=true)")
    errors: list[LineAnswer] = Field(description="what is wrong (preview=true), at most 100 lines")
    more_errors: int = Field(description="how many lines more are bad")
    can_drop: bool = Field(description="whether drop=true leaves the bad lines out and reads the others")
    sample: list[list[str]] = Field(description="the first 8 rows as they are in the file, cells cut at 100 characters")


class FormatRequest(Model):
    """A table to be written as a file."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"table": XOR["table"], "split": {"test": [3]}}]})

    table: Table
    split: Annotated[Split | None, Field(description="null: no word of test rows")] = None

    @model_validator(mode="after")
    def _fits_together(self) -> "FormatRequest":
        if self.split is not None:
            self.split.check(len(self.table.inputs))
        return self


CSV = "size,colour,big\n1,red,no\n2.5,blue,yes\n"
_OBJECTS = [{"size": 1, "colour": "red", "big": "no"}, {"size": 2.5, "colour": "blue", "big": "yes"}]

# The body of /tables/parse: read as it is, so FastAPI cannot tell by itself.
PARSED_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": CSV},
            "text/tab-separated-values": {"schema": {"type": "string"}, "example": CSV.replace(",", "\t")},
            "application/json": {"schema": {}, "example": _OBJECTS},
        },
    }
}
