import math
from time import monotonic

import pytest

from elevenlines.app.runs.workers.job import Job, pace_of
from elevenlines.app.runs.workers.messages import pack_state, unpack_frame
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin

SPEC = RunSpec.model_validate(
    {"table": {"inputs": [[0, 1], [1, 0]], "targets": [[0], [1]]}, "training": {"epochs": 50}}
)


def job(**changed: object) -> Job:
    frame = Training(SPEC).frame()
    message = {
        "do": "train",
        "job": 7,
        "spec": SPEC.model_dump_json(),
        "first": 0,
        "epoch": 0,
        "state": pack_state(frame),
        "until": 50,
        "pace": None,
        "replay": False,
    }
    return Job(message | changed)


def run_out(one: Job) -> None:
    while one.ending is None:
        one.train(0.001)


def test_unhurried_takes_about_twenty_seconds_for_the_articles_run() -> None:
    seconds, epoch, step = 0.0, 0.0, 0.001
    while epoch < 60_000:
        epoch += step * pace_of("unhurried", int(epoch))
        seconds += step
    assert 18 < seconds < 21
    assert pace_of("unhurried", 0) == 5


def test_pace_is_as_given_or_endless() -> None:
    assert pace_of(12.5, 1_000) == 12.5
    assert pace_of(None, 0) == math.inf


def test_a_slice_ends_with_a_pass_where_a_report_is_due() -> None:
    """However many updates a pass has: else a report would wait for a slice that ends there by chance."""
    rows = 400
    table = {"inputs": [[row / rows, 1.0] for row in range(rows)], "targets": [[row % 2] for row in range(rows)]}
    training = {"epochs": 10_000_000, "batch_size": 1}
    spec = RunSpec.model_validate({"table": table, "network": {"hidden": [8, 8]}, "training": training})
    state = pack_state(Training(spec).frame())
    one = job(spec=spec.model_dump_json(), state=state, until=10_000_000)
    for _ in range(20):
        one._report_at = 0.0
        one.train(0.2)
        assert one.wants_to_report(monotonic())


def test_a_job_reports_all_that_was_recorded_and_ends() -> None:
    one = job()
    run_out(one)
    report = one.progress(status=one.ending)
    assert (report["job"], report["status"], report["epoch"]) == (7, "done", 50)
    assert [point[0] for point in report["points"]][:50] == list(range(1, 51))
    expected = begin(SPEC)
    expected.advance(50)
    state = unpack_frame(SPEC, report["epoch"], report["state"]).state
    assert state.tobytes() == expected.frame().state.tobytes()


def test_a_job_pauses_at_its_goal() -> None:
    one = job(until=3)
    run_out(one)
    assert (one.ending, one.progress(status="paused")["epoch"]) == ("paused", 3)


def test_a_paced_job_is_not_due_before_its_time() -> None:
    slow = job(pace=0.001)
    assert slow.seconds_until_due(monotonic()) <= 0, "the first epoch comes at once"
    slow.train(0.001)
    assert slow.progress()["epoch"] == 1
    slow.train(0.001)
    assert slow.progress()["epoch"] == 1
    assert slow.seconds_until_due(monotonic()) > 900


def test_a_change_comes_into_force_with_the_next_pass() -> None:
    one = job(until=10)
    run_out(one)
    answer = one.configure({"token": 3, "settings": {"learning_rate": 0.5}, "epochs": 60, "until": 60})
    assert answer == {"say": "configured", "job": 7, "token": 3, "epoch": 10}
    run_out(one)
    changed = SPEC.model_dump()
    changed["training"] |= {"epochs": 60, "changes": [{"epoch": 10, "learning_rate": 0.5}]}
    expected = begin(RunSpec.model_validate(changed))
    expected.advance(60)
    report = one.progress(status=one.ending)
    assert unpack_frame(SPEC, 60, report["state"]).state.tobytes() == expected.frame().state.tobytes()


def test_a_pass_of_many_updates_is_left_for_others_and_taken_back_when_halted() -> None:
    rows = [[number / 10_000] for number in range(10_000)]
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": rows, "targets": rows},
            "network": {"hidden": [40]},
            "training": {"epochs": 5, "batch_size": 1},
        }
    )
    start = pack_state(Training(spec).frame())
    one = job(spec=spec.model_dump_json(), state=start)
    one.train(0)
    assert not one.wants_to_report(monotonic() + 1)
    assert one.seconds_until_due(monotonic()) <= 0
    report = one.progress(status="paused")
    assert (report["epoch"], report["state"]) == (0, start)
    run_out(one)
    expected = begin(spec)
    expected.advance(5)
    assert one.progress(status=one.ending)["state"] == pack_state(expected.frame())


@pytest.mark.parametrize("epochs", [0, 17])
def test_a_state_survives_its_bytes(epochs: int) -> None:
    training = Training(SPEC)
    training.advance(epochs)
    frame = training.frame()
    assert unpack_frame(SPEC, epochs, pack_state(frame)).state.tobytes() == frame.state.tobytes()
