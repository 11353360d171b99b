"""Features are what enters the network: the table's columns as they are, or formulas of them; standardised if asked.

Standardised means (value - mean) / deviation, with the mean and the standard deviation of the training rows alone, so
that test rows stay unknown. A column that never changes there is left as it is: the article's column of ones would
be a column of zeros.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from elevenlines.core.spec.expressions import Applied, Column, Expression, ExpressionError, evaluate, parse, written
from elevenlines.core.spec.fields import Flag, Model, Number, Vector, problem
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array

TINY = 1e-100  # the squares of smaller numbers lose digits, and vanish below 1e-162
Formula = Annotated[str, Field(strict=True, min_length=1, max_length=LIMITS.expression)]


class Statistics(Model):
    """What inputs are standardised with: one number for each of them."""

    mean: Vector
    deviation: tuple[Annotated[Number, Field(gt=0)], ...]


class Features(Model):
    """What enters the network."""

    formulas: Annotated[
        tuple[Formula, ...] | None,
        Field(
            min_length=1,
            max_length=LIMITS.inputs,
            description="one for each input: a column's name, or a formula such as a * b or sin(a); "
            "a name that is no plain word stands in backticks; null: every column as it is",
        ),
    ] = None
    standardise: Annotated[
        Flag, Field(description="bring every input to mean 0 and deviation 1 over the training rows")
    ] = False
    statistics: Annotated[
        Statistics | None, Field(description="standardise with these; null: with those of the training rows")
    ] = None

    @model_validator(mode="after")
    def _fits_together(self) -> "Features":
        if self.formulas is not None and len(set(self.formulas)) < len(self.formulas):
            raise problem("must name each input once", "formulas")
        if self.statistics is not None and not self.standardise:
            raise problem("are for standardised inputs: leave them out, or set standardise", "statistics")
        return self


@dataclass(frozen=True)
class Entrance:
    """What stands between the columns of a table and the network.

    Attributes:
        names: of what enters the network.
        columns: names of the table's columns, in their order.
        formulas: one for each input; None: the columns as they are.
        mean, deviation: (inputs,) each; 0 and 1 where nothing is standardised.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    formulas: tuple[Expression, ...] | None
    mean: Array
    deviation: Array
    is_standardised: bool

    @classmethod
    def of(
        cls, features: Features, columns: tuple[str, ...], table: Array, training: Sequence[int]
    ) -> "tuple[Entrance, Array]":
        """The entrance that the features ask for, and what enters by it for each row of the table.

        Args:
            features: what is asked for.
            columns: the names of the table's columns.
            table: their values, (rows, columns).
            training: the rows that statistics are taken from.

        Raises:
            PydanticCustomError: a formula cannot be read or has no value in some row, they are too much for so many
                rows, or statistics do not fit.
        """
        formulas = None if features.formulas is None else _parsed(features.formulas, columns)
        names = columns if formulas is None else tuple(_name_of(*pair) for pair in _pairs(features, formulas))
        plain = cls(names, columns, formulas, np.zeros(len(names)), np.ones(len(names)), is_standardised=False)
        if plain.parts * len(table) > LIMITS.formula_work:
            raise problem(
                f"hold {plain.parts:,} numbers, columns and signs: times rows there may be {LIMITS.formula_work:,}; "
                "use fewer or shorter ones, or fewer rows",
                "features",
                "formulas",
            )
        made = plain.make(table)
        if formulas is not None:
            _check_values(made)
        if not features.standardise:
            return plain, made
        mean, deviation = _statistics(features.statistics, made[list(training)])
        if len(mean) != len(names) or len(deviation) != len(names):
            raise problem(f"must have {len(names)} numbers, one for each input", "features", "statistics")
        entrance = cls(names, columns, formulas, mean, deviation, is_standardised=True)
        return entrance, entrance._standardised(made)

    @property
    def parts(self) -> int:
        """Numbers, columns and signs of all formulas together: how much there is to evaluate for one row."""
        return sum(map(_parts, self.formulas or ()))

    def apply(self, table: Array) -> Array:
        """What enters the network for each row: (rows, columns) -> (rows, inputs)."""
        return self._standardised(self.make(table))

    def make(self, table: Array) -> Array:
        """What the formulas make of the columns, not standardised: (rows, columns) -> (rows, inputs)."""
        if self.formulas is None:
            return table
        columns = dict(zip(self.columns, table.T, strict=True))
        return np.column_stack([evaluate(formula, columns) for formula in self.formulas])

    def written(self, table: str) -> str:
        """The same as Python with NumPy; `table` is what the array of the columns is called there."""
        if self.formulas is None:
            return table
        columns = {name: f"{table}[:, {number}]" for number, name in enumerate(self.columns)}
        made = [written(formula, columns) for formula in self.formulas]
        made = [text if f"{table}[" in text else f"np.full(len({table}), {text})" for text in made]
        return f"np.column_stack([{', '.join(made)}])"

    def _standardised(self, made: Array) -> Array:
        return (made - self.mean) / self.deviation if self.is_standardised else made


def _parts(formula: Expression) -> int:
    return 1 + sum(map(_parts, formula.terms)) if isinstance(formula, Applied) else 1


def _pairs(features: Features, formulas: tuple[Expression, ...]) -> list[tuple[str, Expression]]:
    return list(zip(features.formulas or (), formulas, strict=True))


def _name_of(text: str, formula: Expression) -> str:
    return formula.name if isinstance(formula, Column) else text


def _parsed(texts: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Expression, ...]:
    found = []
    known = tuple(name for name in columns if columns.count(name) == 1)  # of two with one name, neither can be meant
    for number, text in enumerate(texts):
        try:
            found.append(parse(text, known))
        except ExpressionError as error:
            raise problem(str(error), "features", "formulas", number, position=error.position) from error
    return tuple(found)


def _check_values(made: Array) -> None:
    """Refuses formulas that have no value somewhere, or too large a one."""
    wrong = ~(np.abs(made) <= LIMITS.feature)
    if wrong.any():
        row, number = map(int, np.argwhere(wrong)[0])
        raise problem(
            f"must have a value within ±{LIMITS.feature:g} in every row, and has none in row {row + 1}",
            "features",
            "formulas",
            number,
        )


def _statistics(given: Statistics | None, trained: Array) -> tuple[Array, Array]:
    """Mean and deviation of each input.

    A column of tiny numbers is brought to a size at which its squares do not vanish; others keep the bits they had.
    """
    if given is not None:
        return np.array(given.mean), np.array(given.deviation)
    largest = np.max(np.abs(trained), axis=0)
    scale = np.where((largest > 0.0) & (largest < TINY), TINY / np.maximum(largest, np.finfo(float).tiny), 1.0)
    mean, deviation = trained.mean(axis=0), (trained * scale).std(axis=0) / scale
    changes = np.ptp(trained, axis=0) > 0.0
    return np.where(changes, mean, 0.0), np.where(changes & (deviation > 0.0), deviation, 1.0)
