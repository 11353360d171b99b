"""Routes that write a spec or a run down as a program."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.messages import unpack_frame
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused, Run, Status
from elevenlines.app.runs.service import RunService
from elevenlines.app.views.highlight import program_json
from elevenlines.app.web.parameters import Service, Watched
from elevenlines.app.web.runs import BODY, answers, json_response
from elevenlines.app.web.schemas import NewRun
from elevenlines.app.web.states import PATIENCE
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.written import Line, numbers_written, write_program

router = APIRouter(tags=["programs"], route_class=StrictRoute)


class LineAnswer(BaseModel):
    """A line of a program."""

    number: int = Field(description="from 1")
    text: str
    html: str = Field(description="the same with its words marked by classes: tok-k a keyword, tok-mi a number, ...")
    reads: list[str] = Field(description="the variables that it reads, in a trace's names")
    writes: list[str] = Field(description="the variables that it gives a new value")
    meaning: str
    is_row: bool = Field(description="whether it holds one row of a matrix, and nothing else")
    traced: dict[str, str] = Field(
        description="a trace's names for variables that it calls otherwise; empty for one that it has not as it is here"
    )


class ProgramAnswer(BaseModel):
    """A program that trains a spec, alone with NumPy, and prints its error and predictions."""

    language: Literal["python"]
    text: str
    lines: list[LineAnswer]


def lines_of(run: Run, first: Frame | None) -> list[Line]:
    """The program of a run. One that did not come to its own end is trained as far as it came."""
    is_cut_off = run.status in {Status.STOPPED, Status.DIVERGED, Status.FAILED}
    return write_program(run.spec, first, run.epoch if is_cut_off else None)


async def first_frame(recording: Recording, service: RunService) -> Frame | None:
    """The frame that a fork begins with, which its spec does not tell; None for any other run."""
    run = recording.run
    if run.parent is None:
        return None
    stored = await service.frame(run.id, run.first, PATIENCE)
    assert stored is not None  # the first frame is always kept
    return unpack_frame(run.spec, run.first, stored.state)


def check_size(numbers: int) -> None:
    """Refuses a program that would hold too many numbers."""
    if numbers > LIMITS.answer:
        raise Refused("/table", f"holds too many numbers for a program: at most {LIMITS.answer:,}, weights included")


@router.post("/program", responses=answers(ProgramAnswer, *BODY))
async def write_spec(body: NewRun) -> Response:
    """Writes a spec as a program: NumPy alone, in the article's names. Nothing of it is carried out."""
    spec = body.spec
    check_size(numbers_written(spec, None))
    return json_response(await run_in_threadpool(lambda: program_json(write_program(spec))))


@router.get("/runs/{run_id}/program", responses=answers(ProgramAnswer, 404))
async def write_run(recording: Watched, service: Service) -> Response:
    """Writes a run as a program; a fork's goes on from its first frame."""
    run, first = recording.run, await first_frame(recording, service)
    check_size(numbers_written(run.spec, first))
    return json_response(await run_in_threadpool(lambda: program_json(lines_of(run, first))))
