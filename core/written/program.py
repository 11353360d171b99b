"""The whole program of a spec: which part stands where."""

from elevenlines.core.algebra import Name, apply, names_in
from elevenlines.core.randomness import SHUFFLE
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.features import Features
from elevenlines.core.training import Frame
from elevenlines.core.training.schedule import MILESTONE
from elevenlines.core.written.backward import backward
from elevenlines.core.written.course import Course
from elevenlines.core.written.data import made, standardised, write_data
from elevenlines.core.written.forward import DRAW, EPOCH, forward, prediction, statistics
from elevenlines.core.written.plan import trained
from elevenlines.core.written.start import write_changes, write_memory, write_parameters, write_settings
from elevenlines.core.written.statements import Assign, For, Predict, Print, Program, Report, Statement, Writing
from elevenlines.core.written.stops import write_error, write_stop_rules
from elevenlines.core.written.update import update


def program_of(spec: RunSpec, start: Frame | None = None, last: int | None = None) -> Program:
    """The program that trains this spec and prints its error and predictions, in no language yet.

    Args:
        spec: of the run.
        start: the frame from which it goes on, with what its optimizer remembers; None: from the spec's beginning.
        last: the epoch at which it ends; None: the spec's, where no stop rule ends it before.
    """
    course = Course(spec, start, spec.training.epochs if last is None else last)
    writing = Writing()
    write_data(writing, course)
    data = _taken(writing)
    write_parameters(writing, course)
    write_memory(writing, course)
    write_settings(writing, course)
    _write_rows(writing, course)
    start_of_all = _taken(writing)
    _write_loop(writing, course)
    training = _taken(writing)
    _write_end(writing, course)
    return Program(
        seed=spec.seed,
        data=data,
        entrance=_entrance(course),
        start=start_of_all,
        prediction=_prediction(course),
        training=training,
        end=_taken(writing),
        parameters=_parameters(course),
        output=f"l{course.plan.outputs}",
    )


def numbers_written(spec: RunSpec, start: Frame | None) -> int:
    """How many numbers a program has to hold as text: data, and parameters that are given."""
    return spec.numbers + (0 if start is None else start.state.size)


def _taken(writing: Writing) -> tuple[Statement, ...]:
    """The statements since the last call."""
    taken, writing.statements = tuple(writing.statements), []
    return taken


def _entrance(course: Course) -> tuple[Assign, ...]:
    """What the table's columns become before they enter."""
    writing, entrance = Writing(), course.spec.data.entrance
    if entrance.formulas is not None:
        writing.let("X", made(entrance, "X"), "What enters the network: formulas of the columns.")
    if entrance.is_standardised:
        writing.let("X", standardised(Name("X")), "Every input with mean 0 and deviation 1.")
    return _assigned(writing)


def _prediction(course: Course) -> tuple[Assign, ...]:
    writing = Writing()
    writing.take(prediction(course.spec, Name("X")))
    return _assigned(writing)


def _assigned(writing: Writing) -> tuple[Assign, ...]:
    return tuple(statement for statement in writing.statements if isinstance(statement, Assign))


def _parameters(course: Course) -> tuple[str, ...]:
    names = [one.name for one in reversed(trained(course.spec))]
    norms = [k for k, layer in course.plan.layers if layer.batch_norm]
    return (*names, *(f"running_{what}{k}" for k in norms for what in ("mean", "variance")))


def _write_rows(writing: Writing, course: Course) -> None:
    """Before the loop: the rows' numbers, for batches and masks."""
    numbers = apply("numbers_below", course.rows)
    if course.is_batched and not course.spec.training.shuffle:
        writing.let("order", numbers, "The rows in the order in which batches take them.")
    elif course.has_dropout and not course.is_batched:
        writing.let("rows", numbers, "The numbers of the rows: each row has masks of its own.")


def _write_loop(writing: Writing, course: Course) -> None:
    outside, writing.statements = writing.statements, []
    if course.looks_at_every_epoch:
        _write_prediction(writing, course)
        write_error(writing, course)
        write_stop_rules(writing, course)
    writing.statements.append(Report(course.first, MILESTONE, f"l{course.plan.outputs}"))
    write_changes(writing, course)
    if course.is_batched:
        _write_batches(writing, course)
    else:
        _write_update(writing, course)
    stop = course.last + 1 if course.looks_at_every_epoch else course.last
    meaning = "One pass over all rows after another: the epochs."
    loop = For(EPOCH.text, course.first, stop, None, _taken(writing), meaning)
    writing.statements = [*outside, loop]


def _write_batches(writing: Writing, course: Course) -> None:
    size, rows = course.spec.batch_sizes[0], course.rows
    if course.spec.training.shuffle:
        order = apply("argsort", DRAW(EPOCH, SHUFFLE, apply("numbers_below", rows)))
        writing.let("order", order, "A new order of the rows, fixed by seed and epoch.")
    outside, writing.statements = writing.statements, []
    writing.let("rows", apply("slice_of", Name("order"), size), "The rows of this batch.")
    writing.let("l0", apply("rows_of", Name("X"), Name("rows")), "Their inputs.")
    _write_update(writing, course)
    loop = For("start", 0, rows, size, _taken(writing), "One update for each batch of rows.")
    writing.statements = [*outside, loop]


def _write_update(writing: Writing, course: Course) -> None:
    """One update: forward, backward, and the step."""
    plan = course.plan
    changes = update(plan).by_parameter()
    steps = forward(plan)
    for name in _predicted(course):
        writing.traced.pop(name, None)
    if course.looks_at_every_epoch and course.trains_as_it_predicts:
        steps = []  # the predictions of this epoch have been made already
    steps += [*backward(plan), *statistics(plan)]
    writing.take(steps)
    if any(step.tree is not None and "t" in names_in(step.tree) for step in changes):
        writing.let("t", course.number, "The number of this update, from 1.")
    writing.take(changes)


def _write_prediction(writing: Writing, course: Course) -> None:
    if not course.trains_as_it_predicts:
        writing.traced |= dict.fromkeys(_predicted(course), "")
    writing.take(prediction(course.spec, Name("X")))


def _predict_all(writing: Writing, course: Course) -> None:
    before, writing.statements = writing.statements, []
    _write_prediction(writing, course)
    writing.statements = [*before, Predict(_assigned(writing), f"l{course.plan.outputs}")]


def _predicted(course: Course) -> list[str]:
    """The variables of a prediction: a trace, which is about training, may have others of their names."""
    return [f"l{k}{end}" for k, _ in course.plan.layers for end in ("", "_sum", "_z")]


def _write_end(writing: Writing, course: Course) -> None:
    output = f"l{course.plan.outputs}"
    if not course.looks_at_every_epoch:
        _predict_all(writing, course)
        write_error(writing, course)
    _write_print(writing, "error", "error", "The error after the last update.")
    if course.has_test:
        is_made = course.spec.features != Features()
        writing.traced = dict.fromkeys([*_predicted(course), *["X"] * is_made], "")
        writing.let_all({"X": Name("all_X"), "y": Name("all_y")}, "All rows again.")
        _predict_all(writing, course)
        misses = apply("rows_of", apply("abs", Name("y") - Name(output)), Name("test"))
        writing.let("test_error", apply("mean", misses), "The error over the test rows.")
        _write_print(writing, "test error", "test_error", "How the network does on rows that it has never seen.")
    meaning = "What the network says now, row by row."
    writing.statements.append(Print("predictions", output, meaning, is_table=True, traced=dict(writing.traced)))


def _write_print(writing: Writing, label: str, name: str, meaning: str) -> None:
    writing.statements.append(Print(label, name, meaning, traced=dict(writing.traced)))
