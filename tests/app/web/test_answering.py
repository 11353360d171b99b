"""Which frame a question is about, and what is answered where there is none yet."""

from typing import Any

import pytest

from elevenlines.app.runs.recording import History, Recording
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.start import Start, begun
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.web import answering
from elevenlines.app.web.answering import PATIENCE, Answered, frame_at
from elevenlines.core.presets import PRESETS


class Service:
    """Has the frame of epoch 7 alone, and no news."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, float]] = []
        self.waited = 0

    async def frame(self, run_id: str, epoch: int, patience: float) -> StoredFrame | None:
        self.asked.append((run_id, epoch, patience))
        return StoredFrame(7, b"seven") if epoch == 7 else None

    async def wait_for_news(self, recording: Recording, seen: int, seconds: float) -> None:
        assert seen == recording.run.revision
        assert 0 < seconds <= 5
        self.waited += 1
        recording.newest = StoredFrame(recording.newest.epoch + 1, b"newer")


@pytest.fixture
def recording() -> Recording:
    write = begun(PRESETS["and"].spec, Start())
    return Recording(write.run, History.of(write.points), write.frames[0])


async def frame(service: Any, recording: Recording, epoch: int | None) -> StoredFrame:
    return await frame_at(recording, service, epoch)


async def newer(service: Any, recording: Recording, **asked: Any) -> StoredFrame:
    return await answering._newer_frame(recording, service, **asked)


async def test_the_newest_is_asked_of_nobody(recording: Recording) -> None:
    service = Service()
    assert await frame(service, recording, None) is recording.newest
    assert service.asked == []


async def test_an_epoch_is_asked_for_with_patience(recording: Recording) -> None:
    service = Service()
    assert (await frame(service, recording, 7)).state == b"seven"
    assert service.asked == [(recording.run.id, 7, PATIENCE)]


async def test_a_frame_that_takes_longer_is_promised(recording: Recording) -> None:
    with pytest.raises(Answered) as ended:
        await frame(Service(), recording, 8)
    assert ended.value.response.status_code == 202
    assert int(ended.value.response.headers["retry-after"]) > 0


async def test_what_is_newer_is_waited_for(recording: Recording) -> None:
    service = Service()
    assert (await newer(service, recording, since=1, wait=5.0)).epoch == 2
    assert service.waited == 2


async def test_nothing_newer_is_204(recording: Recording) -> None:
    with pytest.raises(Answered) as ended:
        await newer(Service(), recording, since=0)
    assert ended.value.response.status_code == 204


async def test_newer_than_one_and_exactly_another_is_refused(recording: Recording) -> None:
    with pytest.raises(Refused) as refused:
        await newer(Service(), recording, since=0, epoch=7)
    assert refused.value.pointer == "/query/since"


async def test_small_networks_are_computed_at_once_and_large_ones_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[Any] = []

    async def in_thread(work: Any) -> Any:
        threads.append(work)
        return work()

    monkeypatch.setattr(answering, "run_in_threadpool", in_thread)
    assert await answering.computed(PRESETS["and"].spec, lambda: 1) == 1
    assert threads == []
    monkeypatch.setattr(answering, "SMALL", 1)
    assert await answering.computed(PRESETS["and"].spec, lambda: 2) == 2
    assert len(threads) == 1
