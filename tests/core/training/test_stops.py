"""How runs end, in words."""

from math import inf

import pytest

from elevenlines.core.spec.training import Stop, TrainingSpec
from elevenlines.core.training import Point
from elevenlines.core.training.stops import StopRules, diverged, overflowed


def test_what_overflows_or_grows_too_large_is_said_in_words() -> None:
    assert overflowed(0) == ("diverged", "the loss overflowed at epoch 0; try smaller inputs or first weights")
    assert overflowed(1_234) == ("diverged", "the loss overflowed at epoch 1,234; try a smaller alpha")
    said = "weight 1 → 2 of layer 1 grew beyond 10¹² at epoch 1,000; try a smaller alpha"
    assert diverged("weight 1 → 2 of layer 1", 999) == ("diverged", said)


@pytest.mark.parametrize(("improvement", "by"), [(0.0, ""), (0.25, " by 0.25")])
def test_a_loss_that_no_longer_falls_is_said_in_words(improvement: float, by: str) -> None:
    rules = StopRules(TrainingSpec(stop=Stop(epochs=1_000, improvement=improvement)), 0, (inf, 0))
    assert rules.are_any
    assert rules.ending(Point(0, 1.0, 1.0)) is None
    assert rules.ending(Point(999, 1.0, 1.0)) is None
    assert rules.ending(Point(1_000, 1.0, 1.0 - improvement)) == (
        "done",
        f"stopped at epoch 1,000: the loss has not fallen{by} in 1,000 epochs",
    )
    assert rules.best == (1.0, 0)


def test_an_error_that_is_reached_comes_before_a_loss_that_does_not_fall() -> None:
    rules = StopRules(TrainingSpec(stop=Stop(epochs=1), stop_at_error=0.5), 0, (1.0, 0))
    assert rules.ending(Point(1, 0.5, 1.0)) == ("done", "stopped at epoch 1: the error reached 0.5")


def test_without_rules_no_epoch_is_looked_at() -> None:
    rules = StopRules(TrainingSpec(), 7, (inf, 0))
    assert not rules.are_any
    assert rules.ending(Point(7, 0.0, 0.0)) is None
    assert rules.best == (inf, 0)


def test_one_that_was_ended_by_a_rule_begins_to_wait_anew() -> None:
    stop = TrainingSpec(stop=Stop(epochs=10))
    assert StopRules(stop, 30, (1.0, 20)).best == (inf, 0)
    assert StopRules(stop, 29, (1.0, 20)).best == (1.0, 20)
