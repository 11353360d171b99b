"""The dispatcher knows which run is where: waiting, in the hands of a worker, or nowhere.

A run that goes on is a *job*. A job ends with its last message. If its worker dies before, the job goes on in
another one from the run's stored state, to the same numbers.
"""

import asyncio
import itertools
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import WrongState
from elevenlines.app.runs.storing.recorder import Recorder
from elevenlines.app.runs.storing.store import StoredFrame, Write
from elevenlines.app.runs.workers.messages import MOVED, Configured, Failed, Progress
from elevenlines.app.runs.workers.pool import Pool, WorkerProcess
from elevenlines.core.spec.changes import with_epochs, with_settings
from elevenlines.core.training import Point

DEATHS = 3  # a run that takes so many workers with it is not tried again
_DEADLY = f"{{}} ended its worker process {DEATHS} times"
STEPS = 2  # a step begins while fewer than so many times the live runs train: somebody waits for its answer


class JobOver(Exception):  # noqa: N818  (says what happened)
    """The job ended before the question was answered."""


@dataclass
class _Question:
    """A change that a worker was asked to make, and who waits for it."""

    settings: dict[str, float]
    epochs: int | None
    pace: tuple[float | str | None] | None  # None: not asked for
    ends_step: bool
    answered: asyncio.Future[None]

    def answer(self) -> None:
        """Tells who waits, if anybody still does."""
        if not self.answered.done():
            self.answered.set_result(None)


@dataclass
class _Job:
    recording: Recording
    worker: WorkerProcess | None = None  # None while it waits for one
    halting: Status | None = None  # it has been asked to end with this status
    questions: dict[int, _Question] = field(default_factory=dict)

    def leave(self, number: int) -> None:
        """Takes it from its worker, if it has one."""
        if self.worker is not None:
            self.worker.jobs.discard(number)
            self.worker = None

    def ask_no_more(self) -> None:
        """Tells all who wait for an answer that none will come."""
        for question in self.questions.values():
            if not question.answered.done():
                question.answered.set_exception(JobOver())
        self.questions.clear()


@dataclass
class _Replay:
    """One frame computed again."""

    recording: Recording
    start: StoredFrame
    epoch: int
    frame: asyncio.Future[StoredFrame]
    worker: WorkerProcess | None = None


class Dispatcher:
    """Places runs with workers and follows what becomes of them."""

    def __init__(self, recorder: Recorder, workers: int, memory: int, live: int) -> None:
        """Makes a dispatcher; `pool` is started and closed by its owner.

        Args:
            recorder: takes what is to be stored.
            workers: how many processes.
            memory: bytes of address space of each.
            live: how many runs train at once; further ones wait.
        """
        self.pool = Pool(workers, memory, self._on_message, self._on_death)
        self._recorder = recorder
        self._live = live
        self._numbers = itertools.count(1)
        self._jobs: dict[int, _Job] = {}
        self._replays: dict[int, _Replay] = {}
        self._number_of: dict[str, int] = {}  # run id -> job
        self._waiting: deque[int] = deque()
        self._deaths: Counter[str] = Counter()
        self._aftermath: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many runs wait for their turn."""
        return len(self._waiting)

    @property
    def training(self) -> int:
        """How many runs are in workers."""
        return len(self._jobs) - len(self._waiting)

    def has(self, recording: Recording) -> bool:
        """Whether the run goes on, or waits for its turn to."""
        return recording.run.id in self._number_of

    def begin(self, recording: Recording, goal: int | None = None) -> None:
        """Lets a run go on; if too many do, it waits.

        Args:
            recording: of the run.
            goal: the epoch at which it pauses again. Such a step goes before all others: somebody waits for it.
        """
        number = next(self._numbers)
        self._jobs[number] = _Job(recording)
        self._number_of[recording.run.id] = number
        self._submit(recording, status=Status.QUEUED, goal=goal)
        if goal is None:
            self._waiting.append(number)
        else:
            self._waiting.appendleft(number)
        self._place_waiting()

    def halt(self, recording: Recording, status: Status) -> None:
        """Asks a run that goes on to end with that status; the recording changes when it has."""
        number = self._number_of[recording.run.id]
        job = self._jobs[number]
        job.halting = status
        if job.worker is None:
            self._end(number, status, **last_of(recording))
        else:
            job.worker.send({"do": "halt", "job": number, "status": str(status)})

    async def configure(
        self,
        recording: Recording,
        settings: dict[str, float],
        epochs: int | None,
        pace: tuple[float | str | None] | None,
        *,
        ends_step: bool = False,
    ) -> None:
        """Changes a run that is in a worker; returns when the change is stored.

        Args:
            recording: of the run.
            settings: what is to be in force from the next pass on.
            epochs: its new end, None for the same.
            pace: its new pace in a tuple, None for the same.
            ends_step: let a run that is stepped go on as others do.

        Raises:
            JobOver: the run is not in a worker, or left it before it answered.
        """
        number = self._number_of.get(recording.run.id)
        job = self._jobs[number] if number is not None else None
        if job is None or number is None or job.worker is None:
            raise JobOver
        token = next(self._numbers)
        question = _Question(settings, epochs, pace, ends_step, asyncio.get_running_loop().create_future())
        job.questions[token] = question
        message: dict[str, Any] = {"do": "configure", "job": number, "token": token}
        if settings:
            message["settings"] = settings
        run = recording.draft
        if epochs is not None:
            message["epochs"] = epochs
        if run.goal is None or ends_step:
            message["until"] = run.epochs if epochs is None else epochs
            if pace is not None or ends_step:
                message["pace"] = run.pace if pace is None else pace[0]
        job.worker.send(message)
        await question.answered

    async def replay(self, recording: Recording, start: StoredFrame, epoch: int) -> StoredFrame:
        """Computes the frame of an epoch again, from an earlier frame of the run."""
        number = next(self._numbers)
        frame: asyncio.Future[StoredFrame] = asyncio.get_running_loop().create_future()
        self._replays[number] = _Replay(recording, start, epoch, frame)
        self._place_replays()
        return await frame

    def _place_replays(self) -> None:
        for number, replay in self._replays.items():
            if replay.worker is None:
                message = _train_message(number, replay.recording, replay.start, replay.epoch)
                replay.worker = self.pool.place(number, message | {"pace": None, "replay": True})

    def _place_waiting(self) -> None:
        while self._waiting:
            number = self._waiting[0]
            job = self._jobs[number]
            run = job.recording.draft
            if self.training >= self._live * (1 if run.goal is None else STEPS):
                return
            message = _train_message(number, job.recording, job.recording.newest, run.until)
            if run.goal is not None:
                message["pace"] = None
            worker = self.pool.place(number, message)
            if worker is None:
                return
            job.worker = worker
            self._waiting.popleft()
            self._submit(job.recording, status=Status.RUNNING)

    def _on_message(self, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        if message["say"] == "ready":
            self._place_replays()
            self._place_waiting()
            self._share_evenly()
            return
        number = message["job"]
        if number in self._replays:
            self._finish_replay(number, message)
        elif number in self._jobs:
            handle: dict[str, Callable[[int, Any], None]] = {
                "progress": self._progress,
                "configured": self._configured,
                "failed": self._failed,
            }
            handle[message["say"]](number, message)

    def _progress(self, number: int, message: Progress) -> None:
        job = self._jobs[number]
        measured = Point(message["epoch"], message["error"], message["loss"], message["test_error"])
        self._submit(
            job.recording,
            newest=StoredFrame(message["epoch"], message["state"]),
            points=[Point(*point) for point in message["points"]],
            frames=[StoredFrame(*frame) for frame in message["frames"]],
            epoch=message["epoch"],
            message=message["message"],
            error=measured.error if measured.is_finite else None,
            loss=measured.loss if measured.is_finite else None,
            test_error=measured.test_error if measured.is_finite else None,
        )
        if message["status"] == MOVED:
            if job.worker is not None:
                job.worker.jobs.discard(number)
            self._go_on_elsewhere({number})
        elif message["status"] is not None:
            self._end(number, Status(message["status"]))

    def _configured(self, number: int, message: Configured) -> None:
        job = self._jobs[number]
        question = job.questions.pop(message["token"])
        spec = job.recording.draft.spec
        if question.settings:
            spec = with_settings(spec, message["epoch"], question.settings)
        if question.epochs is not None:
            spec = with_epochs(spec, question.epochs)
        changed: dict[str, Any] = {"spec": spec}
        if question.pace is not None:
            changed["pace"] = question.pace[0]
        if question.ends_step:
            changed["goal"] = None
        stored = self._recorder.commit(draft(job.recording, has_new_spec=True, **changed))
        stored.add_done_callback(lambda _: question.answer())

    def _failed(self, number: int, message: Failed) -> None:
        self._end(number, Status.FAILED, message=message["message"])

    def _finish_replay(self, number: int, message: Any) -> None:  # noqa: ANN401  (a Progress or a Failed)
        replay = self._replays.pop(number)
        if replay.worker is not None:
            replay.worker.jobs.discard(number)
        if replay.frame.done():
            return
        if message["say"] == "failed":
            replay.frame.set_exception(WrongState(f"this frame cannot be computed again: {message['message']}"))
        else:
            replay.frame.set_result(StoredFrame(message["epoch"], message["state"]))

    def _end(self, number: int, status: Status, **besides: Any) -> None:  # noqa: ANN401  (fields of Run and Write)
        job = self._jobs.pop(number)
        del self._number_of[job.recording.run.id]
        if job.worker is None:
            self._waiting.remove(number)
        job.leave(number)
        self._recorder.commit(draft(job.recording, status=status, goal=None, **besides))  # somebody waits for an end
        job.ask_no_more()
        self._place_waiting()

    def _on_death(self, numbers: set[int], at_turn: int) -> None:
        """Its jobs go on elsewhere, once all that the dead worker sent is stored."""
        at_fault = self._jobs.get(at_turn) or self._replays.get(at_turn)
        if at_fault is not None:
            self._deaths[at_fault.recording.run.id] += 1
        for number in numbers & self._replays.keys():
            replay = self._replays[number]
            replay.worker = None
            if self._deaths[replay.recording.run.id] >= DEATHS:
                del self._replays[number]
                if not replay.frame.done():
                    replay.frame.set_exception(WrongState(_DEADLY.format("computing this frame")))
        self._place_replays()
        self._go_on_elsewhere(numbers & self._jobs.keys())

    def _share_evenly(self) -> None:
        """Takes runs from workers that have more than their share, for one that has just begun."""
        for number in self.pool.surplus():
            job = self._jobs.get(number)
            if job is not None and job.worker is not None:
                job.worker.send({"do": "halt", "job": number, "status": MOVED})

    def _go_on_elsewhere(self, numbers: set[int]) -> None:
        task = asyncio.create_task(self._wait_again(numbers))
        self._aftermath.add(task)
        task.add_done_callback(self._aftermath.discard)

    async def _wait_again(self, numbers: set[int]) -> None:
        """Puts runs that have left their worker before all that wait, once everything it said is stored."""
        await self._recorder.flush()
        for number in sorted(numbers, reverse=True):
            job = self._jobs[number]
            job.ask_no_more()
            job.leave(number)
            self._waiting.appendleft(number)
            if self._deaths[job.recording.run.id] >= DEATHS:
                self._end(number, Status.FAILED, message=_DEADLY.format("training it"))
            elif job.halting is not None:
                self._end(number, job.halting, **last_of(job.recording))
            else:
                self._submit(job.recording, status=Status.QUEUED)
        self._place_waiting()

    def _submit(self, recording: Recording, **changed: Any) -> None:  # noqa: ANN401  (fields of Run and Write)
        self._recorder.submit(draft(recording, **changed))


def draft(recording: Recording, **changed: Any) -> Write:  # noqa: ANN401  (fields of Run and Write)
    """What is to be stored when these fields of the run change; its revision is raised."""
    for_write = {name: changed.pop(name) for name in ("newest", "points", "frames", "has_new_spec") if name in changed}
    recording.draft = replace(recording.draft, **changed, revision=recording.draft.revision + 1)
    return Write(recording.draft, **for_write)


def last_of(recording: Recording) -> dict[str, Any]:
    """The last epoch of a run that ends while it rests: kept, whatever the schedules say."""
    point = recording.newest_point
    return {"points": [] if point is None else [point], "frames": [recording.newest]}


def _train_message(number: int, recording: Recording, start: StoredFrame, until: int) -> dict[str, Any]:
    run = recording.draft
    return {
        "do": "train",
        "job": number,
        "spec": run.spec.json_text.decode(),
        "first": run.first,
        "epoch": start.epoch,
        "state": start.state,
        "until": until,
        "pace": run.pace,
        "replay": False,
    }
