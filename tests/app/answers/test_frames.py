"""A state tells whether more will come."""

from typing import Any

import pytest

from elevenlines.app.answers.frames import State


@pytest.mark.parametrize("status", ["running", "paused", "done", "failed"])
def test_when_nothing_more_will_come(status: str) -> None:
    numbers: dict[str, Any] = dict.fromkeys(("error", "loss", "test_error", "message", "frame"))
    history: dict[str, Any] = {"epoch": [], "error": [], "loss": [], "test_error": None}
    counts = {"id": "a", "epoch": 1, "epochs": 2, "revision": 3, "next": 1}
    state = State.model_validate(numbers | counts | {"status": status, "history": history})
    assert state.is_over == (status in {"done", "failed"})
