"""A spec or a run as a program: what it begins with, how far it goes, and what is too large for one."""

from elevenlines.app.answers.programs import Program
from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Refused, Run
from elevenlines.app.views.program import Line, numbers_written, text_of, write_program
from elevenlines.app.views.program.highlight import program_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame


def program_of_spec(spec: RunSpec) -> Program:
    """The program of a spec. Raises Refused."""
    _check_size(spec, None)
    return program_of(write_program(spec))


def program_of_run(run: Run, first: Frame | None) -> Program:
    """The program of a run; `first` is the frame that a fork begins with. Raises Refused."""
    return program_of(_lines(run, first))


def program_file(run: Run, first: Frame | None) -> bytes:
    """The same as a file."""
    return text_of(_lines(run, first)).encode()


def _lines(run: Run, first: Frame | None) -> list[Line]:
    """One that did not come to its own end is trained as far as it came."""
    _check_size(run.spec, first)
    is_cut_off = run.status in {Status.STOPPED, Status.DIVERGED, Status.FAILED}
    return write_program(run.spec, first, run.epoch if is_cut_off else None)


def _check_size(spec: RunSpec, first: Frame | None) -> None:
    if numbers_written(spec, first) > LIMITS.answer:
        raise Refused("/table", f"holds too many numbers for a program: at most {LIMITS.answer:,}, weights included")
