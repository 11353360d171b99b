"""What a program is made of, in no language yet: steps with a name and a formula, and what stands around them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from elevenlines.core.algebra import Apply, Function, Name, Tree, functions_in, spelt, substituted
from elevenlines.core.types import Array

Kind = Literal["cells", "parameters", "rows"]  # of numbers that stand in a program


@dataclass(frozen=True)
class Step:
    """One array of an update, in the article's sign: an error is y minus the prediction, and an update is added.

    Attributes:
        name: the article's.
        tree: from which it is computed, in the names of earlier steps; None for what an update finds.
        meaning: a sentence.
        layer: that it belongs to, 0 the inputs; weights belong to the layer that they lead to. None: to none.
        replaces: the variable whose next value it is: syn0_after that of syn0. A program gives it to the variable.
        in_trace, in_program: whether it stands there by itself; else its formula stands where it is read.
        has_rows: whether it has a row for each row of the batch.
        origin: what a trace says in place of a formula: "given".
    """

    name: str
    tree: Tree | None
    meaning: str
    layer: int | None = None
    replaces: str | None = None
    in_trace: bool = True
    in_program: bool = True
    has_rows: bool = False
    origin: str = ""


@dataclass(frozen=True)
class Assign:
    """Variables get values; in one line, where a language can.

    Attributes:
        names: of the variables.
        trees: one for each.
        meaning: a sentence.
        places: the elements that are meant; None: all.
        traced: what a trace calls some variables, see `printers.lines.Line`.
    """

    names: tuple[str, ...]
    trees: tuple[Tree, ...]
    meaning: str
    places: tuple[int, ...] | None = None
    traced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """A variable gets numbers that stand in the program.

    Attributes:
        name: of the variable.
        values: a matrix, a vector; of "rows" whole numbers.
        meaning: a sentence.
        kind: cells of a table, parameters (never whole numbers to a language that tells them apart), numbers of rows.
        drawn: how the same numbers are drawn, for languages that have NumPy's random numbers or where none are random.
        traced: as in Assign.
    """

    name: str
    values: Array
    meaning: str
    kind: Kind = "parameters"
    drawn: Tree | None = None
    traced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Generator:
    """The source of first weights that are drawn, called `random`; languages that print the weights need none."""

    seed: int
    meaning: str


@dataclass(frozen=True)
class Timetable:
    """A variable gets a table of values by epoch."""

    name: str
    values: Mapping[int, float]
    meaning: str


@dataclass(frozen=True)
class If:
    """Under a condition, variables get values; or, without any, the loop is left."""

    condition: Tree
    then: Assign | None
    meaning: str
    traced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class For:
    """A loop: the counter takes the values from first, below stop.

    Attributes:
        counter: its name.
        first, stop: whole numbers.
        step: from one to the next; None: 1, which needs not be said.
        body: the statements in it.
        meaning: a sentence.
    """

    counter: str
    first: int
    stop: int
    step: int | None
    body: "tuple[Statement, ...]"
    meaning: str


@dataclass(frozen=True)
class Report:
    """Where a program that tells its error on the way does so.

    Attributes:
        first: the epoch at which it begins, which is told in any case.
        every: the epochs from one telling to the next.
        output: the variable of the predictions.
    """

    first: int
    every: int
    output: str


@dataclass(frozen=True)
class Print:
    """A variable is printed, after a label; of a table each row on a line of its own."""

    label: str
    name: str
    meaning: str
    is_table: bool = False
    traced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Predict:
    """All rows of X are predicted; a language may call the function that it has for that.

    Attributes:
        steps: from X to the predictions.
        output: the variable that holds them.
    """

    steps: tuple[Assign, ...]
    output: str


Statement = Assign | Given | Generator | Timetable | If | For | Report | Predict | Print


@dataclass(frozen=True)
class Program:
    """A whole program.

    Attributes:
        seed: of the random numbers that are drawn on the way.
        data: the table, and what of it enters the network.
        entrance: what the table's columns X become before they enter the network.
        start: parameters, what the optimizer remembers, settings.
        prediction: from X, what enters, to the last layer's values.
        training: the loop.
        end: what is measured and printed after it.
        parameters: the variables that predictions are made with.
        output: the variable of the last layer's values.
    """

    seed: int
    data: tuple[Statement, ...]
    entrance: tuple[Assign, ...]
    start: tuple[Statement, ...]
    prediction: tuple[Assign, ...]
    training: tuple[Statement, ...]
    end: tuple[Statement, ...]
    parameters: tuple[str, ...]
    output: str

    @cached_property
    def functions(self) -> list[Function]:
        """Those that it defines, each after those that it calls."""
        everything = (*self.data, *self.start, *self.prediction, *self.training, *self.end)
        found = {function for tree in trees_in(everything) for function in functions_in(tree)}
        return sorted(found, key=lambda function: function.place)


def trees_in(statements: Iterable[Statement]) -> Iterator[Tree]:
    """Every formula in them."""
    for statement in statements:
        if isinstance(statement, Assign):
            yield from statement.trees
        elif isinstance(statement, For):
            yield from trees_in(statement.body)
        elif isinstance(statement, Predict):
            yield from trees_in(statement.steps)


class Writing:
    """The statements written so far, with what a trace calls their variables."""

    def __init__(self) -> None:
        """Begins with none."""
        self.statements: list[Statement] = []
        self.traced: dict[str, str] = {}  # from the next statement on

    def let(self, name: str, tree: Tree, meaning: str) -> None:
        """A variable gets a value."""
        self.let_all({name: tree}, meaning)

    def let_all(self, values: Mapping[str, Tree], meaning: str, places: tuple[int, ...] | None = None) -> None:
        """Variables get values."""
        traced = dict(self.traced)
        self.statements.append(Assign(tuple(values), tuple(values.values()), meaning, places, traced))

    def give(
        self,
        name: str,
        values: Array,
        meaning: str,
        kind: Kind = "parameters",
        drawn: Tree | None = None,
    ) -> None:
        """A variable gets numbers."""
        self.statements.append(Given(name, values, meaning, kind, drawn, dict(self.traced)))

    def take(self, steps: Iterable[Step]) -> None:
        """The steps as a program has them: those that do not stand by themselves where they are read."""
        known: dict[str, Tree] = {}
        for step in steps:
            if step.tree is None:
                continue
            tree = spelt(substituted(step.tree, known))
            if not step.in_program:
                known[step.name] = tree
                continue
            if step.replaces is not None:
                known[step.name] = Name(step.replaces)
                if added_to(step.replaces, tree) is None:
                    self.traced[step.replaces] = step.name
            self.let(step.replaces or step.name, tree, step.meaning)


def added_to(name: str, tree: Tree) -> Tree | None:
    """What a tree adds to a variable; None where it does not."""
    if isinstance(tree, Apply) and tree.op == "add" and tree.terms[0] == Name(name):
        return tree.terms[1]
    return None
