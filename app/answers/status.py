"""The words for where a run stands, and for how fast it goes."""

from enum import StrEnum
from typing import Literal

Pace = float | Literal["unhurried"] | None


class Status(StrEnum):
    """Where a run stands. It waits (queued), trains (running) or rests (paused); the others are its ends."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_live(self) -> bool:
        """Whether it goes on by itself."""
        return self in {Status.QUEUED, Status.RUNNING}

    @property
    def is_ended(self) -> bool:
        """Whether it is over."""
        return not self.is_live and self is not Status.PAUSED
