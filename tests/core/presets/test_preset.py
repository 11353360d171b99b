"""A preset makes its spec once; a truth table has all its rows."""

from elevenlines.core.presets.preset import gate, truth_table


def test_a_spec_is_made_once() -> None:
    one = gate("not", "NOT", "the other one", ("a", "not"), lambda x: [1 - x[0]], epochs=7, learning_rate=0.5)
    assert one.spec is one.spec
    assert one.spec.network.bias
    assert (one.spec.training.epochs, one.spec.training.learning_rate) == (7, 0.5)
    assert list(map(list, one.spec.table.targets)) == [[1], [0]]


def test_rows_count_up_in_binary() -> None:
    table = truth_table(("a", "b"), ("sum",), lambda x: [sum(x)])
    assert list(map(list, table.inputs)) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert list(map(list, table.targets)) == [[0], [1], [1], [2]]
