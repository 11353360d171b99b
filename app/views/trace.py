"""A trace as a program reads it."""

from typing import Any

import numpy as np

from elevenlines.core.written.trace import Trace


def trace_json(trace: Trace) -> dict[str, Any]:
    """The trace as api.md has it: arrays as nested lists."""
    return {
        "epoch": trace.epoch,
        "batch": trace.batch,
        "batches": trace.batches,
        "rows": trace.rows.tolist(),
        "steps": [
            {
                "name": step.name,
                "layer": step.layer,
                "formula": step.formula,
                "shape": list(step.value.shape),
                "value": step.value.tolist(),
                "meaning": step.meaning,
                "reads": list(step.reads),
                "rows": None if step.rows is None else step.rows.tolist(),
            }
            for step in trace.steps
        ],
    }


def is_finite(trace: Trace) -> bool:
    """Whether every number of it can be shown."""
    return all(bool(np.isfinite(step.value).all()) for step in trace.steps)
