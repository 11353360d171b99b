"""Trees read like mathematics, keep their association, and can be taken apart."""

from elevenlines.core.algebra import Function, Name, Number, Word, apply, functions_in, names_in, spelt, substituted

a, b = Name("a"), Name("b")


def test_operators_make_trees() -> None:
    assert 1 - a * b == apply("subtract", 1, apply("multiply", a, b))
    assert -a / 2 == apply("divide", apply("negative", a), 2)
    assert a + (b + a) != (a + b) + a


def test_names_are_told_from_left_to_right() -> None:
    assert names_in(b * apply("dot", a, b)) == ["b", "a", "b"]
    word = Word("nonlin", a, is_slope=True, tree=b * (1 - b))
    assert names_in(word) == ["a"], "what it is said of"
    assert names_in(spelt(word)) == ["b", "b"]


def test_names_are_replaced_in_words_too() -> None:
    word = Word("nonlin", a, is_slope=False, tree=1 / a)
    assert substituted(word, {"a": b}) == Word("nonlin", b, is_slope=False, tree=1 / b)
    assert substituted(a + b, {"a": Number(2.0)}) == 2 + b


def test_factors_that_are_one_go() -> None:
    assert spelt(1 * a) == a
    assert spelt(a * apply("ones_like", b)) == a
    assert spelt(2 * a) == 2 * a


def test_functions_tell_which_others_they_call() -> None:
    inner = Function("inner", ("x",), Name("x") + 1, "Adds one.")
    outer = Function("outer", ("x",), inner(Name("x")) * 2, "Doubles that.")
    assert list(functions_in(outer(a))) == [outer, inner]
    assert inner.place < outer.place
