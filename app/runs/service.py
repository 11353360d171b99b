"""The run service: what can be asked of runs. Every command answers when it is stored."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from app.runs.compiled import keep_in
from app.runs.dispatcher import Dispatcher, JobOver, draft, last_of
from app.runs.messages import pack_state
from app.runs.provenance import provenance
from app.runs.recorder import Recorder
from app.runs.recording import History, Recording
from app.runs.run import Pace, QueueFull, Refused, Run, Status, Stopping, UnknownRun, WrongState
from app.runs.shelf import Shelf
from app.runs.store import Store, StoredFrame, Write
from app.settings import Settings
from core.changes import with_epochs, with_settings
from core.engines import engine_of
from core.spec import RunSpec
from core.training import Training

CACHED = 256_000_000  # bytes of recordings in memory that nobody trains
REPLAYED = 64_000_000  # bytes of frames that were computed again, kept for the next who asks
REPLAYS = 32  # frames that are computed again at once


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
        self._recordings: Shelf[str, Recording] = Shelf(CACHED, lambda recording: recording.weight, self._is_idle)
        self._loading: dict[str, asyncio.Task[Recording]] = {}
        self._replays: dict[tuple[str, int], asyncio.Task[StoredFrame]] = {}  # under way
        self._replayed: Shelf[tuple[str, int], StoredFrame] = Shelf(REPLAYED, lambda frame: len(frame.state))
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
    def is_stopping(self) -> bool:
        """Whether the server is going down."""
        return self._is_stopping

    @property
    def workers(self) -> dict[int, int]:
        """How many runs each worker has, by its process id."""
        return self._dispatcher.pool.loads

    @property
    def counts(self) -> dict[str, int]:
        """How many runs train and how many wait."""
        return {"running": self._dispatcher.training, "queued": self._dispatcher.waiting}

    async def create(self, spec: RunSpec, name: str | None, pace: Pace, *, paused: bool) -> Recording:
        """Stores a new run and, unless it is to be paused, lets it begin.

        Raises:
            QueueFull, Stopping.
        """
        self._check_room()
        training = await asyncio.to_thread(Training, spec)
        points, frames = training.take()
        first = StoredFrame(0, pack_state(training.frame()))
        status = Status(training.outcome) if training.outcome else Status.PAUSED if paused else Status.QUEUED
        point = points[0] if points else training.measure()
        run = Run(
            id=secrets.token_hex(8),
            name=name or _made_name(spec),
            spec=spec,
            status=status,
            created_at=datetime.now(UTC).replace(microsecond=0),
            first=0,
            epoch=0,
            error=point.error if point.is_finite else None,
            loss=point.loss if point.is_finite else None,
            pace=pace,
            engine=engine_of(spec),
            provenance=provenance(engine_of(spec)),
            message=training.message,
        )
        recording = Recording(run, History(), first)
        self._recordings.put(run.id, recording)
        kept = [StoredFrame(frame.epoch, pack_state(frame)) for frame in frames] or [first]
        await self._recorder.commit(Write(run, first, points, kept, is_new=True))
        if status is Status.QUEUED:
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
        """Runs, newest first; see Store.runs."""
        return await asyncio.to_thread(self._store.runs, limit, before, status)

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

    async def update(self, run_id: str, wanted: Update) -> Recording:
        """Changes what may change on the way. Raises WrongState, or Refused for a value out of its limits."""
        async with self._commanding(run_id) as recording:
            _check(recording.draft, wanted)
            if wanted.name is not None:
                await self._recorder.commit(draft(recording, name=wanted.name))
            if wanted.settings or wanted.epochs is not None or wanted.pace is not None:
                await self._configure(recording, wanted)
        return recording

    async def frames(self, run_id: str, first: int, last: int, limit: int) -> tuple[list[StoredFrame], int | None]:
        """The kept frames of that span of epochs; see Store.frames."""
        return await asyncio.to_thread(self._store.frames, run_id, first, last, limit)

    async def frame(self, run_id: str, epoch: int, patience: float) -> StoredFrame | None:
        """The frame of exactly that epoch, kept or computed again; None if that takes longer than `patience`.

        The same question asked later finds the work going on, or done. Raises UnknownRun where the run has
        not reached the epoch, QueueFull where too many frames are computed already.
        """
        recording = await self.recording(run_id)
        if not recording.run.first <= epoch <= recording.run.epoch:
            raise UnknownRun(f"the run has no epoch {epoch:,}: it is at {recording.run.epoch:,}")
        if recording.newest.epoch == epoch:
            return recording.newest
        kept = await asyncio.to_thread(self._store.frame_before, run_id, epoch)
        if kept is None:
            raise UnknownRun(f"the run keeps no frame before epoch {epoch:,}")
        if kept.epoch == epoch:
            return kept
        done = self._replayed.get((run_id, epoch))
        if done is not None:
            return done
        task = self._replay(recording, kept, epoch)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(task), patience)
        return None

    def _replay(self, recording: Recording, kept: StoredFrame, epoch: int) -> asyncio.Task[StoredFrame]:
        """The computation of that frame, from a kept one on; begun if it is not under way yet."""
        key = (recording.run.id, epoch)
        if key in self._replays:
            return self._replays[key]
        if len(self._replays) >= REPLAYS:
            raise QueueFull("too many frames are being computed again: ask later")

        def keep(task: asyncio.Task[StoredFrame]) -> None:
            del self._replays[key]
            if not task.cancelled() and task.exception() is None:
                self._replayed.put(key, task.result())

        task = asyncio.create_task(self._dispatcher.replay(recording, kept, epoch))
        self._replays[key] = task
        task.add_done_callback(keep)
        return task

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

    async def _configure(self, recording: Recording, wanted: Update, *, ends_step: bool = False) -> None:
        settings = wanted.settings or {}
        while True:
            try:
                await self._dispatcher.configure(recording, settings, wanted.epochs, wanted.pace, ends_step=ends_step)
            except JobOver:
                await self._recorder.flush()
            else:
                return
            run = recording.draft
            if self._dispatcher.has(recording) and run.status is Status.RUNNING:
                continue  # it changes workers just now
            _check(run, wanted)
            spec, status = run.spec, run.status
            if settings:
                spec = with_settings(spec, run.epoch, settings)
            if wanted.epochs is not None:
                spec = with_epochs(spec, wanted.epochs)
                status = Status.PAUSED if status is Status.DONE and wanted.epochs > run.epochs else status
            pace = run.pace if wanted.pace is None else wanted.pace[0]
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


def _check(run: Run, wanted: Update) -> None:
    """Raises WrongState or Refused where the run does not take these changes."""
    if run.status.is_ended and (wanted.settings or wanted.pace is not None):
        raise WrongState(f"the run is {run.status}: after the end only name and epochs can change")
    if wanted.epochs is not None and wanted.epochs < run.epochs:
        raise Refused("/epochs", f"must be at least {run.epochs:,}: a run's epochs only go up")
    if wanted.settings:
        try:
            with_settings(run.spec, run.epoch, wanted.settings)
        except ValidationError as error:
            first = error.errors()[0]
            field = "changes" if first["loc"] == ("changes",) else next(iter(wanted.settings))
            raise Refused(f"/{field}", str(first["msg"])) from error


def _made_name(spec: RunSpec) -> str:
    sizes = "-".join(map(str, spec.layer_sizes))
    return f"{sizes} {spec.network.activation}, seed {spec.seed}"
