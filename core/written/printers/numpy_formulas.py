"""Formulas as Python with NumPy."""

from dataclasses import dataclass
from math import isfinite

from elevenlines.core.algebra import Apply, Call, Constant, Counter, Name, Number, Tree, Word, names_in
from elevenlines.core.written.printers.precedence import ATOM, INFIX, MINUS, POWER, Text, infix, say

_SIGNS = {
    "or": "or", "equal": "==", "greater": ">", "less": "<", "at_most": "<=", "at_least": ">=", "add": "+",
    "subtract": "-", "multiply": "*", "divide": "/", "whole_quotient": "//",
}  # fmt: skip
_CALLS = {
    **{
        name: f"np.{name}({{}})"
        for name in ("abs", "sign", "sqrt", "exp", "log", "log1p", "expm1", "tanh", "sin", "cos")
    },
    **{
        name: f"np.{name}({{}})" for name in ("maximum", "minimum", "clip", "where", "sum", "mean", "dot", "zeros_like")
    },
    "ones_like": "np.ones_like({})",
    "erf": "np.vectorize(math.erf, otypes=[float])({})",
    "sum_of_rows": "np.sum({}, axis=0)",
    "sum_of_units": "np.sum({}, axis=1, keepdims=True)",
    "largest_of_units": "np.max({}, axis=1, keepdims=True)",
    "count": "len({})",
    "numbers_below": "np.arange({})",
    "larger": "max({})",
    "argsort": 'np.argsort({}, kind="stable")',
    "ones": "np.ones({})",
}
_CONSTANTS = {"pi": "np.pi", "infinity": "np.inf"}


@dataclass(frozen=True)
class Formulas:
    """How formulas are written.

    Attributes:
        power: the sign of a power, with or without spaces around it.
        speaks: whether the article's words stand there, nonlin(l1, deriv=True), and not what they mean.
    """

    power: str = " ** "
    speaks: bool = False

    def text(self, tree: Tree) -> str:
        """A formula as text."""
        return self.of(tree).text

    def of(self, tree: Tree) -> Text:  # noqa: PLR0911  (one for each kind of tree)
        """A formula, and how tightly it binds."""
        if isinstance(tree, Name | Counter):
            return Text(tree.text)
        if isinstance(tree, Number):
            return _number(tree)
        if isinstance(tree, Constant):
            return Text(_CONSTANTS[tree.name])
        if isinstance(tree, Call):
            return Text(f"{tree.function.name}({self._list(tree.terms)})")
        if isinstance(tree, Word):
            if not self.speaks:
                return self.of(tree.tree)
            return Text(f"{tree.text}({self.text(tree.term)}{', deriv=True' * tree.is_slope})")
        assert isinstance(tree, Apply)
        return self._apply(tree)

    def _list(self, terms: tuple[Tree, ...]) -> str:
        return ", ".join(map(self.text, terms))

    def _apply(self, tree: Apply) -> Text:
        op, terms = tree.op, tree.terms
        if op in INFIX:
            return infix(_SIGNS[op], op, self.of(terms[0]), self.of(terms[1]))
        if op == "negative":
            return Text(f"-{self.of(terms[0]).within(MINUS)}", MINUS)
        if op == "power":
            base, exponent = self.of(terms[0]), self.of(terms[1])
            return Text(f"{base.within(ATOM)}{self.power}{exponent.within(MINUS)}", POWER)
        if op in _CALLS:
            return Text(_CALLS[op].format(self._list(terms)))
        made: Text = getattr(self, f"_{op}")(*terms)
        return made

    def _transposed(self, matrix: Tree) -> Text:
        return Text(f"{self.of(matrix).within(ATOM)}.T")

    def _rows_of(self, matrix: Tree, rows: Tree) -> Text:
        return Text(f"{self.of(matrix).within(ATOM)}[{self.text(rows)}]")

    def _slice_of(self, vector: Tree, size: Tree) -> Text:
        return Text(f"{self.text(vector)}[start:start + {self.text(size)}]")

    def _column_of(self, matrix: Tree, number: Tree) -> Text:
        return Text(f"{self.text(matrix)}[:, {self.text(number)}]")

    def _columns(self, table: Tree, *columns: Tree) -> Text:
        tight = Formulas("**", self.speaks)  # as formulas are typed
        texts = [
            tight.text(column) if names_in(column) else f"np.full(len({tight.text(table)}), {tight.text(column)})"
            for column in columns
        ]
        return Text(f"np.column_stack([{', '.join(texts)}])")

    def _mean_of_rows(self, matrix: Tree) -> Text:
        return Text(f"np.mean({self.text(matrix)}, axis=0)")

    def _deviation_of_rows(self, matrix: Tree) -> Text:
        return Text(f"np.std({self.text(matrix)}, axis=0)")

    def _all_but(self, matrix: Tree, rows: Tree) -> Text:
        return Text(f"np.delete(np.arange(len({self.text(matrix)})), {self.text(rows)})")

    def _lookup(self, table: Tree, key: Tree, otherwise: Tree) -> Text:
        return Text(f"{self.text(table)}.get({self.text(key)}, {self.text(otherwise)})")

    def _length(self, *arrays: Tree) -> Text:
        squares = " + ".join(f"np.sum({self.of(array).within(POWER)}{self.power}2)" for array in arrays)
        return Text(f"np.sqrt({squares})")

    def _random_sample(self, random: Tree, *shape: Tree) -> Text:
        return Text(f"{self.text(random)}.random_sample(({self._list(shape)}))")

    def _standard_normal(self, random: Tree, *shape: Tree) -> Text:
        return Text(f"{self.text(random)}.standard_normal(({self._list(shape)}))")

    def _zeros(self, *shape: Tree) -> Text:
        return Text(f"np.zeros(({self._list(shape)}))" if len(shape) > 1 else f"np.zeros({self._list(shape)})")

    def _full(self, fan_in: Tree, fan_out: Tree, value: Tree) -> Text:
        return Text(f"np.full(({self._list((fan_in, fan_out))}), {self.text(value)})")


def _number(number: Number) -> Text:
    if not isfinite(number.value):
        return Text(f"np.float64('{number.value}')")
    text = repr(number.value) if number.has_point else say(number.value)
    return Text(text, MINUS if text.startswith("-") else ATOM)
