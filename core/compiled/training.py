"""Training by the kernel: the same run as core.training.loop's, in other hands."""

from collections.abc import Callable
from math import isfinite
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.compiled import kernel
from elevenlines.core.compiled.plan import Plan
from elevenlines.core.training import Frame, Point, Training

CHUNK = 4_000_000  # operations, about, between two looks at the clock: a millisecond


class CompiledTraining(Training):
    """One run under way, in the kernel's hands. See Training."""

    engine: ClassVar[str] = "compiled"

    def _prepare(self) -> None:
        spec = self.spec
        self._plan = Plan.of(spec)
        self._plan.numbers[kernel.EARLIER] = self._earlier
        self._keys = np.zeros(len(spec.layers), np.uint64)
        self._order = self._plan.natural[: len(spec.training_rows)].copy()
        self._told = np.zeros(kernel.TOLD, np.uint64)
        self._told[kernel.UPDATE] = self.epoch * self._in_pass
        rows, units = spec.batch_sizes[0], sum(spec.layer_sizes)
        per_update = 3 * rows * spec.weights + 20 * rows * units + 10 * self.parameters.flat.size
        self._chunk = max(1, CHUNK // per_update)  # updates

    @property
    def is_amid_pass(self) -> bool:
        """See Training."""
        return int(self._told[kernel.UPDATE]) % self._in_pass != 0

    def take_back(self) -> None:
        """See Training."""
        if self.is_amid_pass:
            self._state[:] = self._whole
            self._told[kernel.UPDATE] = self.epoch * self._in_pass
            self._settle()

    def measure(self) -> Point:
        """See Training."""
        plan = self._plan
        self._apply_settings()
        measured = kernel.evaluate(
            plan.counts, plan.numbers, plan.layers, self._state[0], plan.inputs, plan.targets, plan.work, plan.natural
        )
        return self._point(self.epoch, *measured)

    def _point(self, epoch: int, error: float, loss: float, test_error: float) -> Point:
        return Point(epoch, error, loss, test_error if self.spec.test_rows and isfinite(test_error) else None)

    def _advance_to_change(self, until: int, is_enough: Callable[[], bool]) -> bool:
        self._apply_settings()
        while self.outcome is None and self.epoch < until:
            end = min(int(self._told[kernel.UPDATE]) + self._chunk, until * self._in_pass)
            self._run_kernel(end)
            if is_enough():
                return False
        return True

    def _apply_settings(self) -> None:
        settings = self.settings
        self._plan.apply_settings(settings.learning_rate, settings.l1, settings.l2, settings.momentum)

    def _run_kernel(self, end: int) -> None:
        """Up to that update, or to the end of the run; takes over what the kernel recorded."""
        plan, told = self._plan, self._told
        last = end // self._in_pass
        point_epochs = self._history.between(self.epoch + 1, last)
        frame_epochs = self._kept.between(self.epoch + 1, last)
        points, frames = np.empty((len(point_epochs), 3)), np.empty((len(frame_epochs), self._state.size + 2))
        best = np.array(self._best, dtype=np.float64)
        why = kernel.train(
            plan.counts,
            plan.numbers,
            plan.layers,
            plan.dropout,
            self._keys,
            self._state.reshape(-1),
            self._whole.reshape(-1),
            self._gradient.flat,
            plan.inputs,
            plan.targets,
            plan.work,
            plan.natural,
            self._order,
            best,
            told,
            np.uint64(end),
            _whole_numbers(point_epochs),
            points,
            _whole_numbers(frame_epochs),
            frames,
        )
        self.epoch = int(told[kernel.UPDATE]) // self._in_pass
        self._best = (float(best[0]), int(best[1]))
        taken, kept = int(told[kernel.POINTS]), int(told[kernel.FRAMES])
        self._points += map(self._point, point_epochs[:taken], *points[:taken].T.tolist())
        states = frames[:kept, :-2].reshape(kept, *self._state.shape)
        bests = zip(frames[:kept, -2].tolist(), frames[:kept, -1].astype(int).tolist(), strict=True)
        self._frames += map(Frame, frame_epochs[:kept], states, bests, map(self._updates_at, frame_epochs))
        if why == kernel.DIVERGED:
            self._state[:] = self._whole  # the last finite frame stays
            self._diverge(int(told[kernel.WILD]))
        elif why == kernel.OVERFLOWED:
            self._overflow()
        elif why == kernel.AT_ERROR:
            self._end_at_error()
        elif why == kernel.NO_BETTER:
            self._end_without_progress()


def _whole_numbers(epochs: list[int]) -> NDArray[np.uint64]:
    return np.array(epochs, dtype=np.uint64)
