"""The compiled engine: the readable engine's run in the kernel's hands."""

from collections.abc import Callable
from typing import final

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.compiled import kernel
from elevenlines.core.compiled.plan import Plan
from elevenlines.core.training import Frame, Settings, Training
from elevenlines.core.training.stops import overflowed
from elevenlines.core.types import Array

CHUNK = 4_000_000  # operations, about, between two looks at the clock: a millisecond


@final
class Compiled:
    """Trains many updates in one call; see Engine."""

    name = "compiled"

    def __init__(self, run: Training) -> None:
        """Works on the state of a run."""
        spec = run.spec
        self._state, self._whole, self._in_pass = run.state, run.whole, run.in_pass
        self._gradient: Array = np.zeros_like(run.state[0])
        self._fixed = np.flatnonzero(run.parameters.is_fixed(spec.training.frozen)).astype(np.uint64)
        self._held = np.zeros(len(self._fixed))
        self._plan = Plan.of(spec)
        self._plan.numbers[kernel.EARLIER] = run.earlier
        self._keys = np.zeros(len(spec.layers), np.uint64)
        self._order = self._plan.natural[: len(spec.training_rows)].copy()
        self._told = np.zeros(kernel.TOLD, np.uint64)
        self._told[kernel.UPDATE] = run.epoch * run.in_pass
        rows, units = spec.batch_sizes[0], sum(spec.layer_sizes)
        per_update = 3 * rows * spec.weights + 20 * rows * units + 10 * self._gradient.size
        self._chunk = max(1, CHUNK // per_update)  # updates

    @property
    def is_amid_pass(self) -> bool:
        """See Engine."""
        return int(self._told[kernel.UPDATE]) % self._in_pass != 0

    def begin_anew(self) -> None:
        """See Engine."""
        self._told[kernel.UPDATE] -= self._told[kernel.UPDATE] % np.uint64(self._in_pass)

    def measure(self, settings: Settings) -> tuple[float, float, float]:
        """See Engine."""
        plan = self._plan
        self._apply(settings)
        found: tuple[float, float, float] = kernel.evaluate(
            plan.counts, plan.numbers, plan.layers, self._state[0], plan.inputs, plan.targets, plan.work, plan.natural
        )
        return found

    def train(self, run: Training, settings: Settings, until: int, is_enough: Callable[[], bool]) -> bool:
        """See Engine."""
        self._apply(settings)
        while run.ending is None and run.epoch < until:
            self._run_kernel(run, min(int(self._told[kernel.UPDATE]) + self._chunk, until * self._in_pass))
            if is_enough():
                return False
        return True

    def _apply(self, settings: Settings) -> None:
        self._plan.apply_settings(settings.learning_rate, settings.l1, settings.l2, settings.momentum)

    def _run_kernel(self, run: Training, end: int) -> None:
        """Up to that update, or to the end of the run; takes over what the kernel recorded."""
        plan, told, recording, rules = self._plan, self._told, run.recording, run.rules
        last = end // self._in_pass
        point_epochs = recording.history.between(run.epoch + 1, last)
        frame_epochs = recording.kept.between(run.epoch + 1, last)
        points, frames = np.empty((len(point_epochs), 3)), np.empty((len(frame_epochs), self._state.size + 2))
        best = np.array(rules.best, dtype=np.float64)
        why = kernel.train(
            plan.counts,
            plan.numbers,
            plan.layers,
            plan.dropout,
            self._keys,
            self._state.reshape(-1),
            self._whole.reshape(-1),
            self._gradient,
            self._fixed,
            self._held,
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
        run.epoch = int(told[kernel.UPDATE]) // self._in_pass
        rules.best = (float(best[0]), int(best[1]))
        taken, kept = int(told[kernel.POINTS]), int(told[kernel.FRAMES])
        recording.points += map(run.point, point_epochs[:taken], *points[:taken].T.tolist())
        states = frames[:kept, :-2].reshape(kept, *self._state.shape)
        bests = zip(frames[:kept, -2].tolist(), frames[:kept, -1].astype(int).tolist(), strict=True)
        recording.frames += map(Frame, frame_epochs[:kept], states, bests, map(run.updates_at, frame_epochs))
        if why == kernel.DIVERGED:
            run.diverge(int(told[kernel.WILD]))
        elif why == kernel.OVERFLOWED:
            run.ending = overflowed(run.epoch)
        elif why == kernel.AT_ERROR:
            run.ending = rules.reached_goal(run.epoch)
        elif why == kernel.NO_BETTER:
            run.ending = rules.no_progress(run.epoch)


def _whole_numbers(epochs: list[int]) -> NDArray[np.uint64]:
    return np.array(epochs, dtype=np.uint64)
