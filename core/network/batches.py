"""A batch is the rows that one update looks at; a mask says which hidden units it leaves out.

Both are pure functions of the seed and the epoch, by core.randomness. So any epoch can be entered without replaying a
random stream, and a row's mask does not depend on the batch it comes in. Rows are counted among the training rows.
"""

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.randomness import DROPOUT, SHUFFLE, random_bits, random_order
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array

Rows = NDArray[np.intp]


def batches(spec: RunSpec, epoch: int) -> list[Rows]:
    """The rows of each update in the pass that begins at that epoch; the last batch may be short."""
    training, rows = spec.training, len(spec.training_rows)
    size = training.batch_size or rows
    order = random_order(spec.seed, epoch, SHUFFLE, rows) if training.shuffle else np.arange(rows)
    return [order[start : start + size] for start in range(0, rows, size)]


def mask(seed: int, number: int, share: float, units: int, epoch: int, rows: Rows) -> Array:
    """Which units of a layer stay for these rows in the pass that begins at that epoch, (rows, units).

    Dropout is inverted: 0 where a unit is left out, 1 / (1 - share) where it stays, so that prediction needs no scaling
    (Srivastava et al., 2014).

    Args:
        seed: of the run.
        number: of the layer, 0 the first after the inputs.
        share: of its units that are left out.
        units: how many it has.
        epoch: at which the pass begins.
        rows: among the training rows, from 0.
    """
    index = (rows[:, None] * units + np.arange(units)).astype(np.uint64)
    drawn = (random_bits(seed, epoch, DROPOUT + number, index) >> np.uint64(11)) * 2.0**-53
    return (drawn >= share) / (1.0 - share)


def masks(spec: RunSpec, epoch: int, row: int) -> list[Array | None]:
    """Each layer's mask, (units,), for one row of the table; None where nothing is left out, as for every test row."""
    if row not in spec.training_rows:
        return [None] * len(spec.layers)
    rows = np.array([spec.training_rows.index(row)])
    return [
        mask(spec.seed, number, layer.dropout, layer.size, epoch, rows)[0] if layer.dropout else None
        for number, layer in enumerate(spec.layers)
    ]
