"""What a preset is, and how the small ones make their tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.table import Table
from elevenlines.core.spec.training import TrainingSpec

Bits = tuple[int, ...]


@dataclass(frozen=True)
class Preset:
    """A spec with a name for programs, a title for people, and a sentence about it.

    Attributes:
        make: makes the spec; called when somebody first asks for it.
    """

    name: str
    title: str
    text: str
    make: Callable[[], RunSpec]

    @cached_property
    def spec(self) -> RunSpec:
        """The spec, made once."""
        return self.make()


@dataclass(frozen=True)
class Group:
    """Presets of one kind, as a menu shows them together."""

    title: str
    presets: tuple[Preset, ...]


def truth_table(
    input_names: Sequence[str], target_names: Sequence[str], function: Callable[[Bits], Sequence[int]]
) -> Table:
    """The table of a function of 0s and 1s: all 2^n rows, counting up in binary."""
    inputs = list(product((0, 1), repeat=len(input_names)))
    return table_of(input_names, target_names, inputs, [tuple(function(bits)) for bits in inputs])


def table_of(
    input_names: Sequence[str],
    target_names: Sequence[str],
    inputs: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
) -> Table:
    """A table of these rows."""
    return Table.model_validate(
        {
            "inputs": inputs,
            "targets": targets,
            "input_names": tuple(input_names),
            "target_names": tuple(target_names),
        }
    )


def gate(
    name: str,
    title: str,
    text: str,
    names: tuple[str, str],
    function: Callable[[Bits], Sequence[int]],
    hidden: Bits = (),
    epochs: int = 5_000,
    learning_rate: float = 1.0,
) -> Preset:
    """A truth table, learned with bias units.

    Args:
        name: see Preset.
        title: see Preset.
        text: see Preset.
        names: of the inputs and of the outputs, each a string with spaces between.
        function: bits of the inputs -> bits of the outputs.
        hidden: sizes of the hidden layers.
        epochs: after which it is learned.
        learning_rate: alpha.
    """

    def make() -> RunSpec:
        return RunSpec(
            table=truth_table(names[0].split(), names[1].split(), function),
            network=NetworkSpec(hidden=hidden, bias=True),
            training=TrainingSpec(epochs=epochs, learning_rate=learning_rate),
        )

    return Preset(name, title, text, make)
