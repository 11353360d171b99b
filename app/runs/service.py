"""The run service: what can be asked of runs. Every command answers when it is stored."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from pydantic import ValidationError

from elevenlines.app.answers.status import Pace, Status
from elevenlines.app.runs.cache import Cache
from elevenlines.app.runs.frames import Frames
from elevenlines.app.runs.recording import History, Recording
from elevenlines.app.runs.run import QueueFull, Refused, Run, Stopping, UnknownRun, WrongState
from elevenlines.app.runs.start import Start, begun, forked_name
from elevenlines.app.runs.storing.recorder import Recorder
from elevenlines.app.runs.storing.store import Store, StoredFrame, Write
from elevenlines.app.runs.workers.compiled import keep_in
from elevenlines.app.runs.workers.dispatcher import Dispatcher, JobOver, draft, last_of
from elevenlines.app.runs.workers.messages import unpack_frame
from elevenlines.app.settings import Settings
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs, with_settings
from elevenlines.core.training import Frame
from elevenlines.core.training.forks import Difference, fork

CACHED = 256_000_000  # bytes of recordings in memory that nobody trains


@dataclass(frozen=True)
class Update:
    """What of a run is to change; None leaves it. `pace` is in a tuple, since None is a pace."""

    name: str | None = None
    pace: tuple[Pace] | None = None
    epochs: int | None = None
    settings: dict[str, float] | None = None


class RunService:
    """Runs, from their start to their end and after."""

    def __init__(self, settings: Settings) -> None:
        """Opens the store; `start` starts the workers."""
        self._settings = settings
        self._store = Store(settings.data)
        keep_in(settings.data)
        self._recorder = Recorder(self._store, self._on_stored)
        self._dispatcher = Dispatcher(self._recorder, settings.workers, settings.worker_memory, settings.live_runs)
        self._recordings: Cache[str, Recording] = Cache(CACHED, lambda recording: recording.weight, self._is_idle)
        self._loading: dict[str, asyncio.Task[Recording]] = {}
        self._frames = Frames(self._store, self._dispatcher)
        self._is_stopping = False

    async def start(self) -> None:
        """Starts the workers, and lets every run go on that was live when the server went down."""
        self._recorder.start()
        self._dispatcher.pool.start()
        for run in await asyncio.to_thread(self._store.unfinished):
            recording = await self.recording(run.id)
            self._dispatcher.begin(recording, run.goal)

    async def close(self) -> None:
        """Ends the workers. Live runs stay live in the store: they go on at the next start."""
        self.refuse_more()
        await self._dispatcher.pool.close()
        await self._recorder.close()
        self._store.close()

    def refuse_more(self) -> None:
        """Takes no more commands, and lets nobody wait any longer."""
        self._is_stopping = True
        for recording in self._recordings.things():
            recording.wake()

    @property
    def unready(self) -> str | None:
        """Why runs cannot be started now, or None."""
        if self._is_stopping:
            return "the server is stopping"
        if not self._dispatcher.pool.is_ready:
            return "no worker is ready yet"
        return self._recorder.trouble

    @property
    def workers(self) -> dict[int, int]:
        """How many runs each worker has, by its process id."""
        return self._dispatcher.pool.loads

    @property
    def counts(self) -> dict[str, int]:
        """How many runs train and how many wait."""
        return {"running": self._dispatcher.training, "queued": self._dispatcher.waiting}

    async def create(self, spec: RunSpec, start: Start) -> Recording:
        """Stores a new run and, unless it is to be paused, lets it begin.

        Raises:
            QueueFull, Stopping.
        """
        self._check_room()
        return await self._store_new(await asyncio.to_thread(begun, spec, start))

    async def fork(
        self, run_id: str, epoch: int, difference: Difference, start: Start, patience: float
    ) -> Recording | None:
        """Stores a new run that goes on from a frame of another one, and lets it begin as `create` does.

        Args:
            run_id: of the parent, which goes on undisturbed.
            epoch: of the frame.
            difference: what the fork has otherwise.
            start: how it is to begin.
            patience: seconds that the frame may take to be computed again; None is returned where it takes longer,
                and the same call made later finds it.

        Raises:
            UnknownRun: there is no such run, or it has no such epoch.
            pydantic.ValidationError: the fork would have no valid spec, see core.training.forks.
            WrongState: the frame cannot be computed again.
            QueueFull, Stopping.
        """
        self._check_room()
        parent = await self.recording(run_id)
        frame = await self._frames.of(parent, epoch, patience)
        if frame is None:
            return None
        spec = parent.run.spec
        name = start.name or forked_name(parent.run.name, epoch)

        def leave() -> Write:
            forked, first = fork(spec, unpack_frame(spec, epoch, frame.state), difference)
            return begun(forked, replace(start, name=name), first, (run_id, epoch))

        return await self._store_new(await asyncio.to_thread(leave))

    async def _store_new(self, write: Write) -> Recording:
        recording = Recording(write.run, History(), write.frames[0])
        self._recordings.put(write.run.id, recording)
        await self._recorder.commit(write)
        if write.run.status is Status.QUEUED:
            self._check_not_stopping()
            self._dispatcher.begin(recording)
        return recording

    async def recording(self, run_id: str) -> Recording:
        """The run of that id, to be watched. Raises UnknownRun."""
        found = self._recordings.get(run_id)
        if found is not None:
            return found
        if run_id not in self._loading:
            task = asyncio.create_task(self._load(run_id))
            self._loading[run_id] = task
            task.add_done_callback(lambda _: self._loading.pop(run_id))
        return await asyncio.shield(self._loading[run_id])

    async def runs(self, limit: int, before: int | None, status: Status | None) -> tuple[list[Run], int | None]:
        """Runs, newest first; see Store.runs. What has just been stored is told when every other answer tells it."""
        stored, following = await asyncio.to_thread(self._store.runs, limit, before, status)
        shown = [recording.run if (recording := self._recordings.get(run.id)) else run for run in stored]
        return [run for run in shown if status is None or run.status is status], following

    async def pause(self, run_id: str) -> Recording:
        """Pauses a run that is live; one that is paused stays so. Raises WrongState for one that has ended."""
        async with self._commanding(run_id) as recording:
            if recording.draft.status.is_ended:
                raise WrongState(f"the run is {recording.draft.status}: only a run that goes on can be paused")
            await self._halt(recording, Status.PAUSED)
        return recording

    async def resume(self, run_id: str) -> Recording:
        """Lets a paused run go on; one that is live stays so. Raises WrongState for one that has ended."""
        async with self._commanding(run_id) as recording:
            run = recording.draft
            if run.status.is_ended:
                more = ": raise its epochs first" if run.status is Status.DONE else ""
                raise WrongState(f"the run is {run.status} and cannot go on{more}")
            if not self._dispatcher.has(recording):
                self._check_room()
                self._dispatcher.begin(recording)
                await self._recorder.flush()
            elif run.goal is not None:
                await self._configure(recording, Update(), ends_step=True)
        return recording

    async def stop(self, run_id: str) -> Recording:
        """Ends a run for good; one that has ended stays as it is."""
        async with self._commanding(run_id) as recording:
            await self._halt(recording, Status.STOPPED)
            if recording.draft.status is Status.PAUSED:
                await self._recorder.commit(draft(recording, status=Status.STOPPED, **last_of(recording)))
        return recording

    async def step(self, run_id: str, epochs: int) -> Recording:
        """Lets a paused run go on by so many epochs; returns when it rests again. Raises WrongState."""
        async with self._commanding(run_id) as recording:
            run = recording.draft
            if run.status is not Status.PAUSED:
                raise WrongState(f"the run is {run.status}: only a paused run can be stepped")
            self._check_room()
            self._dispatcher.begin(recording, min(run.epoch + epochs, run.epochs))
        await self._until(recording, lambda: recording.draft.goal is None)
        await self._recorder.flush()
        return recording

    async def delete(self, run_id: str) -> None:
        """Removes a run and everything kept of it; a live one is stopped first."""
        async with self._commanding(run_id) as recording:
            await self._halt(recording, Status.STOPPED)
            await self._recorder.delete(run_id)
            self._recordings.drop(run_id)
            recording.is_deleted = True
            recording.wake()

    async def update(self, run_id: str, changes: Update) -> Recording:
        """Changes what may change on the way. Raises WrongState, or Refused for a value out of its limits."""
        async with self._commanding(run_id) as recording:
            _check(recording.draft, changes)
            if changes.name is not None:
                await self._recorder.commit(draft(recording, name=changes.name))
            if changes.settings or changes.epochs is not None or changes.pace is not None:
                await self._configure(recording, changes)
        return recording

    async def frames(
        self, recording: Recording, first: int, last: int, limit: int
    ) -> tuple[list[StoredFrame], int | None]:
        """The kept frames of that span of epochs; see Store.frames."""
        return await self._frames.kept(recording.run, first, last, limit)

    async def frame(self, run_id: str, epoch: int, patience: float) -> StoredFrame | None:
        """The frame of exactly that epoch, None if it takes longer than `patience`; see Frames.of."""
        return await self._frames.of(await self.recording(run_id), epoch, patience)

    async def frame_and_before(
        self, run_id: str, epoch: int, patience: float
    ) -> tuple[StoredFrame, StoredFrame | None] | None:
        """That frame and the one of the epoch before; see Frames.with_before."""
        return await self._frames.with_before(await self.recording(run_id), epoch, patience)

    async def first_frame(self, recording: Recording) -> Frame | None:
        """The frame that a fork begins with, which its spec does not tell; None for any other run."""
        run = recording.run
        if run.parent is None:
            return None
        (stored,), _ = await self._frames.kept(run, run.first, run.first, 1)
        return unpack_frame(run.spec, run.first, stored.state)

    async def wait_until_ended(self, recording: Recording, seconds: float) -> None:
        """Waits until the run has ended or the time is up, whichever is first."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._until(recording, lambda: recording.run.status.is_ended), seconds)

    async def wait_for_news(self, recording: Recording, seen: int, seconds: float) -> None:
        """Waits until the run's revision is another than `seen`, it has ended, or the time is up."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(
                self._until(recording, lambda: recording.run.revision != seen or recording.run.status.is_ended),
                seconds,
            )

    async def _until(self, recording: Recording, is_so: Callable[[], bool]) -> None:
        with recording.watched():
            while not is_so():
                if self._is_stopping:
                    raise Stopping("the server is stopping")
                if recording.is_deleted:
                    raise UnknownRun("the run is gone")
                await recording.change()

    @contextlib.asynccontextmanager
    async def _commanding(self, run_id: str) -> AsyncIterator[Recording]:
        """The run of that id, with no other command to it at work."""
        recording = await self.recording(run_id)
        async with recording.lock:
            if recording.is_deleted:
                raise UnknownRun("the run is gone")
            yield recording

    async def _halt(self, recording: Recording, status: Status) -> None:
        if self._dispatcher.has(recording):
            self._dispatcher.halt(recording, status)
            await self._until(recording, lambda: not self._dispatcher.has(recording))
        await self._recorder.flush()

    async def _configure(self, recording: Recording, changes: Update, *, ends_step: bool = False) -> None:
        settings = changes.settings or {}
        while True:
            try:
                await self._dispatcher.configure(recording, settings, changes.epochs, changes.pace, ends_step=ends_step)
            except JobOver:
                await self._recorder.flush()
            else:
                return
            run = recording.draft
            if self._dispatcher.has(recording) and run.status is Status.RUNNING:
                continue  # it changes workers just now
            _check(run, changes)
            spec, status = run.spec, run.status
            if settings:
                spec = with_settings(spec, run.epoch, settings)
            if changes.epochs is not None:
                spec = with_epochs(spec, changes.epochs)
                status = Status.PAUSED if status is Status.DONE and changes.epochs > run.epochs else status
            pace = run.pace if changes.pace is None else changes.pace[0]
            goal = None if ends_step else run.goal
            has_new_spec = spec is not run.spec
            changed = {"spec": spec, "status": status, "pace": pace, "goal": goal}
            await self._recorder.commit(draft(recording, has_new_spec=has_new_spec, **changed))
            return

    async def _load(self, run_id: str) -> Recording:
        run = await asyncio.to_thread(self._store.run, run_id)
        newest = await asyncio.to_thread(self._store.newest, run_id)
        if run is None or newest is None:
            raise UnknownRun("there is no such run")
        points = await asyncio.to_thread(self._store.points, run_id)
        recording = Recording(run, History.of(points), newest)
        self._recordings.put(run_id, recording)
        return recording

    def _on_stored(self, write: Write) -> None:
        recording = self._recordings.get(write.run.id)
        if recording is not None:
            recording.publish(write)
            self._recordings.put(write.run.id, recording)  # it has grown

    def _is_idle(self, recording: Recording) -> bool:
        """Whether the store alone may keep it: nobody watches, commands or trains it."""
        return recording.is_idle and not self._dispatcher.has(recording)

    def _check_not_stopping(self) -> None:
        if self._is_stopping:
            raise Stopping("the server is stopping")

    def _check_room(self) -> None:
        self._check_not_stopping()
        if self._dispatcher.waiting >= self._settings.queued_runs:
            raise QueueFull("too many runs wait already: try again later, or stop some")


def _check(run: Run, changes: Update) -> None:
    """Raises WrongState or Refused where the run does not take these changes."""
    if run.status.is_ended and (changes.settings or changes.pace is not None):
        raise WrongState(f"the run is {run.status}: after the end only name and epochs can change")
    if changes.epochs is not None and changes.epochs < run.epochs:
        raise Refused("/epochs", f"must be at least {run.epochs:,}: a run's epochs only go up")
    if changes.settings:
        try:
            with_settings(run.spec, run.epoch, changes.settings)
        except ValidationError as error:
            first = error.errors()[0]
            field = "changes" if first["loc"] == ("changes",) else next(iter(changes.settings))
            raise Refused(f"/{field}", str(first["msg"])) from error
