"""Other weights, rows and tables in a run's network: to predict with, or to look at its surfaces."""

from typing import Annotated

from pydantic import Field

from elevenlines.app.runs.run import Refused
from elevenlines.app.views.predictions import Replacement
from elevenlines.core.spec.fields import Cell, Count, Matrix, Model, Vector
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table


class PredictRequest(Model):
    """Rows to predict."""

    inputs: Annotated[
        tuple[tuple[Cell, ...], ...] | None,
        Field(min_length=1, max_length=LIMITS.rows, description="null: the rows of the table"),
    ] = None
    table: Annotated[Table | None, Field(description="instead of the run's")] = None
    epoch: Annotated[Count | None, Field(ge=0, le=LIMITS.epochs, description="null: the newest")] = None
    weights: Annotated[tuple[Matrix, ...] | None, Field(description="instead of the run's")] = None
    biases: Annotated[tuple[Vector, ...] | None, Field(description="instead of the run's")] = None

    def check_rows(self) -> None:
        """Refuses rows beside a table: one of them says which rows."""
        if self.table is not None and self.inputs is not None:
            raise Refused("/inputs", "leave them out, or the table: one of them says which rows")

    @property
    def replacement(self) -> Replacement:
        """What of the network is to be another."""
        return Replacement(self.weights, self.biases, self.table)


class OtherNetwork(Model):
    """What a run's network has otherwise; null: as it is."""

    epoch: Annotated[Count | None, Field(ge=0, le=LIMITS.epochs, description="null: the newest")] = None
    weights: Annotated[tuple[Matrix, ...] | None, Field(description="one matrix for each layer")] = None
    biases: Annotated[tuple[Vector, ...] | None, Field(description="one row for each layer but the first")] = None
    table: Annotated[Table | None, Field(description="other rows, with the same number of columns")] = None

    @property
    def replacement(self) -> Replacement:
        """What of the network is to be another."""
        return Replacement(self.weights, self.biases, self.table)
