"""A preset is a spec worth starting from: the article's two tables, and the truth tables that everybody knows.

Beyond the article's two, all use bias units, and each learns from its own seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from core.network_spec import NetworkSpec
from core.spec import RunSpec
from core.table import Table
from core.training_spec import TrainingSpec


@dataclass(frozen=True)
class Preset:
    """A spec with a name for programs, a title for people, and a sentence about it."""

    name: str
    title: str
    text: str
    spec: RunSpec


Bits = tuple[int, ...]


def truth_table(
    input_names: Sequence[str], target_names: Sequence[str], function: Callable[[Bits], Sequence[int]]
) -> Table:
    """The table of a function of 0s and 1s: all 2^n rows, counting up in binary."""
    inputs = list(product((0, 1), repeat=len(input_names)))
    return Table.model_validate(
        {
            "inputs": inputs,
            "targets": [tuple(function(bits)) for bits in inputs],
            "input_names": input_names,
            "target_names": target_names,
        }
    )


def _article(name: str, title: str, text: str, target: str, column: Bits, hidden: Bits, epochs: int) -> Preset:
    table = Table.model_validate(
        {
            "inputs": [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)],
            "targets": [(value,) for value in column],
            "input_names": ("a", "b", "one"),
            "target_names": (target,),
        }
    )
    spec = RunSpec(table=table, network=NetworkSpec(hidden=hidden), training=TrainingSpec(epochs=epochs))
    return Preset(name, title, text, spec)


def _gate(
    name: str,
    title: str,
    text: str,
    names: tuple[str, str],
    function: Callable[[Bits], Sequence[int]],
    hidden: Bits = (),
    epochs: int = 5_000,
    seed: int = 1,
) -> Preset:
    """A truth table; `names` are the inputs and the outputs, each a string with spaces between."""
    spec = RunSpec(
        table=truth_table(names[0].split(), names[1].split(), function),
        network=NetworkSpec(hidden=hidden, bias=True),
        training=TrainingSpec(epochs=epochs),
        seed=seed,
    )
    return Preset(name, title, text, spec)


_ALL = (
    _article(
        "xor",
        "XOR",
        "the article's second table",
        "xor",
        (0, 1, 1, 0),
        (4,),
        60_000,
    ),
    _article(
        "first_column",
        "First column",
        "the article's first table: the output copies input a",
        "out",
        (0, 0, 1, 1),
        (),
        10_000,
    ),
    _gate("and", "AND", "1 when both are", ("a b", "and"), lambda x: [x[0] & x[1]]),
    _gate("or", "OR", "1 when either is", ("a b", "or"), lambda x: [x[0] | x[1]]),
    _gate("nand", "NAND", "0 only when both are 1", ("a b", "nand"), lambda x: [1 - (x[0] & x[1])]),
    _gate("nor", "NOR", "1 only when both are 0", ("a b", "nor"), lambda x: [1 - (x[0] | x[1])]),
    _gate(
        "xor_bias",
        "XOR with bias",
        "1 when one is, not both; two hidden units are enough",
        ("a b", "xor"),
        lambda x: [x[0] ^ x[1]],
        (2,),
        20_000,
    ),
    _gate(
        "majority",
        "Majority",
        "1 when at least two of three are",
        ("a b c", "most"),
        lambda x: [sum(x) // 2],
    ),
    _gate(
        "half_adder",
        "Half adder",
        "adds two bits: a sum and a carry",
        ("a b", "sum carry"),
        lambda x: [x[0] ^ x[1], x[0] & x[1]],
        (3,),
        10_000,
    ),
    _gate(
        "full_adder",
        "Full adder",
        "adds two bits and a carry c",
        ("a b c", "sum carry"),
        lambda x: [sum(x) % 2, sum(x) // 2],
        (5,),
        20_000,
    ),
    _gate(
        "parity3",
        "Parity of three",
        "1 when an odd number of inputs is",
        ("a b c", "odd"),
        lambda x: [sum(x) % 2],
        (4,),
        20_000,
    ),
    _gate(
        "multiplexer",
        "2-to-1 multiplexer",
        "passes on a or b, as sel says",
        ("sel a b", "out"),
        lambda x: [x[2] if x[0] else x[1]],
        (4,),
        10_000,
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}
ARTICLE = ("xor", "first_column")  # the article's own tables
DEFAULT_PRESET = "xor"
