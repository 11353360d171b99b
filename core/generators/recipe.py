"""A recipe says all that decides a made table: which data set, how many points, how noisy, from which seed."""

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, ConfigDict, Field, model_validator

from elevenlines.core.generators.draws import NOISE, Draws
from elevenlines.core.generators.registry import GENERATORS, Generator
from elevenlines.core.spec.expressions import ExpressionError, evaluate, parse
from elevenlines.core.spec.fields import Count, Model, Number, one_of, problem
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.types import Array, Integers

COLUMNS = ("x",)  # what a formula may name
DIGITS = 3  # behind the point: short to read and to send, and the last bit of a machine's sine does not show

_name, _name_schema = one_of(GENERATORS)


def _is_expression(text: str) -> str:
    try:
        parse(text, COLUMNS)
    except ExpressionError as error:
        raise problem(error.message, position=error.position) from error
    return text


Formula = Annotated[str, Field(strict=True), AfterValidator(_is_expression)]


class Sample(Model):
    """Which points of a data set are drawn."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"points": 200, "noise": 0.1, "seed": 1, "formula": None}]}
    )

    points: Annotated[Count, Field(ge=LIMITS.points_least, le=LIMITS.rows, description="how many rows")] = 200
    noise: Annotated[
        Number, Field(ge=0, le=LIMITS.noise, description="a standard deviation; each data set says of what")
    ] = 0.1
    seed: Annotated[Count, Field(ge=0, le=LIMITS.seed, description="fixes the points; the weights have their own")] = 1
    formula: Annotated[Formula | None, Field(description="f(x), for a data set that has a formula; null: its own")] = (
        None
    )


class Recipe(Sample):
    """A sample of a data set."""

    name: Annotated[str, AfterValidator(_name), _name_schema]

    @property
    def generator(self) -> Generator:
        """The data set."""
        return GENERATORS[self.name]

    @model_validator(mode="after")
    def _formula_belongs(self) -> "Recipe":
        if self.formula is not None and self.generator.formula is None:
            known = ", ".join(name for name, generator in GENERATORS.items() if generator.formula is not None)
            raise problem(f"is for {known} only: leave it out", "formula")
        return self


def make(recipe: Recipe) -> Table:
    """The table: a pure function of the recipe.

    A point's class is that of the place where it was drawn, before noise moves it and before it is rounded.
    """
    generator, draws = recipe.generator, Draws(recipe.points, recipe.seed)
    inputs, target = generator.make(draws, partial(_value, recipe.formula or generator.formula or "x"))
    if generator.task == "classes":
        inputs = tuple(column + recipe.noise * draws.normal(NOISE + 2 * i) for i, column in enumerate(inputs))
    else:
        target = target + recipe.noise * draws.normal(NOISE)
    return Table(
        inputs=tuple(zip(*map(_rounded, inputs), strict=True)),
        targets=tuple((value,) for value in _rounded(target)),
        input_names=generator.inputs,
        target_names=(generator.target,),
    )


def _value(formula: str, x: Array) -> Array:
    return evaluate(parse(formula, COLUMNS), {"x": x})


def _rounded(values: Array | Integers) -> list[float]:
    """Plain numbers; adding 0 makes 0 of -0."""
    return [float(value) for value in np.round(values, DIGITS) + 0.0]
