"""Nothing is shown, and no command is answered, before the store has it: a kill would take back what somebody saw."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.exc import OperationalError

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.start import Start, begun
from elevenlines.app.runs.storing import recorder
from elevenlines.app.runs.storing.recorder import Recorder
from elevenlines.app.runs.storing.store import Store, StoredFrame, Write
from elevenlines.app.runs.workers.dispatcher import draft
from elevenlines.app.settings import Settings
from elevenlines.core.compiled.cache import VARIABLE
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Point

SPEC = RunSpec.model_validate({"table": {"inputs": [[0, 1]], "targets": [[1]]}, "training": {"epochs": 10}})
SERVICE = "elevenlines.app.runs.service.Store"


class HeldStore(Store):
    """A store that keeps every writer waiting before its commit until it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.is_asked = threading.Event()
        self.may_write = threading.Event()

    def write(self, writes: Sequence[Write], deleted: Iterable[str] = ()) -> None:
        self.is_asked.set()
        self.may_write.wait()
        super().write(writes, deleted)

    async def reached(self) -> None:
        """Waits until a writer stands before its commit, then gives whoever wants to be early every chance."""
        await asyncio.to_thread(self.is_asked.wait)
        for _ in range(100):
            await asyncio.sleep(0)


@pytest_asyncio.fixture
async def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunService]:
    """Without workers, over a store that is held."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "compiled"))
    monkeypatch.setattr(SERVICE, HeldStore)
    made = RunService(Settings(data=tmp_path))
    made._recorder.start()
    yield made
    held(made).may_write.set()
    await made._recorder.close()
    made._store.close()


def held(service: RunService) -> HeldStore:
    assert isinstance(service._store, HeldStore)
    return service._store


async def stored(service: RunService) -> Recording:
    """A run that is in the store already; the next write is held again."""
    store = held(service)
    store.may_write.set()
    recording = await service.create(SPEC, Start(paused=True))
    store.may_write.clear()
    store.is_asked.clear()
    return recording


async def test_what_is_told_is_in_the_store(tmp_path: Path) -> None:
    """Whatever is shown can be read back in this very moment, by another who opens the file."""
    store = Store(tmp_path)
    told: list[bool] = []

    def on_stored(write: Write) -> None:
        epochs = [frame.epoch for frame in write.frames]
        kept, _ = store.frames(write.run.id, 0, 100, 100)
        told.append(
            store.run(write.run.id) == write.run
            and store.newest(write.run.id) == write.newest
            and set(write.points) <= set(store.points(write.run.id))
            and set(epochs) <= {frame.epoch for frame in kept}
        )

    one = Recorder(store, on_stored)
    one.start()
    first = begun(SPEC, Start(paused=True))
    await one.commit(first)
    for epoch in range(1, 6):
        frame = StoredFrame(epoch, first.frames[0].state)
        one.submit(Write(replace(first.run, epoch=epoch), frame, [Point(epoch, 0.5, 0.5)], [frame]))
        await one.flush()
    await one.close()
    store.close()
    assert told == [True] * 6


async def test_a_state_is_shown_once_it_is_stored(service: RunService) -> None:
    recording = await stored(service)
    before = recording.snapshot(None)
    frame = StoredFrame(7, before.newest.state)
    with recording.watched():
        news = asyncio.ensure_future(recording.change())
        write = draft(
            recording, newest=frame, points=[Point(7, 0.5, 0.25)], frames=[frame], epoch=7, error=0.5, loss=0.25
        )
        service._recorder.submit(write)
        await held(service).reached()
        assert not news.done()
        assert recording.snapshot(None) == before
        assert [run.epoch for run in (await service.runs(9, None, None))[0]] == [0]
        held(service).may_write.set()
        await news
    after = recording.snapshot(None)
    assert (after.run.epoch, after.newest, after.history.epoch) == (7, frame, [0, 7])


async def test_a_run_is_acknowledged_once_its_spec_is_committed(service: RunService) -> None:
    creating = asyncio.ensure_future(service.create(SPEC, Start(paused=True)))
    await held(service).reached()
    assert not creating.done()
    assert (await service.runs(9, None, None))[0] == []
    held(service).may_write.set()
    recording = await creating
    assert service._store.run(recording.run.id) == recording.run


async def test_a_command_is_acknowledged_once_it_is_committed(service: RunService) -> None:
    recording = await stored(service)
    stopping = asyncio.ensure_future(service.stop(recording.run.id))
    await held(service).reached()
    assert not stopping.done()
    assert recording.snapshot(None).run.status is Status.PAUSED
    held(service).may_write.set()
    await stopping
    kept = service._store.run(recording.run.id)
    assert kept is not None
    assert (kept, kept.status) == (recording.run, Status.STOPPED)


async def test_what_cannot_be_stored_is_not_shown_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, shown, troubles = Store(tmp_path), list[Write](), list[str | None]()
    write, early = store.write, list[Write]()

    def fail_twice(writes: Sequence[Write], deleted: Iterable[str] = ()) -> None:
        troubles.append(one.trouble)
        early.extend(shown)  # not asserted here: a recorder whose task has died answers nobody
        if len(troubles) < 3:
            raise OperationalError("insert", {}, Exception("the disk is full"))
        write(writes, deleted)

    monkeypatch.setattr(recorder, "RETRY_DELAY", 0)
    monkeypatch.setattr(store, "write", fail_twice)
    one = Recorder(store, shown.append)
    one.start()
    await one.commit(begun(SPEC, Start(paused=True)))
    said = "the store cannot be written: the disk is full"
    assert (troubles, one.trouble, len(shown), early) == ([None, said, said], None, 1, [])
    await one.close()
    store.close()
