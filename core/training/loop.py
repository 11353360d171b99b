"""Training turns a spec into a stream of frames.

A frame holds all that the next epoch depends on. So training can be entered at any frame and goes on to the same
bits, and pause, step, rewind, replay and recovery from a crash are one mechanism.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import ClassVar, NamedTuple

import numpy as np

from elevenlines.core.choices.losses import mean_absolute_error
from elevenlines.core.choices.optimizers import DEFAULT_MOMENTUM, OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.batches import Rows, batches, masks
from elevenlines.core.network.network import Back, Network, Pass, update_statistics
from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training.schedule import frame_schedule, history_schedule
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Frame:
    """A network after `epoch` passes.

    Attributes:
        epoch: passes made.
        state: shape (1 + slots, parameters): the flat parameters, then what the optimizer remembers.
        best: the lowest loss so far and its epoch, where a stop rule has to know; else (infinity, 0).
        updates: how many the optimizer has made since its memory began. Adam corrects by it.
    """

    epoch: int
    state: Array
    best: tuple[float, int] = (inf, 0)
    updates: int = 0


class Point(NamedTuple):
    """A point of the error curve: the network after `epoch` passes, in prediction mode."""

    epoch: int
    error: float  # mean absolute error over training rows and outputs
    loss: float  # what is minimised, over the training rows, penalties included
    test_error: float | None = None  # the same over test rows; None where there are none, or it is not finite

    @property
    def is_finite(self) -> bool:
        """Whether error and loss can be shown. Test rows end no run: where their error is not finite, there is none."""
        return isfinite(self.error) and isfinite(self.loss)


@dataclass(frozen=True)
class Settings:
    """What may change from one pass to the next."""

    learning_rate: float
    l1: float
    l2: float
    momentum: float


class _Wild(Exception):  # noqa: N818  (it never leaves this module)
    """A parameter is not finite, or too large."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


def _never() -> bool:
    return False


class Training:
    """One run under way, trained by NumPy: the readable engine, whose mathematics all others follow.

    Attributes:
        spec: what is trained.
        epoch: passes made.
        parameters: of now.
        settings: in force in the last pass, or with `enter_pass` in the next one.
        outcome: None while the run goes on, else "done" or "diverged".
        message: why it ended, in words, where that is not plain from the epoch.
    """

    engine: ClassVar[str] = "reference"

    def __init__(self, spec: RunSpec, start: Frame | None = None, first: int = 0, *, is_recorded: bool = True) -> None:
        """Enters the run at its beginning or at a frame.

        Args:
            spec: what to train.
            start: the frame to go on from. None: draw the parameters.
            first: the epoch at which the recording began.
            is_recorded: whether what the start's epoch records is recorded already. A fork's first frame is not.
        """
        self.outcome: str | None = None
        self.message: str | None = None
        self._points: list[Point] = []
        self._frames: list[Frame] = []
        self._network = Network.of(spec)
        _, self._inputs, self._targets = spec.data.training
        self._optimizer = OPTIMIZERS[spec.training.optimizer]
        self._numbers = filled(self._optimizer.options, spec.training.optimizer_options)  # and the momentum
        if start is None:
            parameters = initial_parameters(spec)
            state = np.zeros((1 + self._optimizer.slots, parameters.flat.size))
            state[0] = parameters.flat
            start, is_recorded = Frame(first, state), False
        self.epoch = start.epoch
        self._best = start.best
        stop = spec.training.stop
        if stop is not None and self.epoch - start.best[1] >= stop.epochs:
            self._best = (inf, 0)  # the rule has ended it here: who lets it go on begins to wait anew
        self._state = start.state.copy()
        self.parameters = Parameters(self._state[0], Layout.of(spec))
        self._gradient = self.parameters.like(np.zeros_like(self._state[0]))
        self._whole = self._state.copy()  # as the last whole pass left it
        self._rest: Iterator[tuple[int, Rows]] | None = None  # the batches still to come of a pass under way
        self._is_weight = self.parameters.is_weight()
        self._history = history_schedule(first)
        self._kept = frame_schedule(first, self._state.nbytes)
        self.spec = spec
        self._in_pass = spec.updates
        self._earlier = start.updates - start.epoch * self._in_pass  # made besides those of this spec's passes
        self._prepare()
        self.respecify(spec)
        if not is_recorded:
            self._record_or_end(Training.measure(self))  # by NumPy in every engine: the page shows it before any runs

    def _prepare(self) -> None:
        """What an engine needs besides, before anything is trained or measured."""

    def respecify(self, spec: RunSpec) -> None:
        """Takes over a spec that differs in what may change on the way: epochs and changes.

        A pass under way begins anew: a change is in force for a whole pass or not at all.
        """
        self.take_back()
        self.spec = spec
        self._settle()

    def _settle(self) -> None:
        """The settings that the last pass made was trained with: the error curve is measured with them."""
        training = self.spec.training
        self.settings = Settings(
            training.learning_rate,
            training.l1,
            training.l2,
            DEFAULT_MOMENTUM if training.momentum is None else training.momentum,
        )
        self._changes = list(training.changes)
        self._apply_changes(self.epoch - 1)

    def enter_pass(self) -> None:
        """Puts into force what changes with the pass that begins at this epoch."""
        self._apply_changes(self.epoch)

    def take(self) -> tuple[list[Point], list[Frame]]:
        """What was recorded since the last call: scheduled points of the error curve, scheduled frames."""
        taken = self._points, self._frames
        self._points, self._frames = [], []
        return taken

    def frame(self) -> Frame:
        """The frame of now."""
        return Frame(self.epoch, self._state.copy(), self._best, self._updates_at(self.epoch))

    def predictions(self) -> Array:
        """What the network of now predicts for every row of the table, shape (rows, outputs)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._network.forward(self.parameters, self.spec.data.all.inputs).predictions

    def measure(self) -> Point:
        """Error and loss of now, whether the schedule asks for them or not."""
        with np.errstate(over="ignore", invalid="ignore"):
            made = self._network.forward(self.parameters, self._inputs)
            error = mean_absolute_error(made.predictions, self._targets)
            loss = self._network.value(made, self._targets)
            if self.spec.training.reduction == "mean":
                loss /= len(self._targets)
            return Point(self.epoch, error, loss + self.penalty(self.parameters), self._test_error())

    def _test_error(self) -> float | None:
        _, inputs, targets = self.spec.data.test
        if not len(inputs):
            return None
        error = mean_absolute_error(self._network.forward(self.parameters, inputs).predictions, targets)
        return error if isfinite(error) else None

    @property
    def is_amid_pass(self) -> bool:
        """Whether a pass is under way. The network can be looked at between passes, or after `take_back`."""
        return self._rest is not None

    def take_back(self) -> None:
        """Undoes the updates of a pass under way, so that the network is that of `epoch` again."""
        if self._rest is not None:
            self._state[:] = self._whole
            self._rest = None
            self._settle()

    def advance(self, until: int, is_enough: Callable[[], bool] = _never) -> None:
        """Trains up to that epoch, or to the end of the run if that comes first.

        Args:
            until: the epoch.
            is_enough: asked after every update whether to leave the rest for the next call, which then goes on
                there, be it in the middle of a pass.
        """
        until = min(until, self.spec.training.epochs)
        with np.errstate(over="ignore", invalid="ignore"):
            while self.outcome is None and self.epoch < until:
                self.enter_pass()
                stop = min(until, self._changes[0].epoch) if self._changes else until
                if not self._advance_to_change(stop, is_enough):
                    break
        if self.outcome is None and self.epoch >= self.spec.training.epochs:
            self.outcome = "done"

    def _advance_to_change(self, until: int, is_enough: Callable[[], bool]) -> bool:
        """Trains a stretch inside which nothing is changed; returns whether to go on."""
        goes_on, training = True, self.spec.training
        always = training.stop_at_error is not None or training.stop is not None
        to_record = min(self._history.after(self.epoch), self._kept.after(self.epoch))
        try:
            while goes_on and self.outcome is None and self.epoch < until:
                goes_on = self._pass(is_enough)
                if not self.is_amid_pass and (always or self.epoch == to_record):
                    self._record_or_end()
                    to_record = min(self._history.after(self.epoch), self._kept.after(self.epoch))
        except _Wild as wild:
            self.take_back()  # the last finite frame stays
            self._diverge(wild.index)
        return goes_on

    def _pass(self, is_enough: Callable[[], bool]) -> bool:
        """One pass over the rows: the body of the article's loop. Returns whether to go on."""
        if self._rest is None:
            np.copyto(self._whole, self._state)
            self._rest = enumerate(batches(self.spec, self.epoch), start=self._updates_at(self.epoch) + 1)
        last, enough = self._updates_at(self.epoch + 1), False
        for update, rows in self._rest:
            self.update(rows, update)
            enough = is_enough()
            if enough and update != last:
                return False
        self._check_weights()
        self._rest = None
        self.epoch += 1
        return not enough

    def _updates_at(self, epoch: int) -> int:
        """Updates made by then since the optimizer's memory began."""
        return self._earlier + epoch * self._in_pass

    def update(self, rows: Rows, number: int) -> None:
        """Changes the parameters once, by one batch; `number` counts the updates of the run, from 1."""
        gradient = self.batch_gradient(rows)
        self._state[0] -= self.step(gradient, number)

    def batch_gradient(self, rows: Rows) -> Array:
        """The gradient of one batch, shape (parameters,): penalties added, clipped if asked for."""
        made = self.forward(rows)
        gradient = self.plain_gradient(made, self.backward(made, rows))
        update_statistics(self.parameters, made)
        self.add_penalties(gradient)
        self.shorten(gradient)
        return gradient

    def forward(self, rows: Rows) -> Pass:
        """The forward pass of one batch, in training mode, with the masks of the pass under way."""
        kept = masks(self.spec.seed, self._network.layers, self.epoch, rows)
        return self._network.forward(self.parameters, self._inputs[rows], kept)

    def backward(self, made: Pass, rows: Rows) -> list[Back]:
        """The backward pass of that batch."""
        return self._network.backward(self.parameters, made, self._targets[rows], self.spec.training.delta_trim)

    def plain_gradient(self, made: Pass, backs: list[Back]) -> Array:
        """Its gradient before penalties and clipping: the sum, or the mean, over its rows. Overwritten by the next."""
        self._network.gradient(made, backs, self._gradient)
        gradient = self._gradient.flat
        if self.spec.training.reduction == "mean":
            gradient /= len(made.values[0])
        return gradient

    def add_penalties(self, gradient: Array) -> None:
        """Adds the gradients of l1 and l2, undivided, for the weights alone."""
        settings, parameters = self.settings, self.parameters.flat
        if settings.l1:
            gradient += settings.l1 * self._is_weight * np.sign(parameters)
        if settings.l2:
            gradient += settings.l2 * self._is_weight * parameters

    def shorten(self, gradient: Array) -> None:
        """Brings a gradient longer than clip_norm to that length (Pascanu, Mikolov and Bengio, 2013)."""
        longest = self.spec.training.clip_norm
        if longest is not None:
            norm = float(np.sqrt(gradient.dot(gradient)))
            if norm > longest:
                gradient *= longest / norm

    def step(self, gradient: Array, number: int) -> Array:
        """What that update of the run subtracts from the parameters; the optimizer's slots move on."""
        rate = self.settings.learning_rate
        return self._optimizer.step(gradient, self._state[1:], rate, self._numbers, number)

    def penalty(self, parameters: Parameters) -> float:
        """What l1 and l2 add to the loss of these parameters: l1 Σ|w| + ½ l2 Σw², over the weights, not the biases."""
        weights = parameters.flat * self._is_weight
        absolute, square = float(np.sum(np.abs(weights))), float(weights.dot(weights))
        return self.settings.l1 * absolute + 0.5 * self.settings.l2 * square

    def _apply_changes(self, epoch: int) -> None:
        """Puts into force what was to change up to the pass that begins at that epoch."""
        while self._changes and self._changes[0].epoch <= epoch:
            self.settings = replace(self.settings, **self._changes.pop(0).settings)
        self._numbers["momentum"] = self.settings.momentum

    def _check_weights(self) -> None:
        """Raises _Wild if a parameter is not finite or too large.

        The square of the norm is one cheap number that no such parameter leaves small.
        """
        flat = self.parameters.flat
        if flat.dot(flat) <= LIMITS.weight**2:
            return
        wild = ~(np.abs(flat) <= LIMITS.weight)
        if wild.any():
            raise _Wild(int(np.argmax(wild)))

    @property
    def _measures_always(self) -> bool:
        """Whether a stop rule looks at every epoch."""
        return self.spec.training.stop_at_error is not None or self.spec.training.stop is not None

    def _record_or_end(self, measured: Point | None = None) -> None:
        """Records what the schedules ask for at this epoch, and ends the run by a stop rule or by overflow."""
        training = self.spec.training
        scheduled = self._history.holds(self.epoch)
        if scheduled or training.stop_at_error is not None or training.stop is not None:
            point = measured or self.measure()
            if not point.is_finite:
                self._overflow()
                return
            if scheduled:
                self._points.append(point)
            self._apply_stop_rules(point)
        if self._kept.holds(self.epoch):
            self._frames.append(self.frame())

    def _apply_stop_rules(self, point: Point) -> None:
        training = self.spec.training
        if training.stop_at_error is not None and point.error <= training.stop_at_error:
            self._end_at_error()
        if training.stop is None:
            return
        if point.loss < self._best[0] - training.stop.improvement or self._best[0] == inf:
            self._best = (point.loss, self.epoch)
        elif self.outcome is None and self.epoch - self._best[1] >= training.stop.epochs:
            self._end_without_progress()

    def _diverge(self, index: int) -> None:
        where = self.parameters.name(index)
        self.outcome, self.message = "diverged", f"{where} overflowed at epoch {self.epoch + 1:,}; try a smaller alpha"

    def _overflow(self) -> None:
        what = "a smaller alpha" if self.epoch else "smaller inputs or first weights"
        self.outcome, self.message = "diverged", f"the loss overflowed at epoch {self.epoch:,}; try {what}"

    def _end_at_error(self) -> None:
        goal = self.spec.training.stop_at_error
        self.outcome, self.message = "done", f"stopped at epoch {self.epoch:,}: the error reached {goal:g}"

    def _end_without_progress(self) -> None:
        stop = self.spec.training.stop
        assert stop is not None
        by = f" by {stop.improvement:g}" if stop.improvement else ""
        self.outcome = "done"
        self.message = f"stopped at epoch {self.epoch:,}: the loss has not fallen{by} in {stop.epochs:,} epochs"
