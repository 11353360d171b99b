from collections.abc import Callable

import pytest

from elevenlines.core.presets import PRESETS

RULES: dict[str, Callable[[bool, bool], bool]] = {
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "nand": lambda a, b: not (a and b),
    "nor": lambda a, b: not (a or b),
    "xor_bias": lambda a, b: a != b,
    "xnor": lambda a, b: a == b,
}


@pytest.mark.parametrize("name", RULES)
def test_a_gate_is_what_it_is_called(name: str) -> None:
    table = PRESETS[name].spec.table
    assert len(table.inputs) == 4
    for inputs, (target,) in zip(table.inputs, table.targets, strict=True):
        assert target == bool(RULES[name](*map(bool, inputs)))


def test_the_majority_of_three() -> None:
    table = PRESETS["majority"].spec.table
    assert len(table.inputs) == 8
    for inputs, (target,) in zip(table.inputs, table.targets, strict=True):
        assert target == (sum(inputs) >= 2)
