import pytest

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.start import Start, begun, forked_name, made_name
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Training

SPEC = RunSpec.model_validate({"table": {"inputs": [[0, 1]], "targets": [[1]]}, "training": {"epochs": 10}, "seed": 3})


@pytest.mark.parametrize(("paused", "status"), [(False, Status.QUEUED), (True, Status.PAUSED)])
def test_a_new_run_is_measured_and_stored_whole(paused: bool, status: Status) -> None:
    write = begun(SPEC, Start(pace=5, paused=paused))
    point = Training(SPEC).measure()
    assert (write.run.status, write.run.epoch, write.run.first, write.run.pace) == (status, 0, 0, 5)
    assert (write.run.error, write.run.loss, write.points) == (point.error, point.loss, [point])
    assert (write.is_new, write.frames) == (True, [write.newest])


def test_a_fork_begins_at_its_frame() -> None:
    training = Training(SPEC)
    training.advance(4)
    write = begun(SPEC, Start(name="mine"), training.frame(), ("a", 4))
    assert (write.run.name, write.run.first, write.run.epoch, write.run.parent) == ("mine", 4, 4, ("a", 4))
    assert write.run.error == training.measure().error


def test_names_that_are_made() -> None:
    assert made_name(SPEC) == "2-4-1 sigmoid, seed 3"
    assert forked_name("xor", 1_000) == "xor from 1,000"
    assert forked_name("xor from 1,000", 2_500) == "xor from 2,500", "of a fork's fork the last place is told"
    long = forked_name("x" * LIMITS.name_length, 7)
    assert long == "x" * (LIMITS.name_length - len(" from 7")) + " from 7"
