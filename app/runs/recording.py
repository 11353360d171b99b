"""A recording is a run as it can be watched: what is stored of it, and a way to wait for more."""

import asyncio
from bisect import bisect_right
from dataclasses import dataclass, field

from app.runs.run import Run
from app.runs.store import StoredFrame, Write
from core.training import Point


@dataclass
class History:
    """The error curve as parallel lists, in the order of the epochs."""

    epoch: list[int] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)

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

    def after(self, epoch: int | None, newest: Point) -> "History":
        """The points after that epoch (None: all of them), up to the newest one, which is always among them."""
        start = 0 if epoch is None else bisect_right(self.epoch, epoch)
        part = History(self.epoch[start:], self.error[start:], self.loss[start:])
        if epoch is None or newest.epoch > epoch:
            part.extend([newest])
        return part


class Recording:
    """One run in memory.

    Attributes:
        run: as it is stored, and so as it is shown.
        draft: as it will be once everything submitted is stored.
        history: the stored points of the error curve.
        newest: the stored state from which the run goes on.
        lock: held while a command to this run is carried out.
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

    def publish(self, write: Write) -> None:
        """Shows what has just been stored."""
        self.run = write.run
        self.history.extend(write.points)
        if write.newest is not None:
            self.newest = write.newest
        self._wake()

    def forget(self) -> None:
        """Tells those who wait that the run is gone."""
        self.is_deleted = True
        self._wake()

    async def change(self) -> None:
        """Waits for the next publication."""
        await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def newest_point(self) -> Point:
        """The end of the error curve."""
        return Point(self.run.epoch, self.run.error, self.run.loss)
