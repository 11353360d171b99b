"""A trace finds its steps by name, and takes what a newer server adds."""

import pytest

from elevenlines.app.answers.passes import Trace

STEP = {"name": "l1", "layer": 1, "formula": "nonlin(l1_z)", "shape": [1], "value": [0.5], "meaning": "", "reads": []}


def test_a_traces_steps_go_by_name() -> None:
    steps = [STEP | {"rows": None}, STEP | {"name": "l2", "rows": None}]
    trace = Trace.model_validate({"epoch": 0, "batch": 0, "batches": 1, "rows": [0], "steps": steps, "added": 1})
    assert trace["l2"] is trace.steps[1]
    with pytest.raises(KeyError):
        trace["l3"]
