"""An update changes the parameters once: a batch goes forward and back, its gradient is treated, a step is taken."""

from collections.abc import Callable

import numpy as np

from elevenlines.core.choices.losses import mean_absolute_error
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.layers import Batch, Memory
from elevenlines.core.network.network import Network, Values
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training.timetable import Settings
from elevenlines.core.types import Array

Treatment = Callable[[Array, int], None]  # changes a gradient in place; the number is that of the batch's rows


class Update:
    """The arithmetic of a run's updates, every choice made beforehand.

    Attributes:
        parameters: views of the state's first row.
        gradient: of the last batch, overwritten by the next.
        network: made of both.
        settings: in force.
        treatments: what is done to a gradient, in this order, by the option that asks for it.
    """

    def __init__(self, spec: RunSpec, state: Array) -> None:
        """Of a spec, on a state that it changes in place, see Frame."""
        training = spec.training
        self._slots = state[1:]
        self.parameters = Parameters(state[0], Layout.of(spec))
        self.gradient = self.parameters.like(np.zeros_like(state[0]))
        self.network = Network.of(spec, self.parameters, self.gradient)
        _, self._inputs, self._targets = spec.data.training
        self._is_mean, self._longest = training.reduction == "mean", training.clip_norm
        self._is_weight = self.parameters.is_weight()
        fixed = self.parameters.is_fixed(training.frozen)
        self._fixed = fixed if fixed.any() else None
        self._optimizer = OPTIMIZERS[training.optimizer]
        self._numbers = filled(self._optimizer.options, training.optimizer_options)  # and the momentum
        self._has_norm = any(layer.batch_norm for layer in spec.layers)
        self._takes_all = spec.updates == 1 and not training.shuffle  # so that no rows have to be picked
        self.settings = Settings(0.0, 0.0, 0.0, 0.0)  # until `use` says better
        self.treatments: dict[str, Treatment] = {}

    def use(self, settings: Settings) -> None:
        """Puts settings into force."""
        if settings is self.settings:
            return
        self.settings = settings
        self._numbers["momentum"] = settings.momentum
        asked: list[tuple[bool, str, Treatment]] = [
            (self._is_mean, "mean", _averaged),
            (settings.l1 > 0.0, "l1", self._pull_by_sign),
            (settings.l2 > 0.0, "l2", self._pull_by_size),
            (self._fixed is not None, "frozen", self._freeze),
            (self._longest is not None, "clip_norm", self._shorten),
        ]
        self.treatments = {name: treatment for is_asked, name, treatment in asked if is_asked}

    def __call__(self, batch: Batch, number: int) -> None:
        """Changes the parameters by one batch; `number` counts the optimizer's updates, from 1."""
        values, memories = self.forward(batch)
        self.backward(values, memories, batch)
        if self._has_norm:
            self.network.absorb(memories)
        if self.treatments:
            self.treat(len(batch.rows))
        flat = self.parameters.flat
        flat -= self.step(number)

    def forward(self, batch: Batch) -> tuple[Values, list[Memory]]:
        """The batch's way to its predictions, see Network."""
        inputs = self._inputs if self._takes_all else self._inputs[batch.rows]
        return self.network.forward(inputs, batch)

    def backward(self, values: Values, memories: list[Memory], batch: Batch) -> Values:
        """The batch's errors, see Network; its gradient, summed over the rows, lies in `gradient` then."""
        targets = self._targets if self._takes_all else self._targets[batch.rows]
        return self.network.backward(values, memories, targets)

    def treat(self, rows: int) -> None:
        """Makes of the sum over so many rows the gradient that the optimizer gets."""
        for treatment in self.treatments.values():
            treatment(self.gradient.flat, rows)

    def step(self, number: int) -> Array:
        """What the optimizer makes of the gradient: it is subtracted from the parameters. Its slots move on."""
        flat, gradient, rate = self.parameters.flat, self.gradient.flat, self.settings.learning_rate
        step = self._optimizer.step(flat, gradient, self._slots, rate, self._numbers, number)
        if self._fixed is not None:
            step[self._fixed] = 0.0
        return step

    def penalty(self) -> float:
        """What l1 and l2 add to the loss: l1 Σ|w| + ½ l2 Σw², over the weights, frozen ones too, not the biases."""
        weights = self.parameters.flat * self._is_weight
        absolute, square = float(np.sum(np.abs(weights))), float(weights.dot(weights))
        return self.settings.l1 * absolute + 0.5 * self.settings.l2 * square

    def measure(self, spec: RunSpec) -> tuple[float, float, float]:
        """Error and loss over the training rows, and the error over the test rows: 0 where there are none."""
        values, _ = self.network.forward(self._inputs)
        error = mean_absolute_error(values[-1], self._targets)
        loss = self.network.value(values, self._targets)
        if self._is_mean:
            loss /= len(self._targets)
        _, inputs, targets = spec.data.test
        tested = mean_absolute_error(self.network.forward(inputs)[0][-1], targets) if len(inputs) else 0.0
        return error, loss + self.penalty(), tested

    def _pull_by_sign(self, gradient: Array, rows: int) -> None:  # noqa: ARG002  (see Treatment)
        """The gradient of the l1 penalty, undivided, for the weights alone."""
        gradient += self.settings.l1 * self._is_weight * np.sign(self.parameters.flat)

    def _pull_by_size(self, gradient: Array, rows: int) -> None:  # noqa: ARG002  (see Treatment)
        """That of the l2 penalty."""
        gradient += self.settings.l2 * self._is_weight * self.parameters.flat

    def _freeze(self, gradient: Array, rows: int) -> None:  # noqa: ARG002  (see Treatment)
        """Nothing asks a frozen parameter to move; running statistics have no gradient anyway."""
        gradient[self._fixed] = 0.0

    def _shorten(self, gradient: Array, rows: int) -> None:  # noqa: ARG002  (see Treatment)
        """Brings a gradient longer than clip_norm to that length (Pascanu, Mikolov and Bengio, 2013)."""
        assert self._longest is not None
        norm = float(np.sqrt(gradient.dot(gradient)))
        if norm > self._longest:
            gradient *= self._longest / norm


def _averaged(gradient: Array, rows: int) -> None:
    gradient /= rows
