"""A pass as the trace reads it: for each layer of units, what the network's list of layers computed."""

from dataclasses import dataclass
from typing import NamedTuple

from elevenlines.core.network.layers import Memory
from elevenlines.core.network.network import Network, Values
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Normalised:
    """What batch normalisation made of a layer's sums: see layers.BatchNorm."""

    sums: Array
    values: Array
    scale: Array
    mean: Array
    variance: Array


@dataclass(frozen=True)
class Pass:
    """Everything a forward pass computed, for each layer of units but the inputs; `values` has those too."""

    values: list[Array]
    pre_activations: list[Array]
    activated: list[Array]
    masks: list[Array | None]
    normalised: list[Normalised | None]

    @property
    def predictions(self) -> Array:
        """(rows, outputs)."""
        return self.values[-1]

    @classmethod
    def of(cls, network: Network, values: Values, memories: list[Memory]) -> "Pass":
        """From what `Network.forward` returned."""
        stages = network.stages
        return cls(
            [values[0], *(values[stage.leaving] for stage in stages)],
            [values[stage.z] for stage in stages],
            [values[stage.activated] for stage in stages],
            [memories[stage.activated][0] if stage.leaving > stage.activated else None for stage in stages],
            [None if stage.norm is None else Normalised(values[stage.sums], *memories[stage.norm]) for stage in stages],
        )


class Back(NamedTuple):
    """What the backward pass computed for one layer of units, see network.Stage; every array (rows, units)."""

    error: Array
    kept: Array
    untrimmed: Array
    delta: Array
    at_sum: Array

    @classmethod
    def all_of(cls, network: Network, errors: Values) -> list["Back"]:
        """From what `Network.backward` returned."""
        return [
            cls(
                errors[stage.leaving],
                errors[stage.activated],
                errors[stage.untrimmed],
                errors[stage.z],
                errors[stage.sums],
            )
            for stage in network.stages
        ]
