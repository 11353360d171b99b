from elevenlines.core.presets import PRESETS


def test_the_adders_add() -> None:
    for name in ("half_adder", "full_adder"):
        table = PRESETS[name].spec.table
        assert len(table.inputs) == 2 ** len(table.input_names)
        for inputs, (low, high) in zip(table.inputs, table.targets, strict=True):
            assert sum(inputs) == low + 2 * high


def test_the_multiplexer_passes_on_what_is_chosen() -> None:
    table = PRESETS["multiplexer"].spec.table
    for (select, *data), (out,) in zip(table.inputs, table.targets, strict=True):
        assert out == data[int(select)]


def test_seven_segments_show_ten_different_digits() -> None:
    table = PRESETS["seven_segments"].spec.table
    assert [8 * a + 4 * b + 2 * c + d for a, b, c, d in table.inputs] == list(range(10))
    assert len(set(table.targets)) == 10
    lit = [sum(row) for row in table.targets]
    assert lit == [6, 2, 5, 5, 4, 5, 6, 3, 7, 6]


def test_the_encoder_has_fewer_units_than_symbols() -> None:
    spec = PRESETS["encoder"].spec
    assert spec.layer_sizes == (8, 3, 8)
    assert spec.table.inputs == spec.table.targets
    assert [sum(row) for row in spec.table.inputs] == [1] * 8
