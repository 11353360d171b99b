"""A trace is the steps of one batch of one pass, each with its value.

The values follow from the frame and the formulas alone. They are computed as the readable engine computes, operation by
operation; so what a trace shows to be added to a weight is, to the last bit, what that engine adds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from elevenlines.core.algebra import Apply, Name, Number, Tree, names_in, substituted
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.network.batches import Rows, batches, mask
from elevenlines.core.network.layers import Batch
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.training.timetable import Timetable
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array
from elevenlines.core.written.backward import backward
from elevenlines.core.written.course import is_plain
from elevenlines.core.written.data import entering
from elevenlines.core.written.evaluate import Value, evaluate
from elevenlines.core.written.forward import forward, statistics
from elevenlines.core.written.plan import Plan, free, trained
from elevenlines.core.written.printers.numpy_formulas import Formulas
from elevenlines.core.written.statements import Step
from elevenlines.core.written.update import update

_FORMULAS = Formulas("**", speaks=True)


@dataclass(frozen=True)
class Traced:
    """One array of the computation.

    Attributes:
        name: the article's.
        layer: that it belongs to, 0 the inputs; weights belong to the layer that they lead to. None: to none.
        formula: Python, in the names of earlier steps.
        value: shape () for a plain number.
        meaning: a sentence.
        reads: the names of the steps that it is computed from.
        rows: shape (rows, *value.shape), what each row brings where `value` is a sum over the rows and this is small
            enough to show; else None.
    """

    name: str
    layer: int | None
    formula: str
    value: Array
    meaning: str
    reads: tuple[str, ...]
    rows: Array | None = None


@dataclass(frozen=True)
class Trace:
    """One batch of a pass.

    Attributes:
        epoch: at which the pass begins.
        batch: of the pass, from 0.
        batches: how many it has.
        rows: of the table, in the order in which the arrays hold them; all of the batch, whichever are shown.
        steps: in the order of computation.
    """

    epoch: int
    batch: int
    batches: int
    rows: Rows
    steps: list[Traced]


def is_too_large(spec: RunSpec) -> bool:
    """Whether a trace would hold more numbers than anybody can look at."""
    values = spec.batch_sizes[0] * sum(spec.layer_sizes)
    return Layout.of(spec).count + values > LIMITS.traced


def batches_of(spec: RunSpec, epoch: int) -> list[Rows]:
    """The rows of the table in each batch of the pass that begins at that epoch."""
    return [spec.data.training.numbers[rows] for rows in batches(spec, epoch)]


def take_apart(spec: RunSpec, frame: Frame, batch: int = 0, row: int | None = None) -> Trace:
    """One batch of the pass that begins at a frame, array by array.

    Args:
        spec: of the run.
        frame: at which the pass begins; the batches before are trained first.
        batch: number in the pass, from 0.
        row: of the table, in this batch: what holds a row for each row of the batch then holds this one alone.

    Raises:
        IndexError: the pass has no such batch.
        ValueError: the row is not in it.
    """
    order = batches(spec, frame.epoch)
    chosen = Batch(frame.epoch, order[batch])
    in_table = spec.data.training.numbers[chosen.rows]
    shown = slice(None) if row is None else [in_table.tolist().index(row)]
    plan = _plan(spec, chosen, frame.updates + 1 + batch)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        state = _state_before(spec, frame, order[:batch])
        found = dict(_found(spec, state, chosen))
        steps = list(_traced(_in_order(plan), plan, found, shown))
    return Trace(frame.epoch, batch, len(order), in_table, steps)


def _state_before(spec: RunSpec, frame: Frame, earlier: list[Rows]) -> Array:
    """The state after the batches that come before in the pass."""
    state = frame.state.copy()
    engine = Update(spec, state)
    engine.use(Timetable(spec.training).of_pass(frame.epoch))
    for number, rows in enumerate(earlier, start=frame.updates + 1):
        engine(Batch(frame.epoch, rows), number)
    return state


def _plan(spec: RunSpec, batch: Batch, number: int) -> Plan:
    settings = Timetable(spec.training).of_pass(batch.epoch)
    count = len(batch.rows)
    numbers: dict[str, Tree] = {
        "learning_rate": Number(settings.learning_rate),
        "momentum": Number(settings.momentum),
        **({"l1": Number(settings.l1)} if settings.l1 else {}),
        **({"l2": Number(settings.l2)} if settings.l2 else {}),
    }
    return Plan(
        spec,
        inputs=Name("l0"),
        targets=Name("y"),
        rows=Name("rows"),
        count=Number(count),
        fewer=Number(count - 1),
        number=Number(number),
        settings=numbers | {"learning_rate": Name("alpha")},
        is_plain=is_plain(spec, numbers),
        skips_frozen=False,
    )


def _in_order(plan: Plan) -> list[Step]:
    """As a reader follows them: each stage for all parameters, then the next."""
    changes = update(plan)
    rules = [step for rule in changes.rules for step in rule]
    before = [*entering(plan.spec), *forward(plan), *backward(plan), *changes.directions, *rules]
    return [*before, *changes.afters, *statistics(plan)]


def _found(spec: RunSpec, state: Array, batch: Batch) -> Iterator[tuple[str, Value]]:
    """What the update finds, by name, in the article's sign."""
    layout, data = Layout.of(spec), spec.data
    rows, numbers = batch.rows, data.training.numbers[batch.rows]
    yield from (("columns", data.columns[numbers]), ("l0_made", data.entrance.make(data.columns[numbers])))
    yield from (("l0_mean", data.entrance.mean), ("l0_deviation", data.entrance.deviation))
    yield from (("l0", data.training.inputs[rows]), ("y", data.training.targets[rows]))
    yield "alpha", Timetable(spec.training).of_pass(batch.epoch).learning_rate
    parameters = Parameters(state[0], layout)
    for k, norm in enumerate(parameters.norms, start=1):
        if norm is not None:
            yield from ((f"running_mean{k}", norm.mean), (f"running_variance{k}", norm.variance))
    for one in trained(spec):
        yield one.name, one.of(parameters)
        yield f"{one.name}_free", one.of(free(spec))
        for number, slot in enumerate(OPTIMIZERS[spec.training.optimizer].written.slots, start=1):
            value = one.of(Parameters(state[number], layout))
            yield f"{one.name}_{slot.name}", 0.0 - value if slot.is_signed else value
    for number, layer in enumerate(spec.layers):
        if layer.dropout:
            yield f"l{number + 1}_mask", mask(spec.seed, number, layer.dropout, layer.size, batch.epoch, rows)


def _traced(steps: list[Step], plan: Plan, found: dict[str, Value], shown: slice | list[int]) -> Iterator[Traced]:
    """Each step that a trace shows, with its value; `found` takes in the value of every step."""
    hidden: dict[str, Tree] = {}
    for step in steps:
        tree = None if step.tree is None else substituted(step.tree, hidden)
        if tree is not None and not step.in_trace:
            hidden[step.name] = tree
            continue
        rows = None
        if tree is None or step.origin:
            formula, reads = step.origin, []
        else:
            formula, reads = _FORMULAS.text(tree), names_in(tree)
            rows = _by_row(tree, found, shown)
            if step.name not in found:  # what enters has been made already, of the whole table
                found[step.name] = _value(tree, plan, found) + 0.0  # 0, not -0
        value = np.asarray(found[step.name], dtype=np.float64)
        value = value[shown] if step.has_rows else value
        yield Traced(step.name, step.layer, formula, value, step.meaning, tuple(dict.fromkeys(reads)), rows)


def _value(tree: Tree, plan: Plan, found: dict[str, Value]) -> Value:
    if isinstance(tree, Apply) and tree.op == "length":
        return _length_of(tree, plan, found)
    return evaluate(tree, found)


def _length_of(tree: Apply, plan: Plan, found: dict[str, Value]) -> float:
    """The length of the whole gradient, its numbers in the engine's order: in another they would add up otherwise."""
    layout = Layout.of(plan.spec)
    whole = Parameters(np.zeros(layout.count), layout)
    for one, term in zip(plan.trained, tree.terms, strict=True):
        one.of(whole)[:] = evaluate(term, found)
    return float(np.sqrt(whole.flat.dot(whole.flat)))


def _by_row(tree: Tree, found: dict[str, Value], shown: slice | list[int]) -> Array | None:
    """What each row that is shown adds to a sum over the rows; None for what is none, or where that is too much."""
    if not isinstance(tree, Apply):
        return None
    if tree.op == "divide":
        rows = _by_row(tree.terms[0], found, shown)
        return None if rows is None else rows / evaluate(tree.terms[1], found)
    if tree.op == "sum_of_rows":
        return _small(np.asarray(evaluate(tree.terms[0], found))[shown])
    entering_it = tree.terms[0]
    if tree.op == "dot" and isinstance(entering_it, Apply) and entering_it.op == "transposed":
        before = np.asarray(evaluate(entering_it.terms[0], found))[shown]
        after = np.asarray(evaluate(tree.terms[1], found))[shown]
        if before.size * after.shape[1] <= LIMITS.traced_rows:
            return _small(before[:, :, None] * after[:, None, :])
    return None


def _small(rows: Array) -> Array | None:
    plain: Array = rows + 0.0  # 0, not -0
    return plain if rows.size <= LIMITS.traced_rows else None
