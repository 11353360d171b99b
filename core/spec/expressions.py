"""An expression is a formula that somebody typed, as a tree: x**2 - sin(3*y).

The language is small and safe: numbers, names of columns, + - * / **, parentheses and the functions below. It is
parsed here and evaluated by NumPy on whole columns; nothing typed is ever run as a program. The rules of precedence
are Python's, so that a formula means the same in an exported program. A name that is no plain word stands in
backticks: `petal length`. A column may be called like a function: only with a parenthesis after it is sin the function.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array

FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "sin": np.sin,
    "cos": np.cos,
    "exp": np.exp,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
}
OPERATORS: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*|`[^`]*`)"
    r"|(?P<sign>\*\*|[-+*/()])"
    r"|(?P<space>\s+)"
)
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}  # how tightly; a minus before a term: 3
_MINUS = 3


class ExpressionError(ValueError):
    """The text is no expression.

    Attributes:
        message: what is wrong, in words.
        position: of the character at which it is, from 0.
    """

    def __init__(self, message: str, position: int) -> None:
        """Says what is wrong, and where."""
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True)
class Column:
    """The values of a column."""

    name: str


@dataclass(frozen=True)
class Applied:
    """An operator between two terms, a function of one, or a minus before one."""

    symbol: str
    terms: "tuple[Expression, ...]"


Expression = Constant | Column | Applied


def quoted(name: str) -> str:
    """A column's name as it stands in an expression: in backticks where it is no plain word."""
    return name if re.fullmatch(r"[^\W\d]\w*", name) else f"`{name}`"


@lru_cache(maxsize=1_024)
def parse(text: str, names: Collection[str]) -> Expression:
    """The tree of a text.

    Args:
        text: at most LIMITS.expression characters.
        names: of the columns that it may name; a tuple or a frozenset.

    Raises:
        ExpressionError: it is no expression, or names no such column.
    """
    if len(text) > LIMITS.expression:
        raise ExpressionError(f"is longer than {LIMITS.expression} characters", LIMITS.expression)
    return _Parser(text, names).whole()


def evaluate(expression: Expression, columns: Mapping[str, Array]) -> Array:
    """The value for each row, every column (rows,). Where a formula has no value (1 / 0) it is not finite."""
    with np.errstate(all="ignore"):
        return _evaluate(expression, columns)


def _evaluate(expression: Expression, columns: Mapping[str, Array]) -> Array:
    if isinstance(expression, Constant):
        return np.full(len(next(iter(columns.values()))), expression.value)
    if isinstance(expression, Column):
        return columns[expression.name]
    terms = [_evaluate(term, columns) for term in expression.terms]
    if expression.symbol in FUNCTIONS:
        return FUNCTIONS[expression.symbol](*terms)
    return np.negative(terms[0]) if len(terms) == 1 else OPERATORS[expression.symbol](*terms)


def written(expression: Expression, columns: Mapping[str, str]) -> str:
    """The expression as Python with NumPy; `columns` says what stands for each column.

    What no column is in is written as its value: Python's whole numbers would grow without end in 9**9**9.
    """
    return _written(expression, columns, 0)


def is_constant(expression: Expression) -> bool:
    """Whether no column is in it."""
    if isinstance(expression, Applied):
        return all(is_constant(term) for term in expression.terms)
    return isinstance(expression, Constant)


def _number(value: float) -> str:
    if not np.isfinite(value):
        return f"np.float64('{value}')"
    return f"{value:.0f}" if value.is_integer() and abs(value) < LIMITS.cell else repr(value)


def _written(expression: Expression, columns: Mapping[str, str], around: int) -> str:
    if isinstance(expression, Column):
        return columns[expression.name]
    if isinstance(expression, Constant) or is_constant(expression):
        value = float(evaluate(expression, {"": np.zeros(1)})[0])
        return f"({_number(value)})" if around > _MINUS and np.signbit(value) else _number(value)
    symbol, terms = expression.symbol, expression.terms
    if symbol in FUNCTIONS:
        return f"np.{symbol}({_written(terms[0], columns, 0)})"
    if len(terms) == 1:
        text, own = f"-{_written(terms[0], columns, _MINUS)}", _MINUS
    else:
        own = _BINDING[symbol]
        is_power = symbol == "**"
        left = _written(terms[0], columns, own + is_power)
        right = _written(terms[1], columns, own if is_power else own + 1)
        text = f"{left}**{right}" if is_power else f"{left} {symbol} {right}"
    return f"({text})" if own < around else text


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Parser:
    """Reads by precedence (Pratt, 1973): a term, then whatever binds tighter than what stands before it."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.names = names
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def take(self) -> _Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def whole(self) -> Expression:
        found = self.expression(0)
        if self.token.kind != "end":
            raise _unexpected(self.token)
        return found

    def expression(self, around: int) -> Expression:
        self.depth += 1
        if self.depth > LIMITS.expression_depth:
            raise ExpressionError("is nested too deeply", self.token.at)
        left = self.term()
        while self.token.text in _BINDING and _BINDING[self.token.text] > around:
            symbol = self.take().text
            # a power takes the powers to its right first: 2**3**2 is 2**9
            right = self.expression(_BINDING[symbol] - (symbol == "**"))
            left = Applied(symbol, (left, right))
        self.depth -= 1
        return left

    def term(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return self.constant(token)
        if token.kind == "name":
            is_function = token.text in FUNCTIONS and (self.token.text == "(" or token.text not in self.names)
            return self.function(token) if is_function else self.column(token)
        if token.text == "-":
            return Applied("-", (self.expression(_MINUS),))
        if token.text == "+":
            return self.expression(_MINUS)
        if token.text == "(":
            return self.closed(token)
        where = "here" if token.kind == "end" else f"before {token.text}"
        raise ExpressionError(f"a number, a column or a function is missing {where}", token.at)

    def constant(self, token: _Token) -> Constant:
        value = float(token.text)
        if value > LIMITS.cell:
            raise ExpressionError(f"numbers may be at most {LIMITS.cell:,.0f}", token.at)
        return Constant(value)

    def column(self, token: _Token) -> Column:
        name = token.text.strip("`")
        if name not in self.names:
            known = ", ".join(quoted(each) for each in list(self.names)[:8])
            more = " ..." if len(self.names) > 8 else ""  # noqa: PLR2004  (as many as stand above)
            raise ExpressionError(f"is neither a column nor a function; columns are {known}{more}", token.at)
        return Column(name)

    def function(self, token: _Token) -> Expression:
        opened = self.take()
        if opened.text != "(":
            raise ExpressionError(f"{token.text} needs parentheses: {token.text}(...)", opened.at)
        return Applied(token.text, (self.closed(opened),))

    def closed(self, opened: _Token) -> Expression:
        inside = self.expression(0)
        if self.token.text != ")":
            if self.token.kind == "end":
                raise ExpressionError("this parenthesis is not closed", opened.at)
            raise _unexpected(self.token)
        self.take()
        return inside


def _unexpected(token: _Token) -> ExpressionError:
    is_term = token.kind in {"number", "name"} or token.text == "("
    wrong = "an operator is missing before this" if is_term else f"{token.text} is not expected here"
    return ExpressionError(wrong, token.at)


def _tokens(text: str) -> list[_Token]:
    """The parts of the text, spaces left out, and an end."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            advice = "for a power write **" if text[at] == "^" else "this character has no meaning here"
            raise ExpressionError(advice, at)
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_Token(kind, match.group(), at))
        at = match.end()
    return [*found, _Token("end", "", len(text.rstrip()))]
