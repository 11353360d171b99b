"""Routes that give the plane as a hidden layer bends it: of a run, of other weights in its network, of a mere spec."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.planes import Bend
from elevenlines.app.views.looking.surfaces import Network, bend_of
from elevenlines.app.web.answering import NewerFrame, frame_at, json_response
from elevenlines.app.web.description.declared import BODY, LATER, NOTHING_NEWER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.networks import OtherNetwork
from elevenlines.app.web.requests.parameters import Service, Watched
from elevenlines.app.web.requests.planes import Asked
from elevenlines.app.web.requests.runs import NewRun
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["surfaces"], route_class=StrictRoute)
Layer = Annotated[
    int, Query(ge=0, le=LIMITS.hidden_layers, description="the hidden layer, from 1; 0: the plane itself")
]


@router.get("/runs/{run_id}/bend", responses=gives(Bend, 404, 409, 429) | LATER | NOTHING_NEWER)
async def read_bend(recording: Watched, plane: Asked, frame: NewerFrame, layer: Layer = 1) -> Response:
    """Reads where a hidden layer puts the plane's grid lines and the table's rows."""
    spec = recording.run.spec
    return json_response(await run_in_threadpool(lambda: bend_of(Network.at(spec, frame), plane, layer)))


@router.post("/runs/{run_id}/bend", responses=gives(Bend, 404, 409, *BODY) | LATER)
async def try_bend(
    recording: Watched, service: Service, plane: Asked, body: OtherNetwork, layer: Layer = 1
) -> Response:
    """Gives the bent plane of the run's network with other weights in it, or with another table's rows."""
    frame, spec = await frame_at(recording, service, body.epoch), recording.run.spec
    return json_response(
        await run_in_threadpool(lambda: bend_of(Network.other(spec, frame, body.replacement), plane, layer))
    )


@router.post("/preview/bend", responses=gives(Bend, *BODY))
async def preview_bend(body: NewRun, plane: Asked, layer: Layer = 1) -> Response:
    """Gives the bent plane of a spec's start. Nothing is stored."""
    return json_response(await run_in_threadpool(lambda: bend_of(Network.at_start(body.spec), plane, layer)))
