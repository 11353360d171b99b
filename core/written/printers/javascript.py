"""The program in JavaScript: an ES module without dependencies that prints its error when Node runs it.

Elements are written as arithmetic inside `each`, which goes over arrays: `each((l2_error, l2) => l2_error * (l2 * (1 -
l2)), l2_error, l2)`. Whole arrays go through small functions: `dot`, `sumOfRows`.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from elevenlines.core.algebra import (
    Apply,
    Call,
    Constant,
    Counter,
    Elementwise,
    Function,
    Name,
    Number,
    Tree,
    names_in,
)
from elevenlines.core.written.printers.javascript_prelude import PRELUDE, needed
from elevenlines.core.written.printers.lines import WIDEST, rows_as_text
from elevenlines.core.written.printers.precedence import ATOM, INFIX, MINUS, POWER, Text, infix, say
from elevenlines.core.written.statements import (
    Assign,
    For,
    Given,
    If,
    Predict,
    Print,
    Program,
    Report,
    Statement,
    Timetable,
    added_to,
)

_ELEMENTWISE = frozenset(get_args(Elementwise))
_SIGNS = {
    "or": "||", "equal": "===", "greater": ">", "less": "<", "at_most": "<=", "at_least": ">=", "add": "+",
    "subtract": "-", "multiply": "*", "divide": "/",
}  # fmt: skip
_COMPARISONS = {"greater", "less", "at_most", "at_least", "equal"}
_MATH = {  # of numbers
    **{name: f"Math.{name}" for name in ("abs", "sign", "sqrt", "exp", "log", "log1p", "expm1", "tanh", "sin", "cos")},
    "maximum": "Math.max", "minimum": "Math.min", "larger": "Math.max", "clip": "clip", "erf": "erf",
}  # fmt: skip
_ARRAYS = {
    "dot": "dot", "transposed": "transposed", "sum_of_rows": "sumOfRows", "mean_of_rows": "averageOfRows",
    "deviation_of_rows": "deviationOfRows", "sum_of_units": "sumOfUnits", "largest_of_units": "largestOfUnits",
    "rows_of": "rowsOf", "all_but": "allBut", "numbers_below": "range", "argsort": "argsort",
}  # fmt: skip
_TO_NUMBERS = {"sum": "sum", "mean": "average", "length": "lengthOf"}
_CALLED = {
    "dot": "sum",
    "sum_of_rows": "sum",
    "mean_of_rows": "mean",
    "sum_of_units": "sum",
    "largest_of_units": "most",
}
_CONSTANTS = {"pi": "Math.PI", "infinity": "Infinity"}
_CHOICE = -1  # binds less than anything
_INDENT = "  "


def print_program(program: Program) -> str:
    """The module as text."""
    return _Module(program).text()


class Formulas:
    """Formulas as JavaScript. Which variables are numbers it learns from what they are given."""

    def __init__(self) -> None:
        """Knows no number yet."""
        self.numbers: set[str] = set()

    def whole(self, tree: Tree) -> str:  # noqa: PLR0911  (one for each kind of tree)
        """A formula of arrays or numbers."""
        if isinstance(tree, Name):
            return tree.text
        if self.is_number(tree):
            return self.number(tree).text
        if self._is_elementwise(tree):
            return self._each(tree)
        assert isinstance(tree, Apply | Call)
        terms = ", ".join(map(self.whole, tree.terms))
        if isinstance(tree, Call):
            return f"{tree.function.name}({terms})"
        if tree.op == "columns":
            columns = ", ".join(self.number(column).text for column in tree.terms[1:])
            return f"{self.whole(tree.terms[0])}.map((x) => [{columns}])"
        if tree.op == "slice_of":
            return f"{self.whole(tree.terms[0])}.slice(start, start + {self.whole(tree.terms[1])})"
        return f"{_ARRAYS[tree.op]}({terms})"

    def is_number(self, tree: Tree) -> bool:
        """Whether its value is one number."""
        if isinstance(tree, Name):
            return tree.text in self.numbers
        if isinstance(tree, Call):
            return self._is_elementwise(tree) and all(map(self.is_number, tree.terms))
        if not isinstance(tree, Apply):
            return True
        if tree.op in _ELEMENTWISE:
            return all(map(self.is_number, tree.terms))
        return tree.op in {*_TO_NUMBERS, "larger", "count", "whole_quotient", "lookup", "column_of"}

    def _is_elementwise(self, tree: Tree) -> bool:
        if isinstance(tree, Call):
            return is_elementwise(tree.function)
        return isinstance(tree, Apply) and (tree.op in _ELEMENTWISE or tree.op == "ones_like")

    def _each(self, tree: Tree) -> str:
        """Arithmetic of elements, over the arrays that stand in it."""
        parameters: dict[str, Tree] = {}
        element = self._of_elements(tree, parameters)
        arrays = ", ".join(map(self.whole, parameters.values()))
        if isinstance(element, Call) and element.terms == tuple(map(Name, parameters)):
            return f"each({element.function.name}, {arrays})"
        return f"each(({', '.join(parameters)}) => {self.number(element).text}, {arrays})"

    def _of_elements(self, tree: Tree, parameters: dict[str, Tree]) -> Tree:
        """The tree with a name for each array in it; notes which stands for which."""
        if self.is_number(tree):
            return tree
        if self._is_elementwise(tree):
            assert isinstance(tree, Apply | Call)
            terms = tuple(self._of_elements(term, parameters) for term in tree.terms)
            return Call(tree.function, terms) if isinstance(tree, Call) else Apply(tree.op, terms)
        stem = tree.text if isinstance(tree, Name) else _CALLED.get(tree.op, "x") if isinstance(tree, Apply) else "x"
        name, number = stem, 1
        while parameters.get(name, tree) != tree:
            number += 1
            name = f"{stem}{number}"
        parameters[name] = tree
        return Name(name)

    def number(self, tree: Tree) -> Text:
        """Arithmetic of numbers, and how tightly it binds."""
        if isinstance(tree, Name | Counter):
            return Text(tree.text)
        if isinstance(tree, Number):
            text = "-0" if repr(tree.value) == "-0.0" else say(tree.value)
            text = text.replace("inf", "Infinity").replace("nan", "NaN")
            return Text(text, MINUS if text.startswith("-") else ATOM)
        if isinstance(tree, Constant):
            return Text(_CONSTANTS[tree.name])
        if isinstance(tree, Call):
            return Text(f"{tree.function.name}({self._list(tree.terms)})")
        assert isinstance(tree, Apply)
        if tree.op in _COMPARISONS:
            return Text(f"Number({self.condition(tree).text})")
        return self._apply(tree)

    def condition(self, tree: Tree) -> Text:
        """What is true or false."""
        if isinstance(tree, Apply) and tree.op in {*_COMPARISONS, "or"}:
            part = self.condition if tree.op == "or" else self.number
            return infix(_SIGNS[tree.op], tree.op, part(tree.terms[0]), part(tree.terms[1]))
        return self.number(tree)

    def _list(self, terms: Iterable[Tree]) -> str:
        return ", ".join(self.number(term).text for term in terms)

    def _apply(self, tree: Apply) -> Text:  # noqa: PLR0911  (one for each kind of operation)
        op, terms = tree.op, tree.terms
        if op == "whole_quotient":
            return Text(f"Math.floor({self.number(terms[0] / terms[1]).text})")
        if op in INFIX:
            return infix(_SIGNS[op], op, self.number(terms[0]), self.number(terms[1]))
        if op == "negative":
            return Text(f"-{self.number(terms[0]).within(ATOM)}", MINUS)
        if op == "power":
            return Text(f"{self.number(terms[0]).within(ATOM)} ** {self.number(terms[1]).within(MINUS)}", POWER)
        if op == "where":
            yes, no = self.number(terms[1]).within(0), self.number(terms[2]).within(0)
            return Text(f"{self.condition(terms[0]).within(0)} ? {yes} : {no}", _CHOICE)
        if op in _MATH:
            return Text(f"{_MATH[op]}({self._list(terms)})")
        if op in _TO_NUMBERS:
            return Text(f"{_TO_NUMBERS[op]}({', '.join(map(self.whole, terms))})")
        return Text(self._other(op, terms), _CHOICE if op == "lookup" else ATOM)

    def _other(self, op: str, terms: Sequence[Tree]) -> str:
        if op == "ones_like":
            return "1"
        if op == "count":
            return f"{self.whole(terms[0])}.length"
        if op == "column_of":
            return f"x[{self._list(terms[1:])}]"
        assert op == "lookup", op
        return f"{self.whole(terms[0])}.get({self.number(terms[1]).text}) ?? {self.number(terms[2]).text}"


def is_elementwise(function: Function) -> bool:
    """Whether it can be written for one element."""
    trees = function.trees
    return function.result is not None and all(_stays_elementwise(tree) for tree in trees)


def _stays_elementwise(tree: Tree) -> bool:
    if isinstance(tree, Call):
        return is_elementwise(tree.function) and all(map(_stays_elementwise, tree.terms))
    return not isinstance(tree, Apply) or (tree.op in _ELEMENTWISE and all(map(_stays_elementwise, tree.terms)))


class _Module:
    """A module as it is written down."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._formulas = Formulas()
        self._declared: list[set[str]] = []  # of each block around
        self._can_enter = bool(program.entrance)

    def text(self) -> str:
        """All of it."""
        program = self._program
        with_scope = [*program.data, *program.start, *program.training, *program.end]
        tally = _assigned(with_scope)
        self._declared.append(set())
        data = list(self._all(program.data, tally))
        beginning = list(self._all(program.start, tally))
        predict = self._predict()
        training = [*self._hoisted(tally), *self._all(program.training, tally)]
        end = list(self._all(program.end, _assigned(program.end)))
        functions = [line for function in program.functions for line in self._function(function)]
        body = [
            *functions, "", "// The table.", *data, "", "// The network, and what training remembers.", *beginning,
            "", *predict, "", "// Training.", *training, "", "// What has been learned.", *end, "",
            f"export {{ {', '.join(program.parameters)} }};",
        ]  # fmt: skip
        head = "// A neural network, trained by hand. Run it with Node, or import predict from it."
        return "\n".join([head, *self._prelude("\n".join(body)), *body, ""])

    def _prelude(self, body: str) -> list[str]:
        meanings = {function.name: function.meaning for function in self._program.functions}
        found: list[str] = []
        for name in needed(body):
            text = PRELUDE[name].replace("{seed}", str(self._program.seed))
            rows = text.replace(f"{{{name}}}", meanings.get(name, "")).split("\n")
            found += ["", *rows] if len(rows) > 1 or not found else rows
        return found

    def _function(self, function: Function) -> list[str]:
        if function.result is None:
            return []  # it stands in the prelude
        formulas = Formulas()
        if is_elementwise(function):
            formulas.numbers |= {*function.parameters, *(name for name, _ in function.steps)}
        result = formulas.whole(function.result)
        lines = ["", f"// {function.meaning}"]
        if not function.steps:
            return [*lines, f"const {function.name} = ({', '.join(function.parameters)}) => {result};"]
        steps = [f"{_INDENT}const {name} = {formulas.whole(tree)};" for name, tree in function.steps]
        head = f"function {function.name}({', '.join(function.parameters)}) {{"
        return [*lines, head, *steps, f"{_INDENT}return {result};", "}"]

    def _predict(self) -> list[str]:
        """The functions that predict: what enters the network, and rows of the table's columns."""
        program = self._program
        self._declared.append({"X"})
        steps = [f"{_INDENT}{line}" for line in self._all(program.prediction, _assigned(program.prediction))]
        entrance = [f"{_INDENT}{line}" for line in self._all(program.entrance, Tally())]
        self._declared.pop()
        result = [*steps, f"{_INDENT}return {program.output};", "}"]
        meaning = "// What the network says of rows of the table's columns."
        if not entrance:
            return [meaning, "export function predict(X) {", *result]
        whole = [meaning, "export function predict(X) {", *entrance, f"{_INDENT}return forward(X);", "}"]
        return ["// What the network says of what enters it.", "function forward(X) {", *result, "", *whole]

    def _called(self) -> str:
        return "forward(X)" if self._can_enter else "predict(X)"

    def _hoisted(self, tally: Tally[str]) -> list[str]:
        """What the loop gives values to that is read after it has to be declared before it."""
        inside = _assigned(self._program.training).keys() - self._declared[-1]
        wanted = [name for name in _read_first(self._program.end) if name in inside]
        self._declared[-1].update(wanted)
        for name in wanted:
            tally[name] += 1
        return [f"let {', '.join(wanted)};"] if wanted else []

    def _all(self, statements: Iterable[Statement], tally: Tally[str]) -> Iterator[str]:
        for statement in statements:
            yield from self._statement(statement, tally)

    def _statement(self, statement: Statement, tally: Tally[str]) -> Iterator[str]:
        if isinstance(statement, Assign):
            yield from self._assign(statement, tally)
        elif isinstance(statement, Given):
            yield from self._given(statement, tally)
        elif isinstance(statement, Timetable):
            pairs = ", ".join(f"[{epoch}, {say(value)}]" for epoch, value in statement.values.items())
            yield f"const {statement.name} = new Map([{pairs}]);"
        elif isinstance(statement, If):
            then = "break;" if statement.then is None else " ".join(self._assign(statement.then, tally))
            then = f"{{ {then} }}" if then.count(";") > 1 else then
            yield f"if ({self._formulas.condition(statement.condition).text}) {then}"
        elif isinstance(statement, For):
            yield from self._for(statement)
        elif isinstance(statement, Report):
            first = "" if statement.first % statement.every == 0 else f"j === {statement.first} || "
            asked = f"{first}j % {statement.every} === 0"
            yield f'if ({asked}) console.log("error", errorOf(y, {self._called()}));'
        elif isinstance(statement, Predict):
            yield f"{self._declare(statement.output, tally)}{statement.output} = {self._called()};"
        elif isinstance(statement, Print):
            yield from _print(statement)

    def _assign(self, statement: Assign, tally: Tally[str]) -> Iterator[str]:
        for name, tree in zip(statement.names, statement.trees, strict=True):
            value = self._formulas.whole(tree)
            if statement.places is not None:
                yield f"for (const i of {list(statement.places)}) {name}[i] = {value};"
                continue
            if self._formulas.is_number(tree):
                self._formulas.numbers.add(name)
                more = added_to(name, tree)
                if more is not None:
                    yield f"{name} += {self._formulas.whole(more)};"
                    continue
            yield f"{self._declare(name, tally)}{name} = {value};"

    def _declare(self, name: str, tally: Tally[str]) -> str:
        if any(name in names for names in self._declared):
            return ""
        self._declared[-1].add(name)
        return "let " if tally[name] > 1 else "const "

    def _given(self, statement: Given, tally: Tally[str]) -> Iterator[str]:
        name, values = statement.name, statement.values
        start = f"{self._declare(name, tally)}{name} ="
        if statement.drawn is not None and (values == values.flat[0]).all():
            shape = ", ".join(map(str, values.shape))
            yield f"{start} filled({say(values.flat[0])}, {shape});"
            return
        rows = rows_as_text(values, is_exact=False, between=", ")
        whole = f"{start} [{', '.join(rows)}];"
        if len(whole) <= WIDEST:
            yield whole
            return
        yield f"{start} ["
        yield from (f"{_INDENT}{row}," for row in rows)
        yield "];"

    def _for(self, statement: For) -> Iterator[str]:
        counter, step = statement.counter, statement.step
        on = f"{counter}++" if step is None else f"{counter} += {step}"
        yield f"for (let {counter} = {statement.first}; {counter} < {statement.stop}; {on}) {{"
        self._declared.append(set())
        yield from (f"{_INDENT}{line}" for line in self._all(statement.body, _assigned(statement.body)))
        self._declared.pop()
        yield "}"


def _print(statement: Print) -> Iterator[str]:
    if not statement.is_table:
        yield f'console.log("{statement.label}", {statement.name});'
        return
    yield f'console.log("{statement.label}");'
    yield f"for (const row of {statement.name}) console.log(JSON.stringify(row));"


def _assigned(statements: Iterable[Statement]) -> Tally[str]:
    """How often each variable is given a value, in a block and those inside it."""
    found: Tally[str] = Tally()
    for statement in statements:
        if isinstance(statement, Assign):
            found.update(statement.names)
        elif isinstance(statement, Given | Timetable):
            found[statement.name] += 1
        elif isinstance(statement, Predict):
            found[statement.output] += 1
        elif isinstance(statement, If) and statement.then is not None:
            found.update(statement.then.names)
        elif isinstance(statement, For):
            found.update(_assigned(statement.body))
    return found


def _read_first(statements: Iterable[Statement]) -> list[str]:
    """The variables that are read before they are given a value there, each once."""
    known: set[str] = set()
    found: dict[str, None] = {}
    for statement in statements:
        reads = [name for tree in statement.trees for name in names_in(tree)] if isinstance(statement, Assign) else []
        reads += [statement.name] if isinstance(statement, Print) else []
        found |= dict.fromkeys(name for name in reads if name not in known)
        known.update(_assigned([statement]))
    return list(found)
