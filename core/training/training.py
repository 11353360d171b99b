"""Training turns a spec into a stream of frames.

A frame holds all that the next epoch depends on. So training can be entered at any frame and goes on to the same
bits, and pause, step, rewind, replay and recovery from a crash are one mechanism. The arithmetic is an engine's;
`readable.py` has the one to read.
"""

from collections.abc import Callable
from math import isfinite
from typing import Protocol, final

import numpy as np

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.network.network import predict_entered
from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training.frame import Frame, Point
from elevenlines.core.training.readable import Readable
from elevenlines.core.training.recording import Recording
from elevenlines.core.training.stops import Ending, StopRules, diverged, overflowed
from elevenlines.core.training.timetable import Settings, Timetable
from elevenlines.core.types import Array


class Engine(Protocol):
    """What does the arithmetic of one run. It works on the run's state, in place."""

    name: str

    def __init__(self, run: "Training") -> None:
        """Begins on a run that has just been entered."""
        ...

    @property
    def is_amid_pass(self) -> bool:
        """Whether a pass is under way."""
        ...

    def begin_anew(self) -> None:
        """Forgets a pass under way: the state is that of the run's epoch again."""
        ...

    def measure(self, settings: Settings) -> tuple[float, float, float]:
        """Error and loss over the training rows, and the error over the test rows: 0 where there are none."""
        ...

    def train(self, run: "Training", settings: Settings, until: int, is_enough: Callable[[], bool]) -> bool:
        """Trains up to that epoch with one and the same settings; returns whether there is time to go on.

        It counts the run's epochs, keeps what it records, and ends it by its rules: see Training's methods.
        """
        ...


def _never() -> bool:
    return False


@final
class Training:
    """One run under way.

    Attributes:
        spec: what is trained.
        epoch: passes made.
        state: of now, see Frame.
        whole: the same, as the last whole pass left it.
        parameters: views of the state.
        ending: None while the run goes on.
        recording: what was kept of it.
        rules: its stop rules.
    """

    def __init__(
        self,
        spec: RunSpec,
        start: Frame | None = None,
        first: int = 0,
        *,
        engine: type[Engine] = Readable,
        is_recorded: bool = True,
        is_kept: bool = True,
    ) -> None:
        """Enters the run at its beginning or at a frame.

        Args:
            spec: what to train.
            start: the frame to go on from. None: draw the parameters.
            first: the epoch at which the recording began.
            engine: what does the arithmetic.
            is_recorded: whether what the start's epoch records is recorded already. A fork's first frame is not.
            is_kept: whether anything is recorded at all.
        """
        if start is None:
            flat = initial_parameters(spec).flat
            state = np.zeros((1 + OPTIMIZERS[spec.training.optimizer].slots, flat.size))
            state[0] = flat
            start, is_recorded = Frame(first, state), False
        self.spec, self.epoch = spec, start.epoch
        self.state, self.whole = start.state.copy(), start.state.copy()
        self.parameters = Parameters(self.state[0], Layout.of(spec))
        self.ending: Ending | None = None
        self.recording = Recording(first, self.state.nbytes, is_kept=is_kept)
        self.rules = StopRules(spec.training, self.epoch, start.best)
        self._timetable = Timetable(spec.training)
        self.in_pass = spec.updates
        self.earlier = start.updates - start.epoch * self.in_pass  # made besides those of this spec's passes
        self._engine = engine(self)
        if not is_recorded:  # by NumPy in every engine: the page shows it before any runs
            measured = self if self.engine == Readable.name else Training(spec, start, first, is_kept=False)
            self.look(measured.measure())

    @property
    def engine(self) -> str:
        """Its name."""
        return self._engine.name

    @property
    def outcome(self) -> str | None:
        """None while the run goes on, else "done" or "diverged"."""
        return None if self.ending is None else self.ending.outcome

    @property
    def message(self) -> str | None:
        """Why it ended, in words, where that is not plain from the epoch."""
        return None if self.ending is None else self.ending.message

    def advance(self, until: int, is_enough: Callable[[], bool] = _never) -> None:
        """Trains up to that epoch, or to the end of the run if that comes first.

        Args:
            until: the epoch.
            is_enough: asked after every update whether to leave the rest for the next call, which then goes on
                there, be it in the middle of a pass.
        """
        until = min(until, self.spec.training.epochs)
        goes_on = True
        with np.errstate(over="ignore", invalid="ignore"):
            while goes_on and self.ending is None and self.epoch < until:
                settings = self._timetable.of_pass(self.epoch)
                stretch = min(until, self._timetable.next_change(self.epoch))
                goes_on = self._engine.train(self, settings, stretch, is_enough)
        if self.ending is None and self.epoch >= self.spec.training.epochs:
            self.ending = Ending("done")

    def respecify(self, spec: RunSpec) -> None:
        """Takes over a spec that differs in what may change on the way: epochs and changes.

        A pass under way begins anew: a change is in force for a whole pass or not at all.
        """
        self.take_back()
        self.spec, self._timetable = spec, Timetable(spec.training)

    @property
    def is_amid_pass(self) -> bool:
        """Whether a pass is under way. The network can be looked at between passes, or after `take_back`."""
        return self._engine.is_amid_pass

    def take_back(self) -> None:
        """Undoes the updates of a pass under way, so that the network is that of `epoch` again."""
        if self.is_amid_pass:
            self.state[:] = self.whole
            self._engine.begin_anew()

    def frame(self) -> Frame:
        """The frame of now."""
        return Frame(self.epoch, self.state.copy(), self.rules.best, self.updates_at(self.epoch))

    def take(self) -> tuple[list[Point], list[Frame]]:
        """What was recorded since the last call: scheduled points of the error curve, scheduled frames."""
        return self.recording.take()

    def predictions(self) -> Array:
        """What the network of now predicts for every row of the table, shape (rows, outputs)."""
        return predict_entered(self.spec, self.parameters, self.spec.data.all.inputs)[-1]

    def measure(self) -> Point:
        """Error and loss of now, whether the schedule asks for them or not."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.point(self.epoch, *self._engine.measure(self._timetable.at(self.epoch)))

    # What an engine calls while it trains.

    def point(self, epoch: int, error: float, loss: float, test_error: float) -> Point:
        """What was measured, as a point of the error curve."""
        return Point(epoch, error, loss, test_error if self.spec.test_rows and isfinite(test_error) else None)

    def updates_at(self, epoch: int) -> int:
        """Updates made by then since the optimizer's memory began."""
        return self.earlier + epoch * self.in_pass

    def keep_whole(self) -> None:
        """Remembers the state as the last whole pass left it."""
        self.whole[...] = self.state

    def next_look(self) -> int:
        """The epoch at which `look` has something to do next."""
        return self.epoch + 1 if self.rules.are_any else self.recording.next_after(self.epoch)

    def look(self, measured: Point | None = None) -> None:
        """Records what the schedules ask for at this epoch, and ends the run by a stop rule or by overflow."""
        is_scheduled = self.recording.history.holds(self.epoch)
        if is_scheduled or self.rules.are_any:
            point = measured or self.measure()
            if not point.is_finite:
                self.ending = overflowed(self.epoch)
                return
            if is_scheduled:
                self.recording.points.append(point)
            self.ending = self.rules.ending(point)
        if self.recording.kept.holds(self.epoch):
            self.recording.frames.append(self.frame())

    def diverge(self, place: int) -> None:
        """Ends the run by a parameter that grew too large; the last finite frame stays."""
        self.state[:] = self.whole
        self.ending = diverged(self.parameters.name(place), self.epoch)
