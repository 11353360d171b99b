"""A recording is a run as it can be watched: what is stored of it, and a way to wait for more."""

import asyncio
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.store import StoredFrame, Write
from elevenlines.core.spec.features import Features
from elevenlines.core.training import Point

POINT_BYTES = 200  # four lists of Python's numbers
SPEC_BYTES = 60  # for each number of a spec: itself and its JSON
MADE_BYTES = 16  # for each number that is made of a table's columns: itself, and among the rows for training or test


@dataclass
class History:
    """The error curve as parallel lists, in the order of the epochs."""

    epoch: list[int] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    test_error: list[float | None] = field(default_factory=list)

    @classmethod
    def of(cls, points: list[Point]) -> "History":
        """The curve through these points."""
        history = cls()
        history.extend(points)
        return history

    def extend(self, points: list[Point]) -> None:
        """Adds points at the end. A point that is there already came again after a crash, and is the same."""
        for point in points:
            if not self.epoch or point.epoch > self.epoch[-1]:
                self.epoch.append(point.epoch)
                self.error.append(point.error)
                self.loss.append(point.loss)
                self.test_error.append(point.test_error)

    def after(self, epoch: int | None, newest: Point | None) -> "History":
        """The points after that epoch (None: all of them), with the newest one at the end, scheduled or not."""
        start = 0 if epoch is None else bisect_right(self.epoch, epoch)
        part = History(self.epoch[start:], self.error[start:], self.loss[start:], self.test_error[start:])
        if newest is not None and (epoch is None or newest.epoch > epoch):
            part.extend([newest])
        return part


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment, to be read from any thread.

    Attributes:
        run: as it is shown.
        newest: its newest state.
        history: the points that were asked for.
    """

    run: Run
    newest: StoredFrame
    history: History


class Recording:
    """One run in memory.

    Attributes:
        run: as it is stored, and so as it is shown.
        draft: as it will be once everything submitted is stored.
        history: the stored points of the error curve.
        newest: the stored state from which the run goes on.
        lock: held while a command to this run is carried out.
        is_deleted: whether the run is gone.
    """

    def __init__(self, run: Run, history: History, newest: StoredFrame) -> None:
        """Makes the recording of a run that is stored."""
        self.run = run
        self.draft = run
        self.history = history
        self.newest = newest
        self.lock = asyncio.Lock()
        self.is_deleted = False
        self._changed = asyncio.Event()
        self._watchers = 0

    def publish(self, write: Write) -> None:
        """Shows what has just been stored."""
        self.run = write.run
        self.history.extend(write.points)
        if write.newest is not None:
            self.newest = write.newest
        self.wake()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Keeps this recording in memory meanwhile, so that whoever waits for it hears of the next change."""
        self._watchers += 1
        try:
            yield
        finally:
            self._watchers -= 1

    def snapshot(self, since: int | None) -> Snapshot:
        """The run as it is now, with the points after that epoch (None: all)."""
        return Snapshot(self.run, self.newest, self.history.after(since, self.newest_point))

    @property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        spec = self.run.spec
        made = len(spec.table.inputs) * spec.layer_sizes[0] if spec.features != Features() else 0
        kept = POINT_BYTES * len(self.history.epoch) + SPEC_BYTES * spec.numbers + MADE_BYTES * made
        return len(self.newest.state) + kept

    @property
    def is_idle(self) -> bool:
        """Whether it could be loaded from the store again without anybody noticing."""
        return self._watchers == 0 and not self.lock.locked() and self.draft is self.run

    async def change(self) -> None:
        """Waits for the next publication."""
        await self._changed.wait()

    def wake(self) -> None:
        """Lets those who wait look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def newest_point(self) -> Point | None:
        """The end of the error curve; None where its numbers are not finite."""
        if self.run.error is None or self.run.loss is None:
            return None
        return Point(self.run.epoch, self.run.error, self.run.loss, self.run.test_error)
