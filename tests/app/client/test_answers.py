"""The client's answers take what a newer server adds, and a trace finds its steps by name."""

from typing import Any

import pytest

from elevenlines.app.client.answers import State, Trace

STEP = {"name": "l1", "layer": 1, "formula": "nonlin(l1_z)", "shape": [1], "value": [0.5], "meaning": "", "reads": []}


def test_a_traces_steps_go_by_name() -> None:
    steps = [STEP | {"rows": None}, STEP | {"name": "l2", "rows": None}]
    trace = Trace.model_validate({"epoch": 0, "batch": 0, "batches": 1, "rows": [0], "steps": steps, "added": 1})
    assert trace["l2"] is trace.steps[1]
    with pytest.raises(KeyError):
        trace["l3"]


@pytest.mark.parametrize("status", ["running", "paused", "done", "failed"])
def test_when_nothing_more_will_come(status: str) -> None:
    numbers: dict[str, Any] = dict.fromkeys(("error", "loss", "test_error", "message", "frame"))
    history: dict[str, Any] = {"epoch": [], "error": [], "loss": [], "test_error": None}
    counts = {"epoch": 1, "epochs": 2, "revision": 3, "next": 1}
    state = State.model_validate(numbers | counts | {"status": status, "history": history})
    assert state.is_over == (status in {"done", "failed"})
