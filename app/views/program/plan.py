"""What the parts of a program have to agree on: names, rows, and which settings are variables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from elevenlines.app.views.program.lines import say
from elevenlines.core.choices.optimizers import DEFAULT_MOMENTUM
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import Layer, RunSpec
from elevenlines.core.training import Frame
from elevenlines.core.types import Array

# A setting that may change on the way -> the variable that holds it. l1 and l2 are layers in a program.
VARIABLES = {"learning_rate": "alpha", "l1": "lasso", "l2": "decay", "momentum": "momentum"}


@dataclass(frozen=True)
class Trained:
    """One kind of parameter of one layer.

    Attributes:
        name: of its variable: syn0, b1, gamma1, beta1.
        kind: weights, biases, gamma or beta.
        k: its layer, 0 the inputs.
    """

    name: str
    kind: str
    k: int

    def of(self, parameters: Parameters) -> Array:
        """Its own values among all: (fan_in, fan_out), or (units,)."""
        if self.kind == "weights":
            return parameters.weights[self.k - 1]
        if self.kind == "biases":
            return parameters.biases[self.k - 1]
        found: Array = getattr(parameters.norms[self.k - 1], self.kind)
        return found


@dataclass(frozen=True)
class Plan:
    """A spec, where its program starts and where it ends.

    Attributes:
        spec: of the run.
        start: the frame to start from; None: the spec's own beginning.
        last: the epoch at which the program ends, if no stop rule ends it before.
    """

    spec: RunSpec
    start: Frame | None
    last: int

    @property
    def first(self) -> int:
        """The epoch at which the program starts."""
        return 0 if self.start is None else self.start.epoch

    @property
    def rows(self) -> int:
        """Rows to train with."""
        return len(self.spec.training_rows)

    @property
    def has_test(self) -> bool:
        """Whether rows are set aside."""
        return bool(self.spec.test_rows)

    @property
    def is_batched(self) -> bool:
        """Whether a pass makes several updates, or one on rows in another order, whose sums then round otherwise."""
        training = self.spec.training
        return training.shuffle or (training.batch_size or self.rows) < self.rows

    @property
    def is_whole(self) -> bool:
        """Whether one update takes all rows of the table, in their order: then a trace has them all."""
        return not (self.has_test or self.is_batched)

    @property
    def has_dropout(self) -> bool:
        """Whether any layer drops units."""
        return any(layer.dropout for layer in self.spec.layers)

    @property
    def trains_as_it_predicts(self) -> bool:
        """Whether the forward pass of training is that of prediction, over the same rows."""
        has_norm = any(layer.batch_norm for layer in self.spec.layers)
        return not (self.is_batched or self.has_dropout or has_norm)

    @property
    def looks_at_every_epoch(self) -> bool:
        """Whether a stop rule has to know each epoch's error or loss."""
        return self.spec.training.stop_at_error is not None or self.spec.training.stop is not None

    @property
    def layers(self) -> Iterator[tuple[int, Layer]]:
        """Every layer but the inputs with its number, from 1."""
        return enumerate(self.spec.layers, start=1)

    @property
    def outputs(self) -> int:
        """The number of the last layer."""
        return len(self.spec.layers)

    @property
    def inputs_name(self) -> str:
        """What the first layer reads in training."""
        return "l0" if self.is_batched else "X"

    def values(self, k: int) -> str:
        """The values of a layer in training."""
        return f"l{k}" if k else self.inputs_name

    def at_sum(self, k: int) -> str:
        """A layer's deltas as they arrive at its weighted sums."""
        return f"l{k}_sum_delta" if self.spec.layers[k - 1].batch_norm else f"l{k}_delta"

    @property
    def trained(self) -> list[Trained]:
        """All that is trained, the last layer first."""
        found = []
        for k, layer in reversed(list(self.layers)):
            found.append(Trained(f"syn{k - 1}", "weights", k))
            if self.spec.network.bias:
                found.append(Trained(f"b{k}", "biases", k))
            if layer.batch_norm:
                found += [Trained(f"gamma{k}", "gamma", k), Trained(f"beta{k}", "beta", k)]
        return found

    @cached_property
    def changes(self) -> dict[str, dict[int, float]]:
        """For each setting that changes between start and end, its values by the epoch of their first pass."""
        found: dict[str, dict[int, float]] = {}
        for change in self.spec.training.changes:
            if self.first <= change.epoch < self.last:
                for name, value in change.settings.items():
                    found.setdefault(name, {})[change.epoch] = value
        return found

    def first_value(self, setting: str) -> float:
        """The value of a setting before the first pass of the program."""
        given: float | None = getattr(self.spec.training, setting)
        value = DEFAULT_MOMENTUM if given is None else given
        for change in self.spec.training.changes:
            if change.epoch < self.first:
                value = change.settings.get(setting, value)
        return value

    def setting(self, name: str) -> str:
        """A setting in a formula: its variable, or its number where it never changes."""
        return VARIABLES[name] if name in self.changes else say(self.first_value(name))

    def has(self, setting: str) -> bool:
        """Whether a penalty is ever other than 0."""
        return setting in self.changes or self.first_value(setting) != 0.0

    def parameters_of(self, state: Array) -> Parameters:
        """One row of a frame's state, in its shapes."""
        return Parameters(np.ascontiguousarray(state), Layout.of(self.spec))
