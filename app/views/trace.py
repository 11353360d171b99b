"""A trace as a program reads it."""

import numpy as np

from elevenlines.app.answers.passes import Trace, TraceStep
from elevenlines.core.trace.iteration import Trace as TraceOf


def told(trace: TraceOf) -> Trace:
    """The trace as api.md has it: arrays as nested lists."""
    return Trace.model_construct(
        epoch=trace.epoch,
        batch=trace.batch,
        batches=trace.batches,
        rows=trace.rows.tolist(),
        steps=[
            TraceStep.model_construct(
                name=step.name,
                layer=step.layer,
                formula=step.formula,
                shape=list(step.value.shape),
                value=step.value.tolist(),
                meaning=step.meaning,
                reads=list(step.reads),
                rows=None if step.rows is None else step.rows.tolist(),
            )
            for step in trace.steps
        ],
    )


def is_finite(trace: TraceOf) -> bool:
    """Whether every number of it can be shown."""
    return all(bool(np.isfinite(step.value).all()) for step in trace.steps)
