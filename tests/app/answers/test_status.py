"""Every word for where a run stands belongs to one of three kinds."""

import pytest

from elevenlines.app.answers.status import Status


@pytest.mark.parametrize("status", Status)
def test_a_run_is_live_rests_or_has_ended(status: Status) -> None:
    assert [status.is_live, status is Status.PAUSED, status.is_ended].count(True) == 1


def test_what_goes_on_by_itself() -> None:
    assert [str(status) for status in Status if status.is_live] == ["queued", "running"]
