"""Parity: whether an odd number of inputs is 1. Every input matters, and none says anything alone."""

from elevenlines.core.presets.preset import Group, Preset, gate, truth_table
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.training import TrainingSpec

WORDS = {3: "three", 4: "four", 5: "five"}
LETTERS = "abcdefgh"


def _few(count: int, hidden: int, learning_rate: float = 1.0) -> Preset:
    names = " ".join(LETTERS[:count])
    title = f"Parity of {WORDS[count]}"
    text = "1 when an odd number of inputs is"
    return gate(f"parity{count}", title, text, (names, "odd"), lambda x: [sum(x) % 2], (hidden,), 20_000, learning_rate)


def _of_eight() -> RunSpec:
    """Plain gradient descent hardly gets there with 256 rows; Adam does at once."""
    return RunSpec(
        table=truth_table(LETTERS, ("odd",), lambda x: [sum(x) % 2]),
        network=NetworkSpec(hidden=(16,), activation="tanh", bias=True),
        training=TrainingSpec(
            epochs=3_000, learning_rate=0.02, optimizer="adam", loss="binary_cross_entropy", reduction="mean"
        ),
    )


GROUP = Group(
    "Parity",
    (
        _few(3, 4),
        _few(4, 6),
        _few(5, 8, 0.2),
        Preset("parity8", "Parity of eight", "256 rows, and no input says anything alone", _of_eight),
    ),
)
