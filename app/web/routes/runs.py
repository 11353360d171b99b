"""Routes that start, list and command runs."""

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from elevenlines.app.answers.runs import RunInfo, Runs
from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.service import Update
from elevenlines.app.runs.start import Start
from elevenlines.app.views.runs import run_info
from elevenlines.app.web.answering import API, json_response
from elevenlines.app.web.description.declared import BODY, gives, refuses
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import RunId, Service, Wait, Watched
from elevenlines.app.web.requests.runs import NewRun, RunPatch, Step

router = APIRouter(prefix="/runs", tags=["runs"], route_class=StrictRoute)
CURSOR_DIGITS = 18  # what a database takes as a number
_SETTINGS = ("learning_rate", "l1", "l2", "momentum")


@router.post("", status_code=201, responses=gives(RunInfo, 429, *BODY, status=201))
async def start_run(body: NewRun, service: Service, wait: Wait = 0.0) -> Response:
    """Starts a run. With `wait`, answers when it has ended or the time is up, whichever is first."""
    recording = await service.create(body.spec, Start(body.name, body.pace, body.paused))
    if wait:
        await service.wait_until_ended(recording, wait)
    return json_response(run_info(recording.run), 201, {"Location": f"{API}/runs/{recording.run.id}"})


@router.get("", responses=gives(Runs))
async def list_runs(
    service: Service,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=40, description="the `next` of the last page")] = None,
    status: Annotated[Status | None, Query(description="only runs that stand so")] = None,
) -> Response:
    """Lists runs, newest first; a page of large ones ends before its limit."""
    runs, following = await service.runs(limit, _number(cursor), status)
    return json_response(Runs.model_construct(runs=[run_info(run) for run in runs], next=_cursor(following)))


@router.get("/{run_id}", responses=gives(RunInfo, 404))
async def read_run(recording: Watched) -> Response:
    """Reads a run."""
    return json_response(run_info(recording.run))


@router.patch("/{run_id}", responses=gives(RunInfo, 404, 409, *BODY))
async def change_run(run_id: RunId, body: RunPatch, service: Service) -> Response:
    """Changes a run. What decides its numbers comes into force with the next pass and is part of its spec."""
    given = body.model_dump(exclude_unset=True)
    update = Update(
        name=given.get("name"),
        pace=(given["pace"],) if "pace" in given else None,
        epochs=given.get("epochs"),
        settings={name: given[name] for name in _SETTINGS if name in given} or None,
    )
    return json_response(run_info((await service.update(run_id, update)).run))


@router.delete("/{run_id}", status_code=204, responses=refuses(401, 403, 404, 422, 503))
async def delete_run(run_id: RunId, service: Service) -> Response:
    """Deletes a run and its frames. A live run is stopped first; its forks stay."""
    await service.delete(run_id)
    return Response(status_code=204)


@router.post("/{run_id}/pause", responses=gives(RunInfo, 404, 409))
async def pause_run(run_id: RunId, service: Service) -> Response:
    """Pauses a run; one that is paused stays so."""
    return json_response(run_info((await service.pause(run_id)).run))


@router.post("/{run_id}/resume", responses=gives(RunInfo, 404, 409, 429))
async def resume_run(run_id: RunId, service: Service) -> Response:
    """Lets a paused run go on; one that is live stays so."""
    return json_response(run_info((await service.resume(run_id)).run))


@router.post("/{run_id}/stop", responses=gives(RunInfo, 404, 409))
async def stop_run(run_id: RunId, service: Service) -> Response:
    """Ends a run for good; one that has ended stays as it is."""
    return json_response(run_info((await service.stop(run_id)).run))


@router.post("/{run_id}/step", responses=gives(RunInfo, 404, 409, 429, *BODY))
async def step_run(run_id: RunId, service: Service, body: Step | None = None) -> Response:
    """Lets a paused run go on by so many epochs; answers when it has."""
    return json_response(run_info((await service.step(run_id, (body or Step()).epochs)).run))


def _cursor(number: int | None) -> str | None:
    return None if number is None else base64.urlsafe_b64encode(str(number).encode()).decode()


def _number(cursor: str | None) -> int | None:
    """What a cursor stands for. A cursor that no answer gave is refused."""
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError, ValueError):
        text = ""
    if not text.isdigit() or len(text) > CURSOR_DIGITS:
        raise Refused("/query/cursor", "must be the `next` of an earlier answer")
    return int(text)
