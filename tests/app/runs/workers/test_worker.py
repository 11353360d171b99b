"""How a worker shares its time, told by a clock that moves only when somebody looks at it."""

from typing import Any

import pytest

from elevenlines.app.runs.workers import job, worker
from elevenlines.app.runs.workers.messages import pack_state
from elevenlines.app.runs.workers.worker import Worker
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training

LOOK = 0.001  # seconds from one look at the clock to the next
ENDLESS = 10_000_000  # epochs
SPEC = RunSpec.model_validate(
    {"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}, "training": {"epochs": ENDLESS}}
)
AROUND = 6  # looks of a turn beside those that ask whether it is over


class Clock:
    """Seconds that go by with the looks at them."""

    looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.looks * LOOK


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(job, "monotonic", made)
    monkeypatch.setattr(worker, "monotonic", made)
    return made


def train(number: int, **changed: Any) -> dict[str, Any]:
    message = {"do": "train", "job": number, "spec": SPEC.model_dump_json(), "first": 0, "epoch": 0, "pace": None}
    return message | {"state": pack_state(Training(SPEC).frame()), "until": ENDLESS, "replay": False} | changed


def test_a_slice_is_four_milliseconds_even_of_a_run_alone(clock: Clock) -> None:
    """A command waits for the end of the slice: whoever presses Pause must not notice."""
    one = Worker(lambda _: None, lambda _: None)
    one.handle(train(1))
    for _ in range(20):
        before = clock.looks
        due = one.run_once()
        assert due is not None
        assert due <= 0, "it goes on"
        assert 4 <= clock.looks - before <= 2 * 4 + AROUND


def test_many_runs_have_shorter_slices_and_all_have_their_turn(clock: Clock) -> None:
    turns: list[int] = []
    one = Worker(lambda _: None, turns.append)
    for number in range(1, 51):
        one.handle(train(number))
    turns.clear()
    before = clock.looks
    one.run_once()
    assert [turn for turn in turns if turn] == list(range(1, 51))
    assert clock.looks - before <= 50 * (2 + AROUND), "a look or two for each"


def test_a_command_between_two_slices_is_answered_at_once(clock: Clock) -> None:
    said: list[Any] = []
    one = Worker(said.append, lambda _: None)
    one.handle(train(1))
    one.handle(train(2))
    one.run_once()
    said.clear()
    one.handle({"do": "configure", "job": 2, "token": 5, "settings": {"learning_rate": 0.5}})
    one.handle({"do": "halt", "job": 1, "status": "paused"})
    configured, halted = said
    assert (configured["say"], configured["job"], configured["token"]) == ("configured", 2, 5)
    assert (halted["say"], halted["job"], halted["status"]) == ("progress", 1, "paused")
    said.clear()
    for _ in range(20):
        one.run_once()
    assert {message["job"] for message in said} == {2}
    one.handle({"do": "halt", "job": 1, "status": "paused"})
    assert {message["job"] for message in said} == {2}, "a job that is over has said its last"


def test_what_goes_wrong_in_one_run_ends_that_run_alone(clock: Clock) -> None:
    said: list[Any] = []
    one = Worker(said.append, lambda _: None)
    one.handle(train(1))
    one.handle(train(2, state=b"too short"))
    (failed,) = said
    assert (failed["say"], failed["job"]) == ("failed", 2)
    assert failed["message"].startswith("training failed: ")
    for _ in range(20):
        one.run_once()
    assert {message["job"] for message in said[1:]} == {1}


def test_a_run_that_is_not_due_tells_when_it_is(clock: Clock) -> None:
    one = Worker(lambda _: None, lambda _: None)
    assert one.run_once() is None, "no run, no next turn"
    one.handle(train(1, pace=0.1))
    one.run_once()  # the first epoch comes at once
    due = one.run_once()
    assert due is not None
    assert 9 < due < 10
    one.handle(train(2, pace=1e-9))
    one.handle({"do": "halt", "job": 1, "status": "paused"})
    one.run_once()
    assert one.run_once() == worker.LONGEST_WAIT
