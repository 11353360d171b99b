"""The program in Python with NumPy: as short as its options allow, and with the engine's numbers."""

from collections.abc import Iterable

from elevenlines.core.algebra import Apply, Function, Tree, names_in, walk
from elevenlines.core.written.printers.lines import WIDEST, Line, Listing, rows_as_text
from elevenlines.core.written.printers.numpy_formulas import Formulas
from elevenlines.core.written.printers.precedence import say
from elevenlines.core.written.statements import (
    Assign,
    For,
    Generator,
    Given,
    If,
    Predict,
    Print,
    Program,
    Statement,
    Timetable,
    added_to,
)

_FORMULAS = Formulas()
_OWN = {  # functions for which every language has its own way
    "draw": (
        "GOLDEN = 0x9E3779B97F4A7C15",
        "",
        "def mix(bits):",
        "    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9",
        "    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB",
        "    return bits ^ (bits >> 31)",
        "",
        "def draw(epoch, use, index):",
        "    key = np.zeros(1, np.uint64)",
        "    for part in {seed}, epoch, use:",
        "        key = mix(key + part + GOLDEN)",
        "    return mix(key + (index.astype(np.uint64) + 1) * GOLDEN)",
    ),
    "mask": (
        "def mask(epoch, layer, rows, units, share):",
        "    bits = draw(epoch, 15 + layer, rows[:, None] * units + np.arange(units))",
        "    return ((bits >> 11) * 2.0**-53 >= share) / (1 - share)",
    ),
}


def print_program(program: Program) -> list[Line]:
    """The lines of a program."""
    listing, functions = Listing(), program.functions
    if any(part.op == "erf" for function in functions for part in _operations(function.trees)):
        listing.add("import math", "Only for erf, which NumPy does not have.")
    listing.add("import numpy as np", "All that the program needs.")
    for function in functions:
        listing.plain(_function(function, program.seed), function.meaning)
    listing.blank()
    _print_all(listing, program.data)
    listing.blank()
    _print_all(listing, (*program.start, *program.training))
    listing.blank()
    _print_all(listing, program.end)
    return listing.lines


def _operations(trees: Iterable[Tree]) -> Iterable[Apply]:
    return (part for tree in trees for part in walk(tree) if isinstance(part, Apply))


def _function(function: Function, seed: int) -> list[str]:
    if function.result is None:
        return [row.replace("{seed}", str(seed)) for row in _OWN[function.name]]
    steps = [f"    {name} = {_FORMULAS.text(tree)}" for name, tree in function.steps]
    head = f"def {function.name}({', '.join(function.parameters)}):"
    return [head, *steps, f"    return {_FORMULAS.text(function.result)}"]


def _print_all(listing: Listing, statements: Iterable[Statement]) -> None:
    for statement in statements:
        _print(listing, statement)


def _print(listing: Listing, statement: Statement) -> None:
    if isinstance(statement, Assign):
        _print_assignment(listing, statement)
    elif isinstance(statement, Given):
        _print_given(listing, statement)
    elif isinstance(statement, Generator):
        listing.add(f"random = np.random.RandomState({statement.seed})", statement.meaning, (), ("random",))
    elif isinstance(statement, Timetable):
        pairs = ", ".join(f"{epoch}: {say(value)}" for epoch, value in statement.values.items())
        listing.add(f"{statement.name} = {{{pairs}}}", statement.meaning, (), (statement.name,))
    elif isinstance(statement, If):
        _print_if(listing, statement)
    elif isinstance(statement, Predict):
        _print_all(listing, statement.steps)
    elif isinstance(statement, For):
        _print_for(listing, statement)
    elif isinstance(statement, Print):
        text = f'print("{statement.label}", {statement.name})'
        if statement.is_table:
            text = f'print("{statement.label}", *{statement.name}.tolist(), sep="\\n")'
        listing.add(text, statement.meaning, (statement.name,), (), statement.traced)


def _print_assignment(listing: Listing, statement: Assign) -> None:
    names, trees = statement.names, statement.trees
    reads = [name for tree in trees for name in names_in(tree)]
    if len(names) == 1 and isinstance(trees[0], Apply) and trees[0].op == "length":
        _print_length(listing, trees[0].terms)
        listing.add(f"{names[0]} = np.sqrt(squares)", statement.meaning, ("squares",), names, statement.traced)
        return
    more = added_to(names[0], trees[0]) if len(names) == 1 else None
    if more is not None:
        listing.add(f"{names[0]} += {_FORMULAS.text(more)}", statement.meaning, reads, names, statement.traced)
        return
    if statement.places is not None:
        reads = [*names, *reads]
    listing.add(_assignment(statement), statement.meaning, reads, names, statement.traced)


def _assignment(statement: Assign) -> str:
    places = "" if statement.places is None else f"[{list(statement.places)}]"
    left = ", ".join(f"{name}{places}" for name in statement.names)
    return f"{left} = {', '.join(map(_FORMULAS.text, statement.trees))}"


def _print_length(listing: Listing, arrays: Iterable[Tree]) -> None:
    """The squared length of several arrays, one after the other."""
    meaning = "The squared length of the gradient so far."
    for number, array in enumerate(arrays):
        before = ["squares"] if number else []
        text = f"squares {'+=' if number else '='} np.sum({_FORMULAS.text(array**2)})"
        listing.add(text, meaning, [*before, *names_in(array)], ("squares",))


def _print_given(listing: Listing, statement: Given) -> None:
    name, meaning, values = statement.name, statement.meaning, statement.values
    if statement.drawn is not None:
        text = f"{name} = {_FORMULAS.text(statement.drawn)}"
        listing.add(text, meaning, names_in(statement.drawn), (name,), statement.traced)
        return
    if statement.kind == "rows":
        listing.add(f"{name} = {values.tolist()}", meaning, (), (name,), statement.traced)
        return
    texts = rows_as_text(values, is_exact=statement.kind == "parameters")
    whole = f"{name} = np.array([{','.join(texts)}])"
    if len(whole) <= WIDEST:
        listing.add(whole, meaning, (), (name,), statement.traced)
        return
    listing.add(f"{name} = np.array([", meaning, (), (name,), statement.traced)
    listing.rows(texts, name, meaning)
    listing.add("])", meaning, (), (name,))


def _print_if(listing: Listing, statement: If) -> None:
    condition = _FORMULAS.text(statement.condition)
    asked = names_in(statement.condition)
    if statement.then is None:
        listing.add(f"if {condition}: break", statement.meaning, asked, (), statement.traced)
        return
    then = statement.then
    reads = [*(name for tree in then.trees for name in names_in(tree)), *asked]
    listing.add(f"if {condition}: {_assignment(then)}", statement.meaning, reads, then.names, statement.traced)


def _print_for(listing: Listing, statement: For) -> None:
    span = [str(statement.stop)]
    if statement.first or statement.step is not None:
        span.insert(0, str(statement.first))
    if statement.step is not None:
        span.append(str(statement.step))
    listing.add(f"for {statement.counter} in range({', '.join(span)}):", statement.meaning)
    with listing.deeper():
        _print_all(listing, statement.body)
