"""Frames of past epochs, over a real store and workers that never come: what is computed again stays under way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from elevenlines.app.runs.frames import REPLAYS, Frames
from elevenlines.app.runs.recording import History, Recording
from elevenlines.app.runs.run import QueueFull, UnknownRun
from elevenlines.app.runs.start import Start, begun
from elevenlines.app.runs.storing.recorder import Recorder
from elevenlines.app.runs.storing.store import Store, StoredFrame
from elevenlines.app.runs.workers.dispatcher import Dispatcher
from elevenlines.app.runs.workers.messages import pack_state
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame, Training

SPEC = RunSpec.model_validate(
    {"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}, "training": {"epochs": 10_000}}
)


class Asked(Store):
    """A store that counts how often it is asked."""

    times = 0

    def frames_before(self, run_id: str, epoch: int, count: int) -> list[StoredFrame]:
        self.times += 1
        return super().frames_before(run_id, epoch, count)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Asked]:
    opened = Asked(tmp_path)
    yield opened
    opened.close()


def frame(epoch: int) -> StoredFrame:
    return StoredFrame(epoch, pack_state(Frame(epoch, Training(SPEC).frame().state)))


def recorded(store: Store, kept: list[int]) -> Recording:
    """A run at epoch 10,000 that has kept these frames."""
    write = begun(SPEC, Start())
    write.run = replace(write.run, epoch=10_000)
    write.newest = frame(10_000)
    write.frames = [frame(epoch) for epoch in kept]
    store.write([write])
    return Recording(write.run, History(), write.newest)


def frames_of(store: Store) -> Frames:
    return Frames(store, Dispatcher(Recorder(store, lambda _: None), workers=0, memory=0, live=1))


async def test_so_many_are_computed_again_at_once_and_no_more(store: Asked) -> None:
    recording, frames = recorded(store, [0]), frames_of(store)
    for epoch in range(1, REPLAYS + 1):
        assert await frames.of(recording, epoch, patience=0) is None
    assert await frames.of(recording, 1, patience=0) is None  # under way already: not another one
    with pytest.raises(QueueFull):
        await frames.of(recording, REPLAYS + 1, patience=0)
    assert await frames.of(recording, 0, patience=0) == frame(0)  # what is kept costs nothing
    assert await frames.of(recording, 10_000, patience=0) == recording.newest


async def test_who_scrubs_from_an_epoch_back_reads_the_store_once(store: Asked) -> None:
    recording, frames = recorded(store, [0, 8_192, 8_448]), frames_of(store)
    for epoch in (8_449, 8_500, 8_448, 8_700, 8_300, 8_192):
        await frames.of(recording, epoch, patience=0)
    assert store.times == 1


async def test_an_epoch_before_the_first_or_after_the_last_is_not_there(store: Asked) -> None:
    recording, frames = recorded(store, [0]), frames_of(store)
    with pytest.raises(UnknownRun):
        await frames.of(recording, 10_001, patience=0)
    recording.run = replace(recording.run, first=5)
    with pytest.raises(UnknownRun):
        await frames.of(recording, 4, patience=0)
