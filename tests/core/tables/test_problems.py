"""Bad lines are told in their order, and never more than a stated number."""

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables.problems import BadLine, BadTable, bad_table, merged


def test_the_first_are_told_and_the_others_counted() -> None:
    error = BadTable([BadLine(line, "is bad") for line in range(1, 1_335)])
    assert len(error.lines) == LIMITS.bad_lines
    assert error.sentences[0] == "line 1: is bad"
    assert error.sentences[-1] == "and 1,234 more"
    assert bad_table(1_000, "is bad").sentences == ["line 1,000: is bad"]
    assert not error.can_drop
    assert BadTable([BadLine(1, "is bad")], can_drop=True).can_drop


def test_what_is_wrong_with_a_line_is_one_sentence() -> None:
    found = merged({9: ["a"], 2: ["a", "b", "c", "d", "e"]})
    assert found == [BadLine(2, "a; b; c; and 2 more"), BadLine(9, "a")]
