"""A fork goes on from a frame of another run, with something changed: other weights, rows, or settings.

Its spec and its first frame decide its numbers together; the spec alone does not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters, with_given
from elevenlines.core.spec import RunSpec, altered
from elevenlines.core.spec.changes import fields_of_table
from elevenlines.core.spec.fields import problem
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.training.frame import Frame


@dataclass(frozen=True)
class Difference:
    """What a fork has otherwise than its parent.

    Attributes:
        table: other rows; where no names were given, its columns keep theirs. None: the parent's.
        training: fields of TrainingSpec that are given; the others stay. `changes` replace those still to come.
        epochs: its end; None: the parent's, or twice the fork's epoch where that is reached already.
        weights: one matrix for each layer, (size of layer i, size of layer i + 1); None: the frame's.
        biases: one row for each layer but the first, (size of layer i + 1,); None: the frame's.
    """

    table: Table | None = None
    training: Mapping[str, Any] = field(default_factory=dict)
    epochs: int | None = None
    weights: Sequence[Sequence[Sequence[float]]] | None = None
    biases: Sequence[Sequence[float]] | None = None


def fork(parent: RunSpec, frame: Frame, difference: Difference) -> tuple[RunSpec, Frame]:
    """The spec of a run that leaves another one at a frame, and the frame from which it goes on.

    Raises:
        pydantic.ValidationError: the result is no spec, or has other columns than the parent. Its places are those of
            the spec's fields and of `epochs` and `epoch`; `network.initial` stands for the weights and biases.
    """
    spec = _forked_spec(parent, frame.epoch, difference)
    return spec, _forked_frame(parent, spec, frame, difference)


def _forked_spec(parent: RunSpec, epoch: int, difference: Difference) -> RunSpec:
    """The parent's spec with the difference. What was changed on the way there becomes the fork's own setting."""
    training = _training(parent, epoch, difference.training) | {"epochs": _end(parent, epoch, difference)}
    rows: dict[str, Any] = {}
    if difference.table is not None:
        _check_columns(parent.table, difference.table)
        rows = fields_of_table(parent, difference.table)
    return altered(parent, **rows, training=training)


def _check_columns(parent: Table, other: Table) -> None:
    for name in ("inputs", "targets"):
        columns, found = len(getattr(parent, name)[0]), len(getattr(other, name)[0])
        if found != columns:
            advice = f"must have as many columns as the parent's, {columns}, not {found}: start a new run for others"
            raise _wrong(advice, "table", name)


def _training(parent: RunSpec, epoch: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the fork's training, as they are to be validated.

    A change at exactly the fork's epoch stays one, so that the loss there has the penalties of the pass that led there.
    """
    old = parent.training
    optimizer, loss = given.get("optimizer", old.optimizer), given.get("loss", old.loss)
    passed, coming = _apart([change.model_dump() for change in old.changes], epoch)
    fields = old.model_dump() | passed
    dropped = {"momentum"} if optimizer in OPTIMIZERS and not OPTIMIZERS[optimizer].takes_momentum else set()
    fields |= dict.fromkeys(dropped)
    if optimizer != old.optimizer:
        fields["optimizer_options"] = {}
    if loss != old.loss:
        fields["loss_options"] = {}
    fields |= given
    if "changes" in given:
        passed, coming = _apart(given["changes"], epoch)
        fields |= passed
    else:  # what is given is in force from the fork on
        coming = [_without(change, {*dropped, *given} if change["epoch"] == epoch else dropped) for change in coming]
    return fields | {"changes": [change for change in coming if len(change) > 1]}


def _apart(changes: Iterable[Mapping[str, Any]], epoch: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the changes before that epoch have set, and the changes from it on."""
    passed: dict[str, Any] = {}
    coming = []
    for change in sorted(changes, key=lambda change: int(change["epoch"])):
        said = {name: value for name, value in change.items() if value is not None}
        if change["epoch"] < epoch:
            passed |= _without(said, {"epoch"})
        else:
            coming.append(said)
    return passed, coming


def _without(change: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in change.items() if name not in names}


def _end(parent: RunSpec, epoch: int, difference: Difference) -> int:
    """The epoch at which the fork is done."""
    given = difference.training.get("epochs", difference.epochs)
    if difference.epochs is not None and given != difference.epochs:
        raise _wrong("must be the same as epochs, which says it too: leave one of them out", "training", "epochs")
    if epoch >= LIMITS.epochs:
        raise _wrong(f"must be below {LIMITS.epochs:,}, where every run ends", "epoch")
    if given is None:
        end = parent.training.epochs
        return end if end > epoch else min(2 * epoch, LIMITS.epochs)
    if given <= epoch:
        where = ("training", "epochs") if difference.epochs is None else ("epochs",)
        raise _wrong(f"must be above {epoch:,}, where the fork begins: epochs count from the parent's start", *where)
    return int(given)


def _forked_frame(parent: RunSpec, spec: RunSpec, frame: Frame, difference: Difference) -> Frame:
    """The parent's frame with the weights that are given.

    What the optimizer remembers comes along, unless the optimizer or a shape is another one: then it begins anew, and
    so does batch normalisation that the parent did not have. A stop rule waits from the fork on.
    """
    before, after = Layout.of(parent), Layout.of(spec)
    state, updates = frame.state.copy(), frame.updates
    if before != after or parent.training.optimizer != spec.training.optimizer:
        state, updates = np.zeros((1 + OPTIMIZERS[spec.training.optimizer].slots, after.count)), 0
        state[0] = _carried_over(Parameters(frame.state[0], before), initial_parameters(spec)).flat
    state[0] = with_given(spec, Parameters(state[0], after), difference.weights, difference.biases).flat
    return Frame(frame.epoch, state, updates=updates)


def _carried_over(old: Parameters, new: Parameters) -> Parameters:
    """New parameters with everything that the old ones have too."""
    for mine, theirs in zip([*new.weights, *new.biases], [*old.weights, *old.biases], strict=True):
        mine[:] = theirs
    for norm, known in zip(new.norms, old.norms, strict=True):
        if norm is not None and known is not None:
            for row, there in zip(vars(norm).values(), vars(known).values(), strict=True):
                row[:] = there
    return new


def _wrong(message: str, *where: str) -> ValidationError:
    """An error for a person about one field."""
    return ValidationError.from_exception_data("fork", [InitErrorDetails(type=problem(message), loc=where, input=None)])
