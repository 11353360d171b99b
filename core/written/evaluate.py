"""The value of a formula, by NumPy: operation by operation as the readable engine does, and so to the same bits."""

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from elevenlines.core.algebra import Apply, Call, Constant, Name, Number, Op, Tree, Word
from elevenlines.core.types import Array

Value = Array | float
_erf = np.vectorize(math.erf, otypes=[np.float64])


def _length(*arrays: Value) -> Value:
    return float(np.sqrt(sum(float(np.sum(np.square(array))) for array in arrays)))


def _as_numbers(compare: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda left, right: compare(left, right) * 1.0


_OPERATIONS: dict[Op, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
    "greater": _as_numbers(operator.gt),
    "less": _as_numbers(operator.lt),
    "at_most": _as_numbers(operator.le),
    "at_least": _as_numbers(operator.ge),
    "equal": _as_numbers(operator.eq),
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "exp": np.exp,
    "log": np.log,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "erf": _erf,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "clip": np.clip,
    "where": np.where,
    "sum": np.sum,
    "mean": np.mean,
    "sum_of_rows": lambda x: np.sum(x, axis=0),
    "mean_of_rows": lambda x: np.mean(x, axis=0),
    "deviation_of_rows": lambda x: np.std(x, axis=0),
    "sum_of_units": lambda x: np.sum(x, axis=1, keepdims=True),
    "largest_of_units": lambda x: np.max(x, axis=1, keepdims=True),
    "dot": np.dot,
    "transposed": np.transpose,
    "length": _length,
    "larger": max,
    "ones_like": np.ones_like,
}
_CONSTANTS = {"pi": math.pi, "infinity": math.inf}


def evaluate(tree: Tree, values: Mapping[str, Value]) -> Value:
    """The value of a formula.

    Args:
        tree: of arrays and numbers; no statement of a program, and no random numbers.
        values: of the names in it.
    """
    if isinstance(tree, Name):
        return values[tree.text]
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Constant):
        return _CONSTANTS[tree.name]
    if isinstance(tree, Word):
        return evaluate(tree.tree, values)
    if isinstance(tree, Call):
        return _called(tree, values)
    assert isinstance(tree, Apply)
    found: Value = _OPERATIONS[tree.op](*(evaluate(term, values) for term in tree.terms))
    return found


def _called(call: Call, values: Mapping[str, Value]) -> Value:
    function = call.function
    assert function.result is not None
    inside = {name: evaluate(term, values) for name, term in zip(function.parameters, call.terms, strict=True)}
    for name, tree in function.steps:
        inside[name] = evaluate(tree, inside)
    return evaluate(function.result, inside)
