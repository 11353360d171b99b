import asyncio
import logging
from typing import Any

import pytest

from elevenlines.app.runs.workers.messages import pack_state
from elevenlines.app.runs.workers.pool import Pool
from elevenlines.app.settings import Settings
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training

SPEC = RunSpec.model_validate({"table": {"inputs": [[0, 1]], "targets": [[1]]}, "training": {"epochs": 3}})
REPLAY = {
    "do": "train",
    "job": 7,
    "spec": SPEC.model_dump_json(),
    "first": 0,
    "epoch": 0,
    "state": pack_state(Training(SPEC).frame()),
    "until": 2,
    "pace": None,
    "replay": True,
}


async def test_a_message_that_cannot_be_used_is_told_and_the_next_one_is_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[Any] = []
    came = asyncio.Event()

    def take(message: Any) -> None:
        heard.append(message)
        came.set()
        if message["say"] == "ready":
            raise KeyError("nobody knows this one")

    pool = Pool(1, Settings().worker_memory, take, lambda *_: None)
    with caplog.at_level(logging.ERROR):
        pool.start()
        await came.wait()
        came.clear()
        assert pool.place(7, REPLAY) is not None
        await came.wait()
        await pool.close()
    assert [message["say"] for message in heard] == ["ready", "progress"]
    assert heard[1]["epoch"] == 2
    assert [record.getMessage() for record in caplog.records] == ["a worker's message could not be used"]
