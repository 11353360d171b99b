"""A spec or a run as a program: in which languages, how far it goes, and what is too large for one."""

from collections.abc import Callable
from dataclasses import dataclass

from elevenlines.app.answers.programs import Program
from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Refused, Run
from elevenlines.app.views.highlight import program_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.written import numbers_written, text_of, write_javascript, write_program


@dataclass(frozen=True)
class Language:
    """A language that a run can be written in.

    Attributes:
        media_type: of HTTP.
        suffix: of a file's name.
        write: (spec, first frame of a fork, last epoch of what did not come to its end) -> the program.
    """

    media_type: str
    suffix: str
    write: Callable[[RunSpec, Frame | None, int | None], str]


def _python(spec: RunSpec, first: Frame | None, last: int | None) -> str:
    return text_of(write_program(spec, first, last))


LANGUAGES = {
    "python": Language("text/x-python; charset=utf-8", "py", _python),
    "javascript": Language("text/javascript; charset=utf-8", "mjs", write_javascript),
}


def program_of_spec(spec: RunSpec) -> Program:
    """The program of a spec, line by line. Raises Refused."""
    _check_size(spec, None)
    return program_of(write_program(spec))


def program_of_run(run: Run, first: Frame | None) -> Program:
    """The program of a run; `first` is the frame that a fork begins with. Raises Refused."""
    _check_size(run.spec, first)
    return program_of(write_program(run.spec, first, _last_epoch(run)))


def program_file(language: Language, run: Run, first: Frame | None) -> bytes:
    """The same as a file in a language."""
    _check_size(run.spec, first)
    return language.write(run.spec, first, _last_epoch(run)).encode()


def _last_epoch(run: Run) -> int | None:
    """A run that did not come to its own end is trained as far as it came."""
    return run.epoch if run.status in {Status.STOPPED, Status.DIVERGED, Status.FAILED} else None


def _check_size(spec: RunSpec, first: Frame | None) -> None:
    if numbers_written(spec, first) > LIMITS.answer:
        raise Refused("/table", f"holds too many numbers for a program: at most {LIMITS.answer:,}, weights included")
