"""What the service tells, over a real store and workers that never come."""

from pathlib import Path

import pytest

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.dispatcher import draft
from elevenlines.app.runs.messages import pack_state
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.start import Start, begun
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.settings import Settings
from elevenlines.core.compiled.cache import VARIABLE
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame, Training

SPEC = RunSpec.model_validate(
    {"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}, "training": {"epochs": 10}}
)


async def listed(service: RunService, status: Status | None = None) -> list[Run]:
    runs, _ = await service.runs(50, None, status)
    return runs


async def test_lists_tell_nothing_before_the_run_itself_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "compiled"))
    service = RunService(Settings(data=tmp_path))
    first = begun(SPEC, Start())
    service._store.write([first])
    recording = await service.recording(first.run.id)
    end = StoredFrame(10, pack_state(Frame(10, Training(SPEC).frame().state)))
    done = draft(recording, newest=end, frames=[end], epoch=10, status=Status.DONE)
    service._store.write([done])  # by the recorder's thread; it is shown a moment later
    assert recording.run == first.run
    assert await listed(service) == [first.run]
    assert await listed(service, Status.DONE) == []
    kept, following = await service.frames(recording, 0, 100, 100)
    assert ([frame.epoch for frame in kept], following) == ([0], None)
    service._on_stored(done)
    assert await listed(service) == await listed(service, Status.DONE) == [done.run]
    assert [frame.epoch for frame in (await service.frames(recording, 0, 100, 100))[0]] == [0, 10]
    service._store.close()
