"""A job is one run inside a worker: how far it may go by its pace, and when it has something to tell."""

import math
from functools import lru_cache
from time import monotonic
from typing import Any

from elevenlines.app.runs.workers.messages import MOVED, pack_state, unpack_frame
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs, with_settings
from elevenlines.core.training.engines import begin

REPORT_INTERVAL = 1 / 40  # seconds between two reports of a run
REPORT_BYTES = 50e6  # a second, of one run: large networks report less often
MOST_CREDIT = 0.1  # seconds of pace that a run which was held up may make good
UNHURRIED_FLOOR = 5.0  # epochs a second


def pace_of(pace: float | str | None, epochs_done: int) -> float:
    """Epochs a second: as given, endless for None, and for "unhurried" half the epochs done, at least 5."""
    if pace is None:
        return math.inf
    if isinstance(pace, str):
        return max(UNHURRIED_FLOOR, epochs_done / 2)
    return pace


@lru_cache(maxsize=1)
def _spec_of(text: str) -> RunSpec:
    """The spec with that JSON. Whoever scrubs asks for frame after frame of the same run."""
    return RunSpec.model_validate_json(text)


class Job:
    """One run in the hands of a worker.

    Attributes:
        number: the server's name for this job.
    """

    def __init__(self, message: Any) -> None:  # noqa: ANN401  (a messages.Train)
        """Enters the run at the frame that the message brings."""
        spec = _spec_of(message["spec"])
        frame = unpack_frame(spec, message["epoch"], message["state"])
        self.number: int = message["job"]
        self._training = begin(spec, frame, message["first"])
        self._first: int = message["first"]
        self._until: int = message["until"]
        self._pace: float | str | None = message["pace"]
        self._is_replay: bool = message["replay"]
        self._credit = 1.0  # epochs that the pace allows now: the first comes at once
        self._credited_at = monotonic()
        self._reported_epoch = frame.epoch
        self._report_at = monotonic()
        self._interval = max(REPORT_INTERVAL, len(message["state"]) / REPORT_BYTES)

    @property
    def ending(self) -> str | None:
        """The status with which the job is over, or None."""
        if self._training.outcome is not None:
            return self._training.outcome
        return "paused" if self._training.epoch >= self._until else None

    def seconds_until_due(self, now: float) -> float:
        """When it can train or report next; 0 or less: now."""
        if self.ending is not None:
            return 0.0
        rate = self._rate()
        to_train = 0.0 if rate == math.inf else (1.0 - self._credit) / rate - (now - self._credited_at)
        if self._training.epoch > self._reported_epoch and not self._training.is_amid_pass:
            return min(to_train, self._report_at - now)
        return to_train

    def train(self, length: float) -> None:
        """Trains for about `length` seconds, at least one update, at most what the pace allows.

        Where a report is due it goes on to the end of the pass, for up to as long again: only there can it report,
        and a slice that ends wherever it may would hardly ever end there if a pass has many updates.
        """
        begin = monotonic()
        allowed = self._earn(begin)
        if allowed < 1 or self.ending is not None:
            return
        before = self._training.epoch
        goal = self._until if allowed == math.inf else min(before + int(allowed), self._until)
        training = self._training
        training.advance(goal, lambda: monotonic() - begin >= length)
        if training.is_amid_pass and not self._is_replay and monotonic() >= self._report_at:
            training.advance(min(training.epoch + 1, goal), lambda: monotonic() - begin >= 2 * length)
        self._credit -= training.epoch - before

    def wants_to_report(self, now: float) -> bool:
        """Whether there is news, and the last report is long enough ago."""
        if self._is_replay or self._training.is_amid_pass:
            return False
        return self._training.epoch > self._reported_epoch and now >= self._report_at

    def progress(self, status: str | None = None) -> dict[str, Any]:
        """The report of now, with everything recorded since the last one: a messages.Progress."""
        training = self._training
        training.take_back()  # a pass under way begins anew wherever the run goes on
        points, frames = training.take()
        frame, point = training.frame(), training.measure()
        if status not in {None, "paused", MOVED}:  # the last epoch is kept, whatever the schedule says
            points = [*points, point]
            frames = [*frames, frame]
        self._reported_epoch = frame.epoch
        self._report_at = max(monotonic(), self._report_at + self._interval)  # a late report does not delay the next
        return {
            "say": "progress",
            "job": self.number,
            "epoch": frame.epoch,
            "error": point.error,
            "loss": point.loss,
            "test_error": point.test_error,
            "state": pack_state(frame),
            "points": [] if self._is_replay else [tuple(p) for p in points if p.is_finite],
            "frames": [] if self._is_replay else [(f.epoch, pack_state(f)) for f in frames],
            "status": status,
            "message": training.message,
        }

    def configure(self, message: Any) -> dict[str, Any]:  # noqa: ANN401  (a messages.Configure)
        """Changes the run from its next pass on; returns a messages.Configured."""
        training = self._training
        spec = training.spec
        if "settings" in message:
            spec = with_settings(spec, training.epoch, message["settings"])
        if "epochs" in message:
            spec = with_epochs(spec, message["epochs"])
        if "until" in message:
            self._until = message["until"]
        if spec is not training.spec:
            training.respecify(spec)
        if "pace" in message:
            self._pace = message["pace"]
            self._credit, self._credited_at = 1.0, monotonic()
        return {
            "say": "configured",
            "job": self.number,
            "token": message["token"],
            "epoch": training.epoch,
        }

    def _rate(self) -> float:
        return pace_of(self._pace, self._training.epoch - self._first)

    def _earn(self, now: float) -> float:
        """Adds what the pace allows since the last time; returns the epochs that may be trained now."""
        rate = self._rate()
        if rate == math.inf:
            self._credit = 0.0
            self._credited_at = now
            return math.inf
        earned = (now - self._credited_at) * rate
        self._credit = min(self._credit + earned, max(1.0, MOST_CREDIT * rate))
        self._credited_at = now
        return self._credit
