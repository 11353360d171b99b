"""Formulas as text: parentheses where they are needed, and every operation in every language."""

import json
import subprocess
from typing import get_args

import pytest

from elevenlines.core.algebra import Apply, Elementwise, Name, Number, Tree, Word, apply
from elevenlines.core.written.printers import javascript
from elevenlines.core.written.printers.numpy_formulas import Formulas
from elevenlines.core.written.printers.precedence import say
from tests.core.written.node import node

a, b, c = Name("a"), Name("b"), Name("c")
TERMS = {"negative": 1, "clip": 3, "where": 3}
ONE_TERM = {"sqrt", "abs", "sign", "exp", "log", "log1p", "expm1", "tanh", "sin", "cos", "erf"}
CASES: list[tuple[Tree, str, str]] = [
    (a - (b - c), "a - (b - c)", "a - (b - c)"),
    (a - b - c, "a - b - c", "a - b - c"),
    (a * (b / c), "a * (b / c)", "a * (b / c)"),
    (-a * b, "-a * b", "-a * b"),
    (-(a * b), "-(a * b)", "-(a * b)"),
    ((-a) ** 2, "(-a) ** 2", "(-a) ** 2"),
    (-(a**2), "-a ** 2", "-(a ** 2)"),
    (a ** (b**c), "a ** b ** c", "a ** b ** c"),
    (Number(-2) ** a, "(-2) ** a", "(-2) ** a"),
    (a**-2.0, "a ** -2", "a ** -2"),
    (a * (b > c), "a * (b > c)", "a * Number(b > c)"),
    (apply("where", a > 0, b + 1, c), "np.where(a > 0, b + 1, c)", "a > 0 ? b + 1 : c"),
    (2 * apply("where", a > 0, b, c), "2 * np.where(a > 0, b, c)", "2 * (a > 0 ? b : c)"),
]


@pytest.mark.parametrize(("tree", "python", "in_javascript"), CASES, ids=[python for _, python, _ in CASES])
def test_parentheses(tree: Tree, python: str, in_javascript: str) -> None:
    formulas = javascript.Formulas()
    formulas.numbers |= {"a", "b", "c"}
    assert Formulas().text(tree) == python
    assert formulas.whole(tree) == in_javascript


def test_both_languages_read_them_alike() -> None:
    values = {"a": 1.5, "b": 0.5, "c": 2.0}
    given = ", ".join(f"{name} = {value}" for name, value in values.items())
    numbers = [(python, text) for _, python, text in CASES if not any(sign in python for sign in ("np.", "(-2)"))]
    code = f"const {given}; console.log(JSON.stringify([{', '.join(text for _, text in numbers)}]));"
    printed = subprocess.run([node(), "-e", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == [eval(python, values) for python, _ in numbers]  # noqa: S307  (our own texts)


@pytest.mark.parametrize("op", get_args(Elementwise))
def test_every_language_knows_every_operation_of_elements(op: Elementwise) -> None:
    count = 1 if op in ONE_TERM else TERMS.get(op, 2)
    tree = Apply(op, (a, b, c)[:count])
    assert Formulas().text(tree)
    assert javascript.Formulas().whole(tree).startswith("each((")


def test_an_explanation_says_the_words_of_the_article() -> None:
    slope = Word("nonlin", Name("l1"), is_slope=True, tree=Name("l1") * (1 - Name("l1")))
    assert Formulas("**", speaks=True).text(a * slope) == "a * nonlin(l1, deriv=True)"
    assert Formulas().text(a * slope) == "a * (l1 * (1 - l1))"


@pytest.mark.parametrize(
    ("number", "text"), [(1.0, "1"), (0.1, "0.1"), (1e-8, "1e-08"), (2.0**60, repr(2.0**60)), (-3.0, "-3")]
)
def test_numbers_read_back_as_the_same_bits(number: float, text: str) -> None:
    assert say(number) == text
    assert float(say(number)).hex() == number.hex()
