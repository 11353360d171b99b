from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training.schedule import MILESTONE, Schedule, frame_schedule, history_schedule


def epochs_of(schedule: Schedule, last: int) -> list[int]:
    found, epoch = [], schedule.first - 1
    while (epoch := schedule.after(epoch)) <= last:
        found.append(epoch)
    return found


def test_dense_at_first_then_thinner() -> None:
    epochs = epochs_of(history_schedule(0), 60_000)
    assert epochs[:300] == list(range(300))
    gaps = [after - before for before, after in pairwise(epochs)]
    assert max(gaps) <= 60_000 / 128
    assert set(range(0, 60_001, MILESTONE)) <= set(epochs)


@given(st.integers(0, 50_000), st.integers(0, 10**6))
def test_what_is_held_is_what_comes_next(first: int, epoch: int) -> None:
    for schedule in (history_schedule(first), frame_schedule(first, 1_000)):
        following = schedule.after(epoch)
        assert following > epoch or following == first
        assert schedule.holds(following)
        assert not any(
            schedule.holds(between) for between in range(max(epoch + 1, first + 1), min(following, epoch + 50))
        )


@given(st.integers(0, 50_000), st.integers(0, 10**6), st.integers(1, 10**6))
def test_what_comes_before_is_held_and_the_last(first: int, passed: int, frame_bytes: int) -> None:
    for schedule in (history_schedule(first), frame_schedule(first, frame_bytes)):
        before = schedule.before(first + passed)
        assert first <= before <= first + passed
        assert schedule.holds(before)
        assert schedule.after(before) > first + passed


@given(st.integers(1, 32_000_000))
def test_the_longest_run_stays_within_its_limits(frame_bytes: int) -> None:
    assert len(epochs_of(history_schedule(0), LIMITS.epochs)) <= LIMITS.history_points
    kept = len(epochs_of(frame_schedule(0, frame_bytes), LIMITS.epochs))
    assert kept <= LIMITS.frames
    assert (kept - 1) * frame_bytes <= LIMITS.frame_bytes


@pytest.mark.parametrize("first", [0, 7, 123_456])
@pytest.mark.parametrize("schedule", [history_schedule, lambda first: frame_schedule(first, 200_000)])
def test_all_at_once_are_those_found_one_by_one(first: int, schedule: Callable[[int], Schedule]) -> None:
    one = schedule(first)
    for low, high in ((first, first), (first, first + 5), (first + 3, first + 2_000), (first + 9_990, first + 40_001)):
        expected = [epoch for epoch in range(low, high + 1) if one.holds(epoch)]
        assert one.between(low, high) == expected
