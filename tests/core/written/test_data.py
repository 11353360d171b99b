"""Formulas that somebody typed become trees with the same values."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given

from elevenlines.core.algebra import Name
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.expressions import evaluate, parse
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array
from elevenlines.core.written.data import formula_of
from elevenlines.core.written.printers.numpy_formulas import Formulas
from tests.core.spec.test_expressions import COLUMNS, FORMULAS, NAMES, NAMESPACE
from tests.core.written.test_program import check

STANDS_FOR = {"x": Name("x"), "y": Name("y"), "petal length": Name("p")}


def written(text: str) -> Array:
    """The value of a formula as a program computes it."""
    found = Formulas("**").text(formula_of(parse(text, NAMES), STANDS_FOR))
    with np.errstate(all="ignore"):
        value: Array = np.broadcast_to(eval(found, NAMESPACE), 3)  # noqa: S307  (what we wrote ourselves)
    return value


@given(FORMULAS)
def test_a_formula_keeps_its_value(text: str) -> None:
    assume(len(text) <= LIMITS.expression)
    known = evaluate(parse(text, NAMES), COLUMNS)
    np.testing.assert_allclose(written(text), known, rtol=1e-12, equal_nan=True)


@pytest.mark.parametrize(
    "text", ["x/10**400", "x*9**9**9**9**0", "x - -(2*3)**2", "(0-1)**y*x", "2**(-1/2)*y", "x*(1/0)", "x/-0"]
)
def test_what_no_column_is_in_is_written_as_its_value(text: str) -> None:
    np.testing.assert_array_equal(written(text), evaluate(parse(text, NAMES), COLUMNS))


def test_powers_of_whole_numbers(tmp_path: Path) -> None:
    table = {"inputs": [[1], [2], [1000]], "targets": [[0], [1], [1]]}
    formulas = ["a**-1", "(a/10)**5", "a*a*a*a*a*a*a / 10**12"]
    spec = {"table": table, "features": {"formulas": formulas, "standardise": True}, "training": {"epochs": 10}}
    check(RunSpec.model_validate(spec), tmp_path)
