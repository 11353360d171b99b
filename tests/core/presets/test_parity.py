import pytest

from elevenlines.core.presets import PRESETS


@pytest.mark.parametrize("count", [3, 4, 5, 8])
def test_an_odd_number_of_ones(count: int) -> None:
    table = PRESETS[f"parity{count}"].spec.table
    assert len(set(table.inputs)) == 2**count
    for inputs, (target,) in zip(table.inputs, table.targets, strict=True):
        assert target == sum(inputs) % 2
