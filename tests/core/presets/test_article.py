from elevenlines.core.presets import PRESETS


def test_they_are_the_articles() -> None:
    xor, first = PRESETS["xor"].spec, PRESETS["first_column"].spec
    assert xor.table.inputs == first.table.inputs
    assert list(map(list, xor.table.inputs)) == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert [row[0] for row in xor.table.targets] == [0, 1, 1, 0]
    assert [row[0] for row in first.table.targets] == [0, 0, 1, 1]
    assert (xor.layer_sizes, first.layer_sizes) == ((3, 4, 1), (3, 1))
    assert (xor.training.epochs, first.training.epochs) == (60_000, 10_000)
    assert not xor.network.bias
    assert xor.seed == 1
