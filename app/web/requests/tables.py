"""What is asked about tables: how one is to be read, and one that is to be written."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import Field, model_validator

from elevenlines.core.spec.fields import Model
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables import Wishes

_Columns = Annotated[list[Annotated[int, Query(ge=0, lt=LIMITS.file_columns)]], Query(max_length=LIMITS.file_columns)]


def _wishes(
    header: Annotated[
        Literal["auto", "yes", "no"], Query(description="whether the first line names the columns")
    ] = "auto",
    decimal: Annotated[Literal["auto", "point", "comma"], Query(description="the decimal sign")] = "auto",
    separator: Annotated[
        Literal["auto", "comma", "semicolon", "tab"], Query(description="what is between the cells")
    ] = "auto",
    target: Annotated[
        _Columns, Query(description="numbers of the target columns, from 0; without any the header says, or the last")
    ] = [],  # noqa: B006  (never changed)
    skip: Annotated[_Columns, Query(description="numbers of the columns that are left out, from 0")] = [],  # noqa: B006  (never changed)
    text: Annotated[
        Literal["one_hot", "classes"],
        Query(description="what a text column becomes: a column of 0 and 1 for each of its texts, or their numbers"),
    ] = "one_hot",
    drop: Annotated[bool, Query(description="leave bad lines out instead of refusing the whole")] = False,  # noqa: FBT002  (FastAPI's way)
) -> Wishes:
    """How the table shall be read."""
    return Wishes(header, decimal, separator, tuple(target), tuple(skip), text, drop)


AskedWishes = Annotated[Wishes, Depends(_wishes)]


class FormatRequest(Model):
    """A table to be written as a file."""

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
