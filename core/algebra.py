"""Formulas as small trees: the mathematics written once, for whoever prints it, follows it or computes with it.

Trees read like mathematics: `a * (1 - a)` with a = Name("a") is one. They are made of names, numbers, operations and
calls; what an operation is called in a language, only that language's printer knows. They keep their association:
a + (b + c) is another tree than (a + b) + c, since floating-point numbers tell the two apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

# Element by element, where a row or a column or a number stands for as many as the others have.
Elementwise = Literal[
    "add", "subtract", "multiply", "divide", "power", "negative", "greater", "less", "at_most", "at_least", "equal",
    "or", "sqrt", "abs", "sign", "exp", "log", "log1p", "expm1", "tanh", "sin", "cos", "erf", "maximum", "minimum",
    "clip", "where",
]  # fmt: skip
# Over all elements, over the rows (what is left is a row), over the units of each row (what is left is a column).
Reduction = Literal[
    "sum", "mean", "sum_of_rows", "mean_of_rows", "deviation_of_rows", "sum_of_units", "largest_of_units"
]
Other = Literal[
    "dot", "transposed", "length",  # of several arrays together, as one long vector
    "rows_of", "slice_of", "column_of", "columns",  # parts of a matrix; a matrix of columns
    "zeros", "ones", "full", "zeros_like", "ones_like",
    "count", "whole_quotient", "numbers_below", "all_but", "argsort", "larger", "lookup",
    "random_sample", "standard_normal",
]  # fmt: skip
Op = Elementwise | Reduction | Other


class Tree:
    """A formula. Its operators make larger ones."""

    def __add__(self, other: "Tree | float") -> "Apply":
        return apply("add", self, other)

    def __radd__(self, other: float) -> "Apply":
        return apply("add", other, self)

    def __sub__(self, other: "Tree | float") -> "Apply":
        return apply("subtract", self, other)

    def __rsub__(self, other: float) -> "Apply":
        return apply("subtract", other, self)

    def __mul__(self, other: "Tree | float") -> "Apply":
        return apply("multiply", self, other)

    def __rmul__(self, other: float) -> "Apply":
        return apply("multiply", other, self)

    def __truediv__(self, other: "Tree | float") -> "Apply":
        return apply("divide", self, other)

    def __rtruediv__(self, other: float) -> "Apply":
        return apply("divide", other, self)

    def __pow__(self, other: "Tree | float") -> "Apply":
        return apply("power", self, other)

    def __neg__(self) -> "Apply":
        return apply("negative", self)

    def __gt__(self, other: "Tree | float") -> "Apply":
        return apply("greater", self, other)

    def __lt__(self, other: "Tree | float") -> "Apply":
        return apply("less", self, other)

    def __ge__(self, other: "Tree | float") -> "Apply":
        return apply("at_least", self, other)

    def __le__(self, other: "Tree | float") -> "Apply":
        return apply("at_most", self, other)

    @property
    def transposed(self) -> "Apply":
        """Rows as columns."""
        return apply("transposed", self)


@dataclass(frozen=True)
class Name(Tree):
    """A variable."""

    text: str


@dataclass(frozen=True)
class Counter(Tree):
    """What a loop counts by: its epoch, its first row."""

    text: str


@dataclass(frozen=True)
class Number(Tree):
    """A number that stands in the formula.

    Attributes:
        value: of it.
        has_point: whether it is written with a point even if it is whole, for languages that make integers of 1 and 2.
    """

    value: float
    has_point: bool = False


@dataclass(frozen=True)
class Constant(Tree):
    """A number that has a name everywhere."""

    name: Literal["pi", "infinity"]


@dataclass(frozen=True)
class Apply(Tree):
    """An operation on terms."""

    op: Op
    terms: tuple[Tree, ...]


@dataclass(frozen=True)
class Function:
    """A function that a program defines where it needs it, after those that it calls.

    Attributes:
        name: of it.
        parameters: of it.
        result: in terms of parameters and steps; None: every language has its own way, see the printers.
        meaning: a sentence about it.
        steps: what it computes before, by name.
        needs: functions that its own way calls where it has no result.
        place: in the order in which functions are defined, hence after those that this one calls.
    """

    name: str
    parameters: tuple[str, ...]
    result: Tree | None
    meaning: str
    steps: tuple[tuple[str, Tree], ...] = ()
    needs: "tuple[Function, ...]" = ()
    place: int = field(default_factory=count().__next__, compare=False)

    def __call__(self, *terms: Tree | float) -> "Call":
        """A call of it."""
        return Call(self, tuple(map(tree_of, terms)))

    @property
    def trees(self) -> tuple[Tree, ...]:
        """All that it computes."""
        return (*(tree for _, tree in self.steps), *(() if self.result is None else (self.result,)))


@dataclass(frozen=True)
class Call(Tree):
    """A function's value."""

    function: Function
    terms: tuple[Tree, ...]


@dataclass(frozen=True)
class Word(Tree):
    """A tree that has a word of its own in the article: who explains says the word, who computes takes the tree.

    Attributes:
        text: "nonlin", "tanh".
        term: what the word is said of.
        is_slope: whether its derivative is meant: nonlin(l1, deriv=True).
        tree: what it means.
    """

    text: str
    term: Tree
    is_slope: bool
    tree: Tree


def tree_of(term: Tree | float) -> Tree:
    """A number as a tree; a tree as it is."""
    return term if isinstance(term, Tree) else Number(float(term))


def apply(op: Op, *terms: Tree | float) -> Apply:
    """An operation on terms, which may be plain numbers."""
    return Apply(op, tuple(map(tree_of, terms)))


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """What stands directly in it."""
    if isinstance(tree, Apply | Call):
        return tree.terms
    return (tree.term,) if isinstance(tree, Word) else ()


def walk(tree: Tree) -> Iterator[Tree]:
    """It and all that stands in it, from left to right; of words what they are said of."""
    yield tree
    for part in parts_of(tree):
        yield from walk(part)


def names_in(tree: Tree) -> list[str]:
    """The variables that it reads, from left to right, as often as they stand there."""
    return [part.text for part in walk(tree) if isinstance(part, Name)]


def functions_in(tree: Tree) -> Iterator[Function]:
    """The functions that it calls, and those that they call."""
    for part in walk(tree):
        if isinstance(part, Call):
            yield part.function
            yield from part.function.needs
            for inner in part.function.trees:
                yield from functions_in(inner)


def substituted(tree: Tree, known: Mapping[str, Tree]) -> Tree:
    """The tree with other trees in place of some names."""
    if isinstance(tree, Name):
        return known.get(tree.text, tree)
    if isinstance(tree, Apply | Call):
        return replace(tree, terms=tuple(substituted(term, known) for term in tree.terms))
    if isinstance(tree, Word):
        return replace(tree, term=substituted(tree.term, known), tree=substituted(tree.tree, known))
    return tree


def spelt(tree: Tree) -> Tree:
    """The tree with words spelt out, and without factors that are 1."""
    if isinstance(tree, Word):
        return spelt(tree.tree)
    if isinstance(tree, Call):
        return replace(tree, terms=tuple(map(spelt, tree.terms)))
    if not isinstance(tree, Apply):
        return tree
    terms = tuple(map(spelt, tree.terms))
    if tree.op == "multiply":
        left, right = terms
        if left == Number(1.0):
            return right
        if isinstance(right, Apply) and right.op == "ones_like":
            return left
    return replace(tree, terms=terms)
