"""A layer turns the values that enter it into others, and the errors that come back into those of the layer before.

A network is a list of such layers: only what a spec asks for is there. Each is a few lines of mathematics forward and
backward. What it has to remember from one to the other it returns beside its values; it keeps nothing itself but views
of the parameters, and of the gradient that its backward pass writes.

An error is d loss / d value, for every row. The sign, said once: the article *adds* its update because its delta is
(y - p) times the slope. Here the delta is d loss / d z, for the squared error (p - y) times the slope, and an update is
subtracted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from elevenlines.core.network.batches import Rows, mask
from elevenlines.core.network.parameters import Norm
from elevenlines.core.types import Array

EPSILON = 1e-5  # keeps the variance of a constant unit above 0
STATISTICS_RATE = 0.1  # share of a batch in the running mean and variance
NOTHING = np.empty(0)


class Batch(NamedTuple):
    """Which rows an update looks at.

    Attributes:
        epoch: at which the pass begins.
        rows: their numbers among the training rows.
    """

    epoch: int
    rows: Rows


Memory = tuple[Array, ...]  # what a layer remembers from its forward to its backward pass


class Layer(Protocol):
    """One step of the way from the inputs to the predictions."""

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:
        """The values that leave it, (rows, units), and what its backward pass will need.

        Args:
            x: what enters, (rows, units before).
            batch: in training; None predicts, without dropout and with running statistics.
        """
        ...

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:
        """D loss / d x, in the shape of x; writes the gradient of its parameters, summed over the rows.

        Args:
            error: d loss / d y, (rows, units).
            x: what entered.
            y: what left.
            kept: what `forward` remembered.
        """
        ...


@dataclass(frozen=True)
class Dense:
    """Weighted sums: z = x · W. So d loss/dW = xᵀ · d loss/dz, and d loss/dx = d loss/dz · Wᵀ (Rumelhart et al., 1986).

    The first one has no layer before it, so nothing is computed for one.
    """

    weights: Array
    gradient: Array
    is_first: bool

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return x.dot(self.weights), ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        x.T.dot(error, self.gradient)
        return NOTHING if self.is_first else error.dot(self.weights.T)


@dataclass(frozen=True)
class Bias:
    """A weight whose input is always 1."""

    biases: Array
    gradient: Array

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return x + self.biases, ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        np.sum(error, axis=0, out=self.gradient)
        return error


@dataclass(frozen=True)
class BatchNorm:
    """γ x̂ + β, with x̂ of mean 0 and variance 1 over the batch (Ioffe and Szegedy, 2015).

    Every row moves the mean and the variance of all, hence the two terms that the backward pass takes off. It remembers
    x̂ (rows, units), 1 / √(variance + ε), and the batch's mean and variance (biased, as over all rows), (units,) each.
    """

    norm: Norm
    gradient: Norm

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:
        """See Layer."""
        norm = self.norm
        if batch is None:
            return norm.gamma * (x - norm.mean) / np.sqrt(norm.variance + EPSILON) + norm.beta, ()
        mean = np.mean(x, axis=0)
        centred = x - mean
        variance = np.mean(centred * centred, axis=0)
        scale = 1.0 / np.sqrt(variance + EPSILON)
        hat = centred * scale
        return norm.gamma * hat + norm.beta, (hat, scale, mean, variance)

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        hat, scale, _, _ = kept
        np.sum(error * hat, axis=0, out=self.gradient.gamma)
        np.sum(error, axis=0, out=self.gradient.beta)
        along = np.mean(error * hat, axis=0)
        taken: Array = self.norm.gamma * scale * (error - np.mean(error, axis=0) - hat * along)
        return taken

    def absorb(self, kept: Memory) -> None:
        """Takes a batch into the running mean and variance; the variance as an unbiased estimate, as PyTorch does."""
        hat, _, mean, variance = kept
        norm, rows = self.norm, len(hat)
        norm.mean[:] += STATISTICS_RATE * (mean - norm.mean)
        norm.variance[:] += STATISTICS_RATE * (variance * (rows / (rows - 1)) - norm.variance)


@dataclass(frozen=True)
class Trim:
    """Nothing on the way forward; on the way back every delta is clipped to ± most, before it flows on."""

    most: float

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return x, ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return np.clip(error, -self.most, self.most)


@dataclass(frozen=True)
class Activate:
    """a = f(z), element by element. So d loss/dz = d loss/da · f'(z).

    Attributes:
        function: z -> a, (rows, units) both.
        slope: (z, a) -> f'(z), which is told by a where that is possible.
    """

    function: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return self.function(x), ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return error * self.slope(x, y)


@dataclass(frozen=True)
class Softmax:
    """a_k = e^z_k / Σ e^z_j over each row. As da_k / dz_j = a_k (1[j=k] - a_j), a delta has the others' errors in it.

    Attributes:
        function: z -> a, (rows, units) both.
    """

    function: Callable[[Array], Array]

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return self.function(x), ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        taken: Array = y * (error - np.sum(error * y, axis=1, keepdims=True))
        return taken


@dataclass(frozen=True)
class Matched:
    """The activation that belongs to a cross-entropy: its slope cancels out, and the loss tells d loss/dz itself.

    Attributes:
        function: z -> a, (rows, units) both.
    """

    function: Callable[[Array], Array]

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return self.function(x), ()

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return error


@dataclass(frozen=True)
class Dropout:
    """Leaves out some units of each row and scales the rest up, so that prediction needs no scaling (Srivastava, 2014).

    Attributes:
        seed: of the run.
        number: of the layer of units, from 0: each draws masks of its own.
        share: of its units that a pass leaves out.
    """

    seed: int
    number: int
    share: float

    def forward(self, x: Array, batch: Batch | None) -> tuple[Array, Memory]:
        """See Layer."""
        if batch is None:
            return x, ()
        kept = mask(self.seed, self.number, self.share, x.shape[1], *batch)
        return x * kept, (kept,)

    def backward(self, error: Array, x: Array, y: Array, kept: Memory) -> Array:  # noqa: ARG002  (see Layer)
        """See Layer."""
        return error * kept[0]
