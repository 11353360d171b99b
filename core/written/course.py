"""Where a program starts and ends, and what follows from that for how it is written."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from elevenlines.core.algebra import Counter, Name, Number, Tree, apply
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame
from elevenlines.core.training.timetable import Timetable
from elevenlines.core.types import Array
from elevenlines.core.written.forward import EPOCH
from elevenlines.core.written.plan import Plan

# A setting that may change on the way -> the variable that holds it. l1 and l2 are layers in a program.
VARIABLES = {"learning_rate": "alpha", "l1": "lasso", "l2": "decay", "momentum": "momentum"}


@dataclass(frozen=True)
class Course:
    """A spec, where its program starts and where it ends.

    Attributes:
        spec: of the run.
        start: the frame to start from; None: the spec's own beginning.
        last: the epoch at which the program ends, if no stop rule ends it before.
    """

    spec: RunSpec
    start: Frame | None
    last: int

    @property
    def first(self) -> int:
        """The epoch at which the program starts."""
        return 0 if self.start is None else self.start.epoch

    @property
    def rows(self) -> int:
        """Rows to train with."""
        return len(self.spec.training_rows)

    @property
    def has_test(self) -> bool:
        """Whether rows are set aside."""
        return bool(self.spec.test_rows)

    @property
    def is_batched(self) -> bool:
        """Whether a pass makes several updates, or one on rows in another order, whose sums then round otherwise."""
        training = self.spec.training
        return training.shuffle or (training.batch_size or self.rows) < self.rows

    @property
    def is_whole(self) -> bool:
        """Whether one update takes all rows of the table, in their order: then a trace has them all."""
        return not (self.has_test or self.is_batched)

    @property
    def has_dropout(self) -> bool:
        """Whether any layer drops units."""
        return any(layer.dropout for layer in self.spec.layers)

    @property
    def trains_as_it_predicts(self) -> bool:
        """Whether the forward pass of training is that of prediction, over the same rows."""
        has_norm = any(layer.batch_norm for layer in self.spec.layers)
        return not (self.is_batched or self.has_dropout or has_norm)

    @property
    def looks_at_every_epoch(self) -> bool:
        """Whether a stop rule has to know each epoch's error or loss."""
        return self.spec.training.stop_at_error is not None or self.spec.training.stop is not None

    @cached_property
    def changes(self) -> dict[str, dict[int, float]]:
        """For each setting that changes between start and end, its values by the epoch of their first pass."""
        found: dict[str, dict[int, float]] = {}
        for change in self.spec.training.changes:
            if max(self.first, 1) <= change.epoch < self.last:  # what changes at 0 is so from the first pass on
                for name, value in change.settings.items():
                    found.setdefault(name, {})[change.epoch] = value
        return found

    def value_before(self, setting: str) -> float:
        """The value of a setting before the first pass of the program; at epoch 0 that of the first pass."""
        value: float = getattr(Timetable(self.spec.training).at(self.first), setting)
        return value

    def parameters_of(self, state: Array) -> Parameters:
        """One row of a frame's state, in its shapes."""
        return Parameters(np.ascontiguousarray(state), Layout.of(self.spec))

    @cached_property
    def plan(self) -> Plan:
        """Of each of its updates."""
        spec, rows = self.spec, Name("rows")
        settings: dict[str, Tree] = {}
        for name, variable in VARIABLES.items():
            value = self.value_before(name)
            if name in self.changes:
                settings[name] = Name(variable)
            elif value or name not in {"l1", "l2"}:
                settings[name] = Number(value)
        count: Tree = apply("count", rows) if self.is_batched else Number(self.rows)
        return Plan(
            spec,
            inputs=Name("l0" if self.is_batched else "X"),
            targets=apply("rows_of", Name("y"), rows) if self.is_batched else Name("y"),
            rows=rows,
            count=count,
            fewer=count - 1 if self.is_batched else Number(self.rows - 1),
            number=Name("t"),
            settings=settings,
            is_plain=is_plain(spec, settings),
            skips_frozen=True,
        )

    @property
    def number(self) -> Tree:
        """The number of an update by epoch and batch; a fork's memory may have begun at its first epoch."""
        in_pass, size = self.spec.updates, self.spec.batch_sizes[0]
        earlier = 1 + (0 if self.start is None else self.start.updates - self.first * in_pass)
        updates: Tree = EPOCH
        if in_pass > 1:
            updates = EPOCH * in_pass + apply("whole_quotient", Counter("start"), size)
        return updates - -earlier if earlier < 0 else updates + earlier


def is_plain(spec: RunSpec, settings: dict[str, Tree]) -> bool:
    """Whether what the rows of a batch ask for is added to the parameters as it is, as in the article."""
    training = spec.training
    is_bare = "l1" not in settings and "l2" not in settings and training.clip_norm is None and not training.frozen
    return training.optimizer == "sgd" and settings["learning_rate"] == Number(1.0) and is_bare
