"""The gradient check: every gradient of the backward pass beside one that knows nothing of it.

The numeric gradient asks the loss itself: how much does it change when one parameter moves a little? It is a central
difference of fourth order, (8 (L(w + h) - L(w - h)) - (L(w + 2h) - L(w - 2h))) / 12h, whose error falls with h⁴.
Both look at all training rows as one batch, in training mode, with the masks of the pass that begins at the epoch,
before trimming and clipping, penalties included.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.network.layers import Batch
from elevenlines.core.network.network import Values
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.training.timetable import Timetable
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array

STEP = 1e-4  # h, for a parameter of size up to 1 at values up to 1: larger ones move more, those at larger values less
SCALES = np.array([1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0])  # of the step, for where the gradients are not:
CLOSE = 3e-7  # of the larger one, or of one of the floors:
FLOOR = 1e-3  # of the largest gradient: below, rounding is all that is left to compare
ROUNDING = 1e-5  # of the loss, or of 1: the same


@dataclass(frozen=True)
class GradientCheck:
    """Both gradients of every trained parameter, and where a difference means nothing.

    Attributes:
        analytic, numeric: d loss / d parameter, in the network's shapes.
        kinks: shape (parameters,): whether a slope or a curvature jumps within the step, so that the two may differ.
        lost: the same: whether no step is both short enough for the loss's bends and long enough for its rounding.
        relative: |analytic - numeric| over the larger of the two, or over one of the floors above; (parameters,).
    """

    analytic: Parameters
    numeric: Parameters
    kinks: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    relative: Array

    @property
    def max_relative_difference(self) -> float:
        """The largest where a difference means something."""
        return float(np.max(np.where(self.kinks | self.lost, 0.0, self.relative), initial=0.0))


class _Probe:
    """The loss as a function of the flat parameters, all else fixed."""

    def __init__(self, spec: RunSpec, update: Update, epoch: int) -> None:
        self.spec, self.update, self.network = spec, update, update.network
        self.batch = _all_rows(spec, epoch)
        self.targets = spec.data.training.targets
        self.parameters = update.parameters.like(update.parameters.flat.copy())
        self._share = 1.0 / len(self.targets) if spec.training.reduction == "mean" else 1.0

    def at(self, flat: Array) -> tuple[float, Values]:
        """Loss, and the values of the pass."""
        self.update.parameters.flat[:] = flat
        values, _ = self.update.forward(self.batch)
        return self._share * self.network.value(values, self.targets) + self.update.penalty(), values

    def side(self, values: Values, flat: Array) -> list[NDArray[np.bool_]]:
        """On which side of every kink the network is there."""
        sides = [
            values[stage.z] > 0.0
            for units, stage in zip(self.spec.layers, self.network.stages, strict=True)
            if ACTIVATIONS[units.activation].has_kink
        ]
        kink = self.network.loss.kink
        if kink is not None:
            at, difference = kink(self.network.huber_delta), values[-1] - self.targets
            sides += [difference > at, difference < -at]
        if self.update.settings.l1:
            sides.append(flat > 0.0)
        return sides


def is_too_large(spec: RunSpec) -> bool:
    """Whether a check would take longer than a few seconds."""
    count = Layout.of(spec).count
    return count > LIMITS.checked or 4 * count * spec.weights * len(spec.training_rows) > LIMITS.checked_work


def whole_gradient(spec: RunSpec, frame: Frame) -> Parameters:
    """D loss / d parameter by the backward pass, all rows as one batch; see the module for what that means.

    Args:
        spec: of the run.
        frame: where; the settings and masks are those of the pass that begins there.
    """
    spec = _untrimmed(spec)
    update, batch = _update_at(spec, frame), _all_rows(spec, frame.epoch)
    with np.errstate(over="ignore", invalid="ignore"):
        update.backward(*update.forward(batch), batch)
        update.treat(len(batch.rows))
    return update.gradient


def _untrimmed(spec: RunSpec) -> RunSpec:
    """The spec with all rows as one batch, and nothing trimmed, clipped or frozen."""
    plain = {"delta_trim": None, "clip_norm": None, "batch_size": None, "frozen": ()}
    return spec.model_copy(update={"training": spec.training.model_copy(update=plain)})


def _update_at(spec: RunSpec, frame: Frame) -> Update:
    """What updates the parameters in the pass that begins there; they are a copy."""
    update = Update(spec, frame.state[:1].copy())
    update.use(Timetable(spec.training).of_pass(frame.epoch))
    return update


def _all_rows(spec: RunSpec, epoch: int) -> Batch:
    return Batch(epoch, np.arange(len(spec.training_rows)))


def check_gradient(spec: RunSpec, frame: Frame) -> GradientCheck:
    """Compares the gradients of a run at a frame.

    Args:
        spec: of the run.
        frame: where; the settings are those of the pass that begins there.
    """
    analytic, plain = whole_gradient(spec, frame).flat, _untrimmed(spec)
    with np.errstate(over="ignore", invalid="ignore"):
        probe = _Probe(plain, _update_at(plain, frame), frame.epoch)
        loss, _ = probe.at(probe.parameters.flat)
        floor = max(FLOOR * float(np.max(np.abs(analytic), initial=0.0)), ROUNDING * max(1.0, abs(loss)))
        numeric, kinks, lost = _numeric(probe, analytic, floor)
    relative = np.abs(analytic - numeric) / np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), floor)
    like = probe.parameters.like
    return GradientCheck(like(analytic), like(numeric), kinks, lost, relative)


def _steps(probe: _Probe) -> Array:
    """How far each parameter moves: what it moves, a sum, is to move about as much everywhere."""
    _, values = probe.at(probe.parameters.flat)
    sizes = probe.parameters.like(np.ones_like(probe.parameters.flat))
    for weights, stage in zip(sizes.weights, probe.network.stages, strict=True):
        weights[:] = np.maximum(1.0, np.max(np.abs(values[stage.entering]), axis=0))[:, None]
    steps: Array = STEP * np.maximum(1.0, np.abs(probe.parameters.flat)) / sizes.flat
    return steps


def _numeric(probe: _Probe, analytic: Array, floor: float) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Numeric gradients, kinks, and what is lost in rounding; running statistics are not trained and stay 0.

    Where the two gradients differ the step may be to blame: too long for a loss that bends sharply. So the shortest is
    taken there that rounding still allows.
    """
    steps = _steps(probe)
    numeric, kinks, lost = np.zeros_like(analytic), *np.zeros((2, analytic.size), dtype=np.bool_)
    for index in np.flatnonzero(probe.parameters.is_trained()).tolist():
        numeric[index], kinks[index] = _difference(probe, index, steps[index])
        is_apart = abs(numeric[index] - analytic[index]) > CLOSE * max(floor, abs(analytic[index]))
        if kinks[index] or not is_apart:  # what is not finite is not apart either, and stays to be told
            continue
        noise, lost[index] = _noise(probe, index, steps[index] * SCALES[0]), True
        for step in steps[index] * SCALES:
            value, has_kink = _difference(probe, index, step)
            near = CLOSE * max(floor, abs(value))
            if 5.0 * noise / step <= near and not has_kink:
                numeric[index], lost[index] = value, not abs(value - _difference(probe, index, step / 2.0)[0]) <= near
                break
    return numeric, kinks, lost


def _noise(probe: _Probe, index: int, spacing: float) -> float:
    """The standard deviation of the loss's rounding, along one parameter.

    From differences of fourth order between seven values, in which what is smooth goes out (J. Moré and S. Wild,
    Estimating computational noise, 2011).
    """
    values = []
    for offset in range(-3, 4):
        flat = probe.parameters.flat.copy()
        flat[index] += offset * spacing
        values.append(probe.at(flat)[0])
    differences = np.diff(values, 4)
    return float(np.sqrt(np.mean(differences**2) / 70.0)) + float(np.spacing(np.max(np.abs(values))))


def _difference(probe: _Probe, index: int, step: float) -> tuple[float, bool]:
    """The derivative by one parameter, and whether a slope or a curvature jumps within the step."""
    values, sides = [], []
    for offset in (-2, -1, 1, 2):
        flat = probe.parameters.flat.copy()
        flat[index] += offset * step
        value, passed = probe.at(flat)
        values.append(value)
        sides.append(probe.side(passed, flat))
    kinked = any(bool(np.any(low != high)) for other in sides[1:] for low, high in zip(sides[0], other, strict=True))
    return (values[0] - 8.0 * values[1] + 8.0 * values[2] - values[3]) / (12.0 * step), kinked
