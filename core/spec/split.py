"""A split sets rows of the table aside: test rows are predicted and measured, but no weight ever hears of them."""

from typing import Annotated

from pydantic import Field, model_validator

from elevenlines.core.randomness import SPLIT, random_order
from elevenlines.core.spec.fields import Count, Model, Number, problem
from elevenlines.core.spec.limits import LIMITS

RowNumbers = Annotated[
    tuple[Annotated[Count, Field(ge=0, lt=LIMITS.rows)], ...], Field(max_length=LIMITS.rows)
]  # of the table, from 0


class Split(Model):
    """Which rows are test rows: a share that the seed draws, and those put there, or taken back, by hand."""

    share: Annotated[Number, Field(ge=0, le=LIMITS.test_share, description="of the rows, drawn as test rows")] = 0.0
    seed: Annotated[Count, Field(ge=0, le=LIMITS.seed, description="fixes which rows are drawn")] = 1
    test: Annotated[RowNumbers, Field(description="rows that are test rows in any case, from 0")] = ()
    train: Annotated[RowNumbers, Field(description="rows that are training rows in any case, from 0")] = ()

    @model_validator(mode="after")
    def _is_plain(self) -> "Split":
        for name in ("test", "train"):
            rows = getattr(self, name)
            if len(set(rows)) < len(rows):
                raise problem("must name each row once", name)
        if set(self.test) & set(self.train):
            raise problem("must not hold a row of train: it can be in one of them only", "test")
        return self

    def check(self, rows: int) -> None:
        """Refuses rows that a table with so many does not have."""
        for name in ("test", "train"):
            for place, row in enumerate(getattr(self, name)):
                if row >= rows:
                    raise problem(f"must be below the number of rows, {rows}: rows count from 0", "split", name, place)

    def test_rows(self, rows: int) -> tuple[int, ...]:
        """The test rows of a table with so many rows, in its order."""
        drawn = random_order(self.seed, 0, SPLIT, rows)[: round(self.share * rows)]
        return tuple(sorted((set(drawn.tolist()) | set(self.test)) - set(self.train)))
