"""A table is the data: each row holds the values of the inputs and the targets that belong to them."""

from string import ascii_lowercase
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from elevenlines.core.spec.fields import Model, Name, Row, problem
from elevenlines.core.spec.limits import LIMITS


def column_names(stem: str, count: int) -> tuple[str, ...]:
    """Names for columns that have none: a, b, c ... for up to 26 inputs, else stem1, stem2 ..."""
    if stem == "x" and count <= len(ascii_lowercase):
        return tuple(ascii_lowercase[:count])
    if stem == "y" and count == 1:
        return ("y",)
    return tuple(f"{stem}{number}" for number in range(1, count + 1))


def _names_for(stem: str, rows: str) -> Any:  # noqa: ANN401  (pydantic types default factories loosely)
    def make(data: dict[str, Any]) -> tuple[str, ...]:
        return column_names(stem, len(data[rows][0])) if data.get(rows) else ()

    return Field(default_factory=make, description="one name for each column")


class Table(Model):
    """Inputs and targets, row by row.

    Attributes:
        inputs: shape (rows, inputs).
        targets: shape (rows, targets).
        input_names, target_names: one for each column; made where there are none.
    """

    inputs: Annotated[tuple[Row, ...], Field(description="rows of input values")]
    targets: Annotated[tuple[Row, ...], Field(description="rows of expected values")]
    input_names: Annotated[tuple[Name, ...], _names_for("x", "inputs")]
    target_names: Annotated[tuple[Name, ...], _names_for("y", "targets")]

    @field_validator("inputs", "targets")
    @classmethod
    def _is_rectangular(cls, rows: tuple[Row, ...], info: Any) -> tuple[Row, ...]:  # noqa: ANN401  (pydantic's ValidationInfo)
        most_columns = LIMITS.inputs if info.field_name == "inputs" else LIMITS.targets
        if not rows:
            raise problem("must have at least one row")
        if len(rows) > LIMITS.rows:
            raise problem(f"must have at most {LIMITS.rows:,} rows")
        width = len(rows[0])
        if not width:
            raise problem("must have at least one column", 0)
        if width > most_columns:
            raise problem(f"must have at most {most_columns:,} columns", 0)
        for number, row in enumerate(rows):
            if len(row) != width:
                raise problem(f"must have {width} values, as the first row has", number)
        return rows

    @model_validator(mode="after")
    def _fits_together(self) -> "Table":
        if len(self.targets) != len(self.inputs):
            raise problem(f"must have as many rows as inputs: {len(self.inputs)}", "targets")
        for field, names, rows in (
            ("input_names", self.input_names, self.inputs),
            ("target_names", self.target_names, self.targets),
        ):
            if len(names) != len(rows[0]):
                raise problem(f"must have one name for each of the {len(rows[0])} columns", field)
        return self
