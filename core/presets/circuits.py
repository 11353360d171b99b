"""Circuits: what is built of gates, with several outputs or more inputs."""

from elevenlines.core.presets.preset import Group, Preset, gate, table_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.training import TrainingSpec

# The segments that show each digit; A is the top one, then clockwise, G the one in the middle.
DIGITS = ("ABCDEF", "BC", "ABDEG", "ABCDG", "BCFG", "ACDFG", "ACDEFG", "ABC", "ABCDEFG", "ABCDFG")
CODED = 8  # symbols that the encoder passes through log2 of as many units


def _seven_segments() -> RunSpec:
    inputs = [[digit >> bit & 1 for bit in (3, 2, 1, 0)] for digit in range(len(DIGITS))]
    targets = [[int(segment in lit) for segment in "ABCDEFG"] for lit in DIGITS]
    return RunSpec(
        table=table_of(("8", "4", "2", "1"), "ABCDEFG", inputs, targets),
        network=NetworkSpec(hidden=(6,), bias=True),
        training=TrainingSpec(epochs=10_000),
    )


def _encoder() -> RunSpec:
    rows = [[int(column == row) for column in range(CODED)] for row in range(CODED)]
    return RunSpec(
        table=table_of("abcdefgh", [f"{letter}'" for letter in "abcdefgh"], rows, rows),
        network=NetworkSpec(hidden=(3,), bias=True),
        training=TrainingSpec(epochs=10_000),
    )


GROUP = Group(
    "Circuits",
    (
        gate(
            "half_adder",
            "Half adder",
            "adds two bits: a sum and a carry",
            ("a b", "sum carry"),
            lambda x: [x[0] ^ x[1], x[0] & x[1]],
            (3,),
            10_000,
        ),
        gate(
            "full_adder",
            "Full adder",
            "adds two bits and a carry c",
            ("a b c", "sum carry"),
            lambda x: [sum(x) % 2, sum(x) // 2],
            (5,),
            20_000,
        ),
        gate(
            "multiplexer",
            "2-to-1 multiplexer",
            "passes on a or b, as sel says",
            ("sel a b", "out"),
            lambda x: [x[2] if x[0] else x[1]],
            (4,),
            10_000,
        ),
        Preset("seven_segments", "Seven segments", "which bars of a display light up for a digit", _seven_segments),
        Preset(
            "encoder", "Encoder 8-3-8", "eight symbols through three units, which find a code of their own", _encoder
        ),
    ),
)
