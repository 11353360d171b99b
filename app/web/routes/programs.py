"""Routes that write a spec or a run down as a program."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.programs import Program
from elevenlines.app.views.programs import program_of_run, program_of_spec
from elevenlines.app.web.answering import json_response
from elevenlines.app.web.description.declared import BODY, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Service, Watched
from elevenlines.app.web.requests.runs import NewRun

router = APIRouter(tags=["programs"], route_class=StrictRoute)


@router.post("/program", responses=gives(Program, *BODY))
async def write_spec(body: NewRun) -> Response:
    """Writes a spec as a program: NumPy alone, in the article's names. Nothing of it is carried out."""
    return json_response(await run_in_threadpool(program_of_spec, body.spec))


@router.get("/runs/{run_id}/program", responses=gives(Program, 404))
async def write_run(recording: Watched, service: Service) -> Response:
    """Writes a run as a program; a fork's goes on from its first frame."""
    run, first = recording.run, await service.first_frame(recording)
    return json_response(await run_in_threadpool(program_of_run, run, first))
