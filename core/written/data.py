"""The data of a program: the table, what of it enters the network, and the rows that are set aside."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.algebra import Name, Number, Op, Tree, apply
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.expressions import Column, Constant, Expression, evaluate, is_constant
from elevenlines.core.spec.features import Entrance
from elevenlines.core.written.course import Course
from elevenlines.core.written.statements import Kind, Step, Writing

_OPS: dict[str, Op] = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power",
    "sin": "sin", "cos": "cos", "exp": "exp", "abs": "abs", "sqrt": "sqrt", "tanh": "tanh"}  # fmt: skip


def write_data(writing: Writing, course: Course) -> None:
    """Inputs and targets, as the first pass finds them: X and y are the training rows."""
    table, features, data = course.spec.table, course.spec.features, course.spec.data
    # whole numbers have no negative powers, and no room for products of many cells
    is_steep = any("**" in formula or formula.count("*") > 2 for formula in features.formulas or ())  # noqa: PLR2004  (three)
    kind: Kind = "parameters" if is_steep else "cells"
    writing.give("X", data.columns, "The inputs, one row for each example.", kind)
    writing.give("y", np.array(table.targets), "The targets that belong to the rows.", "cells")
    if data.entrance.formulas is not None:
        writing.traced["X"] = "" if not course.is_whole else "l0_made" if features.standardise else "l0"
        writing.let("X", made(data.entrance, "X"), "What enters the network: formulas of the columns.")
    if course.has_test:
        tested = np.array(course.spec.test_rows)
        writing.give("test", tested, "The rows that are set aside: no weight hears of them.", "rows")
        writing.let("train", apply("all_but", Name("X"), Name("test")), "The rows to train with.")
    if features.standardise:
        _write_standardising(writing, course)
    if course.has_test:
        writing.let_all({"all_X": Name("X"), "all_y": Name("y")}, "All rows, for the end.")
        writing.traced |= {"X": "", "y": ""} if course.is_batched else {"X": "l0", "y": "y"}
        rows = {name: apply("rows_of", Name(name), Name("train")) for name in ("X", "y")}
        writing.let_all(rows, "From here on the training rows alone.")


def _write_standardising(writing: Writing, course: Course) -> None:
    entrance = course.spec.data.entrance
    rows = apply("rows_of", Name("X"), Name("train")) if course.has_test else Name("X")
    measures = {"mean": "l0_mean", "deviation": "l0_deviation"}
    constant = np.flatnonzero((entrance.mean == 0.0) & (entrance.deviation == 1.0))
    if course.spec.features.statistics is not None or not _can_be_measured(course, constant):
        writing.give("mean", entrance.mean, "The mean of each input, as it was when training began.")
        writing.give("deviation", entrance.deviation, "The deviation of each input then.")
        writing.traced |= measures
    else:
        writing.traced |= dict.fromkeys(measures, "") if len(constant) else measures
        taken = {"mean": apply("mean_of_rows", rows), "deviation": apply("deviation_of_rows", rows)}
        writing.let_all(taken, "Of each input, in training.")
        writing.traced |= measures
        if len(constant):
            kept = {"mean": Number(0.0), "deviation": Number(1.0)}
            writing.let_all(kept, "What never changes stays as it is.", tuple(constant.tolist()))
    writing.traced["X"] = "l0" if course.is_whole else ""
    writing.let("X", standardised(Name("X")), "Every input with mean 0 and deviation 1.")


def _can_be_measured(course: Course, constant: NDArray[np.intp]) -> bool:
    """Whether mean and deviation are what comes out of their plain formulas, which do not see tiny numbers."""
    data = course.spec.data
    rows = data.entrance.make(data.columns)[data.training.numbers]
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    mean[constant], deviation[constant] = 0.0, 1.0
    return np.array_equal(mean, data.entrance.mean) and np.array_equal(deviation, data.entrance.deviation)


def standardised(inputs: Tree, mean: str = "mean", deviation: str = "deviation") -> Tree:
    """Inputs measured from their mean in their deviation."""
    return (inputs - Name(mean)) / Name(deviation)


def made(entrance: Entrance, table: str) -> Tree:
    """What the formulas make of the columns of a table."""
    assert entrance.formulas is not None
    columns = {name: apply("column_of", Name(table), number) for number, name in enumerate(entrance.columns)}
    return apply("columns", Name(table), *(formula_of(formula, columns) for formula in entrance.formulas))


def formula_of(expression: Expression, columns: Mapping[str, Tree]) -> Tree:
    """What somebody typed, as a tree; `columns` says what stands for each column. What no column is in is a number."""
    if isinstance(expression, Column):
        return columns[expression.name]
    if isinstance(expression, Constant) or is_constant(expression):
        value = float(evaluate(expression, {"": np.zeros(1)})[0])
        return Number(value, has_point=value == 0.0 and bool(np.signbit(value)))  # else -0 would be a whole 0
    terms = [formula_of(term, columns) for term in expression.terms]
    if expression.symbol == "-" and len(terms) == 1:
        return -terms[0]
    return apply(_OPS[expression.symbol], *terms)


def entering(spec: RunSpec) -> list[Step]:
    """What enters the network in a batch, and where it is made of the table's columns, how."""
    entrance = spec.data.entrance
    meaning = "The inputs of this batch, one row for each of its rows in the table."
    if entrance.formulas is None and not entrance.is_standardised:
        return [Step("l0", None, meaning, 0, has_rows=True, origin="inputs[rows]")]
    about = "The table's columns, one row for each row of this batch."
    steps = [Step("columns", None, about, 0, has_rows=True, origin="inputs[rows]")]
    inputs: Tree = Name("columns") if entrance.formulas is None else made(entrance, "columns")
    if entrance.is_standardised:
        if entrance.formulas is not None:
            about = "What the formulas make of the columns, not standardised yet."
            steps.append(Step("l0_made", inputs, about, 0, has_rows=True))
            inputs = Name("l0_made")
        mean = "What each input is measured from: its mean over the training rows, or as given."
        deviation = "What each input is measured in: its deviation there, or as given."
        steps += [
            Step("l0_mean", None, mean, 0, origin="given"),
            Step("l0_deviation", None, deviation, 0, origin="given"),
        ]
        inputs = standardised(inputs, "l0_mean", "l0_deviation")
    return [*steps, Step("l0", inputs, meaning, 0, has_rows=True)]
