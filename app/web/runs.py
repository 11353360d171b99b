"""Routes that start, list and command runs."""

import base64
import binascii
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from elevenlines.app.runs.run import Refused, Status
from elevenlines.app.runs.service import Update
from elevenlines.app.runs.start import Start
from elevenlines.app.views.numbers import run_json
from elevenlines.app.web.parameters import RunId, Service, Wait, Watched
from elevenlines.app.web.problems import declared
from elevenlines.app.web.schemas import NewRun, RunAnswer, RunPatch, RunsAnswer, Step
from elevenlines.app.web.strict import StrictRoute

router = APIRouter(prefix="/runs", tags=["runs"], route_class=StrictRoute)
CURSOR_DIGITS = 18  # what a database takes as a number
_SETTINGS = ("learning_rate", "l1", "l2", "momentum")
BODY = (400, 413, 415, 429)  # what a route with a body can answer besides


def json_response(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:  # noqa: ANN401  (JSON)
    """JSON with numbers in full: the shortest text that reads back as the same bits."""
    return Response(orjson.dumps(content), status, headers, "application/json")


def later() -> Response:
    """Says that what was asked for is being computed: ask again."""
    return Response(status_code=202, headers={"Retry-After": "2"})


def answers(model: Any, *errors: int, status: int = 200) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401  (a pydantic model or a type of several)
    """The OpenAPI declaration of a route: what it gives, and the errors it can answer."""
    return {status: {"model": model}, **declared(401, 403, 422, 503, *errors)}


@router.post("", status_code=201, responses=answers(RunAnswer, 429, *BODY, status=201))
async def start_run(body: NewRun, service: Service, wait: Wait = 0.0) -> Response:
    """Starts a run. With `wait`, answers when it has ended or the time is up, whichever is first."""
    recording = await service.create(body.spec, Start(body.name, body.pace, body.paused))
    if wait:
        await service.wait_until_ended(recording, wait)
    return json_response(run_json(recording.run), 201, {"Location": f"/api/v1/runs/{recording.run.id}"})


@router.get("", responses=answers(RunsAnswer))
async def list_runs(
    service: Service,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=40, description="the `next` of the last page")] = None,
    status: Annotated[Status | None, Query(description="only runs that stand so")] = None,
) -> Response:
    """Lists runs, newest first; a page of large ones ends before its limit."""
    runs, following = await service.runs(limit, _number(cursor), status)
    return json_response({"runs": [run_json(run) for run in runs], "next": _cursor(following)})


@router.get("/{run_id}", responses=answers(RunAnswer, 404))
async def read_run(recording: Watched) -> Response:
    """Reads a run."""
    return json_response(run_json(recording.run))


@router.patch("/{run_id}", responses=answers(RunAnswer, 404, 409, *BODY))
async def change_run(run_id: RunId, body: RunPatch, service: Service) -> Response:
    """Changes a run. What decides its numbers comes into force with the next pass and is part of its spec."""
    given = body.model_dump(exclude_unset=True)
    update = Update(
        name=given.get("name"),
        pace=(given["pace"],) if "pace" in given else None,
        epochs=given.get("epochs"),
        settings={name: given[name] for name in _SETTINGS if name in given} or None,
    )
    return json_response(run_json((await service.update(run_id, update)).run))


@router.delete("/{run_id}", status_code=204, responses=declared(401, 403, 404, 422, 503))
async def delete_run(run_id: RunId, service: Service) -> Response:
    """Deletes a run and its frames. A live run is stopped first; its forks stay."""
    await service.delete(run_id)
    return Response(status_code=204)


@router.post("/{run_id}/pause", responses=answers(RunAnswer, 404, 409))
async def pause_run(run_id: RunId, service: Service) -> Response:
    """Pauses a run; one that is paused stays so."""
    return json_response(run_json((await service.pause(run_id)).run))


@router.post("/{run_id}/resume", responses=answers(RunAnswer, 404, 409, 429))
async def resume_run(run_id: RunId, service: Service) -> Response:
    """Lets a paused run go on; one that is live stays so."""
    return json_response(run_json((await service.resume(run_id)).run))


@router.post("/{run_id}/stop", responses=answers(RunAnswer, 404, 409))
async def stop_run(run_id: RunId, service: Service) -> Response:
    """Ends a run for good; one that has ended stays as it is."""
    return json_response(run_json((await service.stop(run_id)).run))


@router.post("/{run_id}/step", responses=answers(RunAnswer, 404, 409, 429, *BODY))
async def step_run(run_id: RunId, service: Service, body: Step | None = None) -> Response:
    """Lets a paused run go on by so many epochs; answers when it has."""
    return json_response(run_json((await service.step(run_id, (body or Step()).epochs)).run))


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
