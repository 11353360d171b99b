"""The frames of a run: those that are kept, and those that are computed again for who asks."""

import asyncio
import contextlib

from elevenlines.app.runs.cache import Cache
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import QueueFull, Run, UnknownRun
from elevenlines.app.runs.storing.store import Store, StoredFrame
from elevenlines.app.runs.workers.dispatcher import Dispatcher
from elevenlines.app.runs.workers.messages import state_bytes
from elevenlines.core.training.schedule import frame_schedule

READ = 64_000  # bytes of kept frames that are read at once: whoever scrubs asks for their neighbours next
KNOWN = 64_000_000  # bytes of frames in memory for the next who asks: computed again, or read to begin there
REPLAYS = 32  # frames that are computed again at once


class Frames:
    """Finds the frame of any epoch of any run."""

    def __init__(self, store: Store, dispatcher: Dispatcher) -> None:
        """Looks into the store, and lets the dispatcher's workers compute what is not there."""
        self._store = store
        self._dispatcher = dispatcher
        self._under_way: dict[tuple[str, int], asyncio.Task[StoredFrame]] = {}
        self._known: Cache[tuple[str, int], StoredFrame] = Cache(KNOWN, lambda frame: len(frame.state))

    async def kept(self, run: Run, first: int, last: int, limit: int) -> tuple[list[StoredFrame], int | None]:
        """The kept frames of that span of epochs, none beyond where the run is shown to be; see Store.frames."""
        return await asyncio.to_thread(self._store.frames, run.id, first, min(last, run.epoch), limit)

    async def of(
        self, recording: Recording, epoch: int, patience: float, near: StoredFrame | None = None
    ) -> StoredFrame | None:
        """The frame of exactly that epoch, kept or computed again; None if that takes longer than `patience` seconds.

        The same question asked later finds the work going on, or done. `near` is an earlier frame of the run that
        the caller has: the work begins there, unless the store has a nearer one. Raises UnknownRun where the run has
        not reached the epoch or begins after it, QueueFull where too many frames are computed already, WrongState
        where the frame cannot be computed.
        """
        _check_reached(recording.run, epoch)
        run_id = recording.run.id
        if recording.newest.epoch == epoch:
            return recording.newest
        done = self._known.get((run_id, epoch))
        if done is not None:
            return done
        kept = await self._kept_before(recording, epoch)
        if kept.epoch == epoch:
            return kept
        nearest = near if near is not None and kept.epoch < near.epoch < epoch else kept
        task = self._replay(recording, nearest, epoch)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(task), patience)
        return None

    async def with_before(
        self, recording: Recording, epoch: int, patience: float
    ) -> tuple[StoredFrame, StoredFrame | None] | None:
        """The frame of that epoch and of the epoch before, None for that at the run's first; see `of`.

        Where both are computed again it is once: up to the first of them, and one pass on.
        """
        before = None
        if recording.run.first < epoch <= recording.run.epoch:
            before = await self.of(recording, epoch - 1, patience)
            if before is None:
                return None
        frame = await self.of(recording, epoch, patience, near=before)
        return None if frame is None else (frame, before)

    async def _kept_before(self, recording: Recording, epoch: int) -> StoredFrame:
        """The last kept frame at or before that epoch. It stays in memory, and those before it: see READ."""
        run_id = recording.run.id
        schedule = frame_schedule(recording.run.first, state_bytes(recording.newest.state))
        known = self._known.get((run_id, schedule.before(epoch)))
        if known is not None:
            return known
        count = max(1, READ // len(recording.newest.state))
        kept = await asyncio.to_thread(self._store.frames_before, run_id, epoch, count)
        if not kept:
            raise UnknownRun(f"the run keeps no frame before epoch {epoch:,}")
        for frame in reversed(kept):
            self._known.put((run_id, frame.epoch), frame)
        return kept[0]

    def _replay(self, recording: Recording, kept: StoredFrame, epoch: int) -> asyncio.Task[StoredFrame]:
        """The computation of that frame, from a kept one on; begun if it is not under way yet."""
        key = (recording.run.id, epoch)
        if key in self._under_way:
            return self._under_way[key]
        if len(self._under_way) >= REPLAYS:
            raise QueueFull("too many frames are being computed again: ask later")

        def keep(task: asyncio.Task[StoredFrame]) -> None:
            del self._under_way[key]
            if not task.cancelled() and task.exception() is None:
                self._known.put(key, task.result())

        task = asyncio.create_task(self._dispatcher.replay(recording, kept, epoch))
        self._under_way[key] = task
        task.add_done_callback(keep)
        return task


def _check_reached(run: Run, epoch: int) -> None:
    if epoch > run.epoch:
        raise UnknownRun(f"the run has no epoch {epoch:,}: it is at {run.epoch:,}")
    if epoch < run.first:
        earlier = "" if run.parent is None else f": ask its parent, {run.parent[0]}, for earlier ones"
        raise UnknownRun(f"the run begins at epoch {run.first:,}{earlier}")
