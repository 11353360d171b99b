"""A batch is the rows that one update looks at; a mask says which hidden units it leaves out.

Both are pure functions of the seed and the epoch, by core.randomness. So any epoch can be entered without replaying a
random stream, and a row's mask does not depend on the batch it comes in. Rows are counted among the training rows.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.randomness import DROPOUT, SHUFFLE, random_bits, random_order
from elevenlines.core.spec import Layer, RunSpec
from elevenlines.core.types import Array

Rows = NDArray[np.intp]


def batches(spec: RunSpec, epoch: int) -> Iterator[Rows]:
    """The rows of each update in the pass that begins at that epoch; the last batch may be short."""
    training, rows = spec.training, len(spec.training_rows)
    size = training.batch_size or rows
    order = random_order(spec.seed, epoch, SHUFFLE, rows) if training.shuffle else np.arange(rows)
    return (order[start : start + size] for start in range(0, rows, size))


def masks(seed: int, layers: Sequence[Layer], epoch: int, rows: Rows) -> list[Array | None]:
    """Which units stay for these rows in the pass that begins at that epoch: see network.Pass.masks.

    Dropout is inverted: what stays is scaled up, so that prediction needs no scaling (Srivastava et al., 2014).
    """
    found: list[Array | None] = []
    for number, layer in enumerate(layers):
        if not layer.dropout:
            found.append(None)
            continue
        index = (rows[:, None] * layer.size + np.arange(layer.size)).astype(np.uint64)
        share = (random_bits(seed, epoch, DROPOUT + number, index) >> np.uint64(11)) * 2.0**-53
        found.append((share >= layer.dropout) / (1.0 - layer.dropout))
    return found
