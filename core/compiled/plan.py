"""A plan lays a spec out for the kernel: its layers as a table of sizes, choices and offsets."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.compiled import activations, kernel, losses, optimizers, passes
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Plan:
    """What the kernel is told of a run.

    Attributes:
        counts: whole numbers, see kernel.py.
        numbers: others; those that may change on the way are set by `apply_settings`.
        layers: one row for each layer but the inputs, see passes.py.
        dropout: share of dropped units of each of them.
        work: scratch for all blocks of a batch.
        inputs, targets: what enters the network and what is expected, row by row, flat: training rows, then test rows.
        natural: the numbers of these rows, in order.
    """

    counts: NDArray[np.uint64]
    numbers: Array
    layers: NDArray[np.uint64]
    dropout: Array
    work: Array
    inputs: Array
    targets: Array
    natural: NDArray[np.uint64]

    @classmethod
    def of(cls, spec: RunSpec) -> "Plan":
        """The plan for a spec."""
        stride = -(-spec.batch_sizes[0] // 4) * 4
        layers, size = _layers(spec, stride)
        training, test = spec.data.training, spec.data.test
        inputs = np.concatenate([training.inputs, test.inputs]).ravel()
        targets = np.concatenate([training.targets, test.targets]).ravel()
        counts, numbers = _counts(spec, stride, targets_at=size), _numbers(spec)
        work = np.zeros(size + stride * len(spec.table.targets[0]))
        dropout, natural = np.array([layer.dropout for layer in spec.layers]), np.arange(len(spec.table.inputs))
        return cls(counts, numbers, layers, dropout, work, inputs, targets, natural.astype(np.uint64))

    def apply_settings(self, rate: float, l1: float, l2: float, momentum: float) -> None:
        """Puts these into force."""
        self.numbers[kernel.RATE], self.numbers[kernel.L1] = rate, l1
        self.numbers[kernel.L2], self.numbers[kernel.INERTIA] = l2, momentum


def _layers(spec: RunSpec, stride: int) -> tuple[NDArray[np.uint64], int]:
    """The table of layers, and how many numbers their blocks need."""
    table = np.zeros((len(spec.layers), passes.COLUMNS), np.uint64)
    parameter = 0  # the next free place among the parameters
    inputs, free = (
        0,
        stride * spec.layer_sizes[0],
    )  # where the inputs of the layer lie, and the next free place in `work`

    def block(size: int) -> int:
        nonlocal free
        free += size
        return free - size

    for row, layer, (fan_in, fan_out) in zip(table, spec.layers, pairwise(spec.layer_sizes), strict=True):
        row[passes.FAN_IN], row[passes.FAN_OUT] = fan_in, fan_out
        row[passes.KIND] = activations.CODES[layer.activation]
        row[passes.HAS_BIAS], row[passes.HAS_NORM] = spec.network.bias, layer.batch_norm
        row[passes.HAS_DROPOUT] = layer.dropout > 0.0
        row[passes.W] = parameter
        row[passes.B] = row[passes.W] + fan_in * fan_out
        row[passes.NORM] = row[passes.B] + spec.network.bias * fan_out
        parameter = int(row[passes.NORM]) + 4 * layer.batch_norm * fan_out
        row[passes.IN] = inputs
        row[passes.Z], row[passes.A], row[passes.D] = (block(stride * fan_out) for _ in range(3))
        row[passes.OUT] = row[passes.A]
        if layer.dropout:
            row[passes.OUT], row[passes.MASK] = block(stride * fan_out), block(stride * fan_out)
        if layer.batch_norm:
            row[passes.X], row[passes.SCALE] = block(stride * fan_out), block(fan_out)
        inputs = int(row[passes.OUT])
    return table, free


def _counts(spec: RunSpec, stride: int, targets_at: int) -> NDArray[np.uint64]:
    training, counts = spec.training, np.zeros(kernel.COUNTS, np.uint64)
    counts[kernel.ROWS], counts[kernel.BATCH] = len(spec.training_rows), spec.batch_sizes[0]
    counts[kernel.TESTED] = len(spec.test_rows)
    counts[kernel.INPUTS], counts[kernel.OUTPUTS] = spec.layer_sizes[0], spec.layer_sizes[-1]
    counts[kernel.SEED], counts[kernel.SHUFFLES] = spec.seed, training.shuffle
    counts[kernel.LOSS] = losses.CODES[training.loss]
    counts[kernel.FROM_SUMS] = LOSSES[training.loss].output is not None
    counts[kernel.OPTIMIZER] = optimizers.CODES[training.optimizer]
    counts[kernel.PATIENCE] = training.stop.epochs if training.stop else 0
    counts[kernel.MEAN] = training.reduction == "mean"
    counts[kernel.TARGETS], counts[kernel.STRIDE] = targets_at, stride
    return counts


def _numbers(spec: RunSpec) -> Array:
    training = spec.training
    options = filled(OPTIMIZERS[training.optimizer].options, training.optimizer_options)
    numbers = np.array([0.0] * kernel.NUMBERS + list(options.values()))
    numbers[kernel.TRIM] = np.inf if training.delta_trim is None else training.delta_trim
    numbers[kernel.CLIP] = np.inf if training.clip_norm is None else training.clip_norm
    numbers[kernel.HUBER_DELTA] = filled(LOSSES[training.loss].options, training.loss_options).get("delta", 1.0)
    numbers[kernel.GOAL_ERROR] = -1.0 if training.stop_at_error is None else training.stop_at_error
    numbers[kernel.IMPROVEMENT] = training.stop.improvement if training.stop else 0.0
    return numbers
