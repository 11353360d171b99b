"""How a run begins: its first epoch, measured and ready to be stored."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from elevenlines.app.answers.status import Pace, Status
from elevenlines.app.runs.provenance import provenance
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.store import StoredFrame, Write
from elevenlines.app.runs.workers.messages import pack_state
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame, Training
from elevenlines.core.training.engines import engine_of


@dataclass(frozen=True)
class Start:
    """How a new run is to begin.

    Attributes:
        name: None: one is made.
        pace: epochs a second, "unhurried", or None for as fast as it goes.
        paused: whether it waits at its first epoch.
    """

    name: str | None = None
    pace: Pace = None
    paused: bool = False


def begun(spec: RunSpec, start: Start, frame: Frame | None = None, parent: tuple[str, int] | None = None) -> Write:
    """A new run with its first point and frame. It measures, which can take a moment.

    Args:
        spec: what decides its numbers.
        start: how it is to begin.
        frame: a fork's first frame, which decides them too; None: the parameters are drawn, at epoch 0.
        parent: a fork's parent and the epoch at which it leaves it.
    """
    first = 0 if frame is None else frame.epoch
    training = Training(spec, frame, first, is_recorded=False)
    points, _ = training.take()
    point = points[0] if points else training.measure()
    kept = StoredFrame(first, pack_state(training.frame()))
    resting = Status.PAUSED if start.paused else Status.QUEUED
    run = Run(
        id=secrets.token_hex(8),
        name=start.name or made_name(spec),
        spec=spec,
        status=Status(training.outcome) if training.outcome else resting,
        created_at=datetime.now(UTC).replace(microsecond=0),
        first=first,
        epoch=first,
        error=point.error if point.is_finite else None,
        loss=point.loss if point.is_finite else None,
        test_error=point.test_error if point.is_finite else None,
        pace=start.pace,
        engine=engine_of(spec),
        provenance=provenance(engine_of(spec)),
        message=training.message,
        parent=parent,
    )
    return Write(run, kept, points, [kept], is_new=True)


def made_name(spec: RunSpec) -> str:
    """A name for a run that was given none."""
    sizes = "-".join(map(str, spec.layer_sizes))
    return f"{sizes} {spec.network.activation}, seed {spec.seed}"


def forked_name(parent: str, epoch: int) -> str:
    """A name for a fork that was given none: its parent's, and where it left it."""
    where = f" from {epoch:,}"
    stem = re.sub(r" from [\d,]+$", "", parent)
    return stem[: LIMITS.name_length - len(where)] + where
