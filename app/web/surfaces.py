"""Routes that give surfaces, and the plane as a hidden layer bends it: of a run, of other weights, of a mere spec."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.numbers import parameters_of
from elevenlines.app.views.surfaces import bend_json, npy, plane_json, surfaces_head
from elevenlines.app.web.parameters import EpochQuery, Service, Since, Wait, Watched
from elevenlines.app.web.planes import Asked, AskedPlane, Size, Units, is_too_much, units_of
from elevenlines.app.web.problems import declared
from elevenlines.app.web.runs import BODY, answers, json_response, later
from elevenlines.app.web.schemas import NewRun
from elevenlines.app.web.states import LATER, PATIENCE, with_set, with_table
from elevenlines.app.web.strict import StrictRoute
from elevenlines.app.web.surface_schemas import BendAnswer, OtherNetwork
from elevenlines.core.looking.surfaces import surfaces
from elevenlines.core.looking.warp import POINTS, bend
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["surfaces"], route_class=StrictRoute)

HEAD = "Elevenlines-Plane"  # the header that says what the array's axes are
Layer = Annotated[
    int, Query(ge=0, le=LIMITS.hidden_layers, description="the hidden layer, from 1; 0: the plane itself")
]
NOTHING: dict[int | str, dict[str, Any]] = {204: {"description": "nothing newer than `since`"}}


class Npy(Response):
    """An .npy file."""

    media_type = "application/octet-stream"


ARRAY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "an .npy file: 32-bit floats of the shape (units, size, size), in the order unit, y upward, x "
        "to the right; (units, 1, size) where the table has one input column",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            HEAD: {
                "description": "JSON: `epoch`; `x` and `y`, each with `column`, `name`, `low` and `high` (y null over "
                "a line); `at`, the value of every column; `units`, in the array's order, as LAYER.UNIT",
                "schema": {"type": "string"},
            }
        },
    }
}
REFUSALS = (401, 403, 422, 503)


@dataclass(frozen=True)
class Shown:
    """A network at an epoch."""

    spec: RunSpec
    epoch: int
    parameters: Parameters


@router.get(
    "/runs/{run_id}/surfaces",
    response_class=Npy,
    responses=ARRAY | LATER | NOTHING | declared(*REFUSALS, 404, 409, 429),
)
async def read_surfaces(
    recording: Watched,
    service: Service,
    plane: Asked,
    epoch: EpochQuery = None,
    since: Since = None,
    wait: Wait = 0.0,
    size: Size = 100,
    units: Units = "all",
) -> Response:
    """Reads what units answer over a plane of two input columns; with `since`, only of a newer epoch than that."""
    return await _reading(recording, service, epoch, since, wait, lambda shown: _surfaces(shown, plane, size, units))


@router.post(
    "/runs/{run_id}/surfaces", response_class=Npy, responses=ARRAY | LATER | declared(*REFUSALS, 404, 409, *BODY)
)
async def try_surfaces(
    recording: Watched, service: Service, plane: Asked, body: OtherNetwork, size: Size = 100, units: Units = "all"
) -> Response:
    """Gives the surfaces of the run's network with other weights in it, or of another table's plane."""
    frame = await _frame(recording, service, body.epoch)
    if frame is None:
        return later()
    return await run_in_threadpool(lambda: _surfaces(_other(recording, frame, body), plane, size, units))


@router.post("/preview/surfaces", response_class=Npy, responses=ARRAY | declared(*REFUSALS, *BODY))
async def preview_surfaces(body: NewRun, plane: Asked, size: Size = 100, units: Units = "all") -> Response:
    """Gives the surfaces of a spec's start. Nothing is stored."""
    return await run_in_threadpool(lambda: _surfaces(_start(body.spec), plane, size, units))


@router.get("/runs/{run_id}/bend", responses=answers(BendAnswer, 404, 409, 429) | LATER | NOTHING)
async def read_bend(
    recording: Watched,
    service: Service,
    plane: Asked,
    layer: Layer = 1,
    epoch: EpochQuery = None,
    since: Since = None,
    wait: Wait = 0.0,
) -> Response:
    """Reads where a hidden layer puts the plane's grid lines and the table's rows."""
    return await _reading(recording, service, epoch, since, wait, lambda shown: _bend(shown, plane, layer))


@router.post("/runs/{run_id}/bend", responses=answers(BendAnswer, 404, 409, *BODY) | LATER)
async def try_bend(
    recording: Watched, service: Service, plane: Asked, body: OtherNetwork, layer: Layer = 1
) -> Response:
    """Gives the bent plane of the run's network with other weights in it, or with another table's rows."""
    frame = await _frame(recording, service, body.epoch)
    if frame is None:
        return later()
    return await run_in_threadpool(lambda: _bend(_other(recording, frame, body), plane, layer))


@router.post("/preview/bend", responses=answers(BendAnswer, *BODY))
async def preview_bend(body: NewRun, plane: Asked, layer: Layer = 1) -> Response:
    """Gives the bent plane of a spec's start. Nothing is stored."""
    return await run_in_threadpool(lambda: _bend(_start(body.spec), plane, layer))


def _start(spec: RunSpec) -> Shown:
    return Shown(spec, 0, initial_parameters(spec))


def _at(recording: Recording, frame: StoredFrame) -> Shown:
    return Shown(recording.run.spec, frame.epoch, parameters_of(recording.run.spec, frame))


def _other(recording: Recording, frame: StoredFrame, body: OtherNetwork) -> Shown:
    """The run's network with what was sent instead."""
    spec = with_table(recording.run.spec, body.table)
    return Shown(spec, frame.epoch, with_set(spec, frame, body.weights, body.biases))


async def _reading(
    recording: Recording,
    service: RunService,
    epoch: int | None,
    since: int | None,
    wait: float,
    answer: Callable[[Shown], Response],
) -> Response:
    """What is answered about an epoch, or about a newer one than `since`, for which it waits."""
    if epoch is not None and since is not None:
        raise Refused("/query/since", "leave it out, or the epoch: `since` asks for what is newer")
    if since is not None and not await _has_newer(recording, service, since, wait):
        return Response(status_code=204)
    frame = await _frame(recording, service, epoch)
    return later() if frame is None else await run_in_threadpool(lambda: answer(_at(recording, frame)))


async def _frame(recording: Recording, service: RunService, epoch: int | None) -> StoredFrame | None:
    """The frame of that epoch, the newest where there is none given; None while it is being computed."""
    return recording.newest if epoch is None else await service.frame(recording.run.id, epoch, PATIENCE)


async def _has_newer(recording: Recording, service: RunService, since: int, wait: float) -> bool:
    """Whether there is a newer frame, at the latest when the time is up or the run has ended."""
    clock = asyncio.get_running_loop().time
    end = clock() + wait
    while recording.newest.epoch <= since and not recording.run.status.is_ended and clock() < end:
        await service.wait_for_news(recording, recording.run.revision, end - clock())
    return recording.newest.epoch > since


# What follows takes as long as tables and networks are large: in a thread, so that nobody else waits.


def _surfaces(shown: Shown, asked: AskedPlane, size: int, text: str) -> Response:
    spec, plane = shown.spec, asked.of(shown.spec.data.columns)
    units = units_of(spec, text, size)
    found = npy(surfaces(spec, shown.parameters, plane, size, units))
    head = surfaces_head(spec, shown.epoch, plane, units)
    return Npy(found, headers={HEAD: head, "Access-Control-Expose-Headers": HEAD, "Cache-Control": "no-cache"})


def _bend(shown: Shown, asked: AskedPlane, layer: int) -> Response:
    spec, plane = shown.spec, asked.of(shown.spec.data.columns)
    if layer >= len(spec.layer_sizes) - 1:
        raise Refused(
            "/query/layer", f"must be at most {len(spec.layer_sizes) - 2}, the last hidden layer; 0 is the plane"
        )
    if len(spec.table.inputs) * spec.layer_sizes[layer] > LIMITS.answer:
        raise Refused("/query/layer", f"is too much for this table: rows times units may be {LIMITS.answer:,}")
    if is_too_much(spec, POINTS):
        raise Refused("/query/layer", "is of too large a network, or of too long formulas, for the plane's grid lines")
    found = bend(spec, shown.parameters, plane, layer)
    return json_response(plane_json(spec, shown.epoch, plane) | {"layer": layer} | bend_json(found))
