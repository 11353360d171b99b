"""Formulas that people type: Python's own precedence, NumPy's numbers, errors that point at the character."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.spec.expressions import FUNCTIONS, ExpressionError, evaluate, parse, quoted
from elevenlines.core.spec.limits import LIMITS

NAMES = ("x", "y", "petal length")
COLUMNS = {"x": np.array([1.5, -2.0, 0.0]), "y": np.array([0.3, 2.0, -1.0]), "petal length": np.array([1.0, 2.0, 3.0])}
NAMESPACE = {"np": np, "x": COLUMNS["x"], "y": COLUMNS["y"], "p": COLUMNS["petal length"], "__builtins__": {}}


def by_python(text: str) -> np.ndarray:
    """The same formula as Python itself reads it."""
    functions = {name: getattr(np, name) for name in FUNCTIONS}
    with np.errstate(all="ignore"):
        value = eval(text.replace("`petal length`", "p"), {**NAMESPACE, **functions})  # noqa: S307  (our own texts: the oracle)
        return np.broadcast_to(value, 3)


@pytest.mark.parametrize(
    "text",
    [
        "x**2 - sin(3*y)",
        "-x**2",
        "2**-1",
        "2**3**2",
        "(2**3)**2",
        "x-(y-1)-y",
        "x/(y*2)/y",
        "-(-x)+--y",
        "(-x)**2*-2",
        "2*-x**2**y",
        "`petal length`*2e-1 + .5",
        "exp(-(x**2+y**2))*cos(x)",
        "sqrt(x)/0",
        "+tanh(abs(x))",
    ],
)
def test_a_formula_means_what_it_means_in_python(text: str) -> None:
    tree = parse(text, NAMES)
    found = evaluate(tree, COLUMNS)
    np.testing.assert_array_equal(found, by_python(text))


_leaves = st.sampled_from(["x", "y", "`petal length`", "2", "0.5", "3"])
FORMULAS = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "-", "*", "/", "**"]), inner).map("".join),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"({text})"),
        st.tuples(st.sampled_from(list(FUNCTIONS)), inner).map(lambda pair: f"{pair[0]}({pair[1]})"),
    ),
    max_leaves=8,
)


@given(FORMULAS)
def test_random_formulas_too(text: str) -> None:
    if len(text) > LIMITS.expression:
        return
    tree = parse(text, NAMES)
    with np.errstate(all="ignore"):
        known = by_python(text.replace("2", "2.0").replace("3", "3.0"))  # Python's own 2**-1 and 3**3**3 stay whole
    found = evaluate(tree, COLUMNS)
    np.testing.assert_allclose(found, known, rtol=1e-12, equal_nan=True)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "missing here"),
        ("x^2", 1, r"write \*\*"),
        ("x y", 2, "operator is missing"),
        ("2(x)", 1, "operator is missing"),
        ("sin x", 4, r"sin\(...\)"),
        ("y*(x", 2, "not closed"),
        ("x)", 1, r"\) is not expected"),
        ("1 + foo", 4, "columns are x, y, `petal length`"),
        ("x + ", 3, "missing here"),
        ("x*/y", 2, "missing before /"),
        ("3..2", 2, "operator is missing"),
        ("1e9", 0, "at most 1,000,000"),
        ("x $", 2, "no meaning"),
        ("`", 0, "no meaning"),
        ("sin()", 4, "missing before"),
        ("(" * 60 + "x", 30, "too deeply"),
        ("x+" * 150 + "x", 200, "longer than 200"),
        ("__import__(x)", 0, "neither a column"),
        ("x.real", 1, "no meaning"),
    ],
)
def test_what_is_no_formula_is_said_where(text: str, position: int, words: str) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        parse(text, NAMES)
    assert caught.value.position == position


def test_names_that_are_no_words_stand_in_backticks() -> None:
    names = {"x": "x", "petal length": "`petal length`", "a*b": "`a*b`", "\u00e4": "\u00e4"}
    assert {name: quoted(name) for name in names} == names


def test_a_column_may_be_called_like_a_function() -> None:
    columns = {"sin": np.array([0.5, 2.0])}
    for text in ("sin", "`sin`", "sin + 0*sin(sin)"):
        np.testing.assert_array_equal(evaluate(parse(text, ("sin",)), columns), columns["sin"])
