from dataclasses import replace

import pytest

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Refused, RunError
from tests.app.runs.storing.test_store import run


@pytest.mark.parametrize(
    ("status", "is_live", "is_ended"),
    [
        (Status.QUEUED, True, False),
        (Status.RUNNING, True, False),
        (Status.PAUSED, False, False),
        (Status.DONE, False, True),
        (Status.STOPPED, False, True),
        (Status.DIVERGED, False, True),
        (Status.FAILED, False, True),
    ],
)
def test_a_run_is_live_rests_or_has_ended(status: Status, *, is_live: bool, is_ended: bool) -> None:
    assert (status.is_live, status.is_ended) == (is_live, is_ended)


def test_a_step_goes_to_its_goal_and_others_to_their_end() -> None:
    assert run().until == run().epochs == 60_000
    assert replace(run(), goal=7).until == 7


def test_what_is_refused_names_its_field() -> None:
    refused = Refused("/epochs", "must be at least 5")
    assert (refused.pointer, str(refused), isinstance(refused, RunError)) == ("/epochs", "must be at least 5", True)
