"""The article's two tables, with its settings."""

from elevenlines.core.presets.preset import Bits, Group, Preset, table_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.training import TrainingSpec


def _article(name: str, title: str, text: str, target: str, column: Bits, hidden: Bits, epochs: int) -> Preset:
    def make() -> RunSpec:
        inputs = [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
        return RunSpec(
            table=table_of(("a", "b", "one"), (target,), inputs, [(value,) for value in column]),
            network=NetworkSpec(hidden=hidden),
            training=TrainingSpec(epochs=epochs),
        )

    return Preset(name, title, text, make)


GROUP = Group(
    "The article's tables",
    (
        _article("xor", "XOR", "the article's second table", "xor", (0, 1, 1, 0), (4,), 60_000),
        _article(
            "first_column",
            "First column",
            "the article's first table: the output copies input a",
            "out",
            (0, 0, 1, 1),
            (),
            10_000,
        ),
    ),
)
