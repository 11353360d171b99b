"""Routes that give surfaces: of a run, of other weights in its network, of a mere spec."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.views.looking.planes import AskedPlane
from elevenlines.app.views.looking.surfaces import Network, surfaces_of
from elevenlines.app.web.answering import NewerFrame, frame_at
from elevenlines.app.web.description.declared import BODY, LATER, NOTHING_NEWER, refuses
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.networks import OtherNetwork
from elevenlines.app.web.requests.parameters import Service, Watched
from elevenlines.app.web.requests.planes import Asked, Size, Units
from elevenlines.app.web.requests.runs import NewRun

router = APIRouter(tags=["surfaces"], route_class=StrictRoute)

HEAD = "Elevenlines-Plane"  # the header that says what the array's axes are
_ARRAY: dict[int | str, dict[str, Any]] = {
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
_REFUSALS = (401, 403, 422, 503)


class Npy(Response):
    """An .npy file."""

    media_type = "application/octet-stream"


@router.get(
    "/runs/{run_id}/surfaces",
    response_class=Npy,
    responses=_ARRAY | LATER | NOTHING_NEWER | refuses(*_REFUSALS, 404, 409, 429),
)
async def read_surfaces(
    recording: Watched, plane: Asked, frame: NewerFrame, size: Size = 100, units: Units = "all"
) -> Response:
    """Reads what units answer over a plane of two input columns; with `since`, only of a newer epoch than that."""
    spec = recording.run.spec
    return await run_in_threadpool(lambda: _response(Network.at(spec, frame), plane, size, units))


@router.post(
    "/runs/{run_id}/surfaces", response_class=Npy, responses=_ARRAY | LATER | refuses(*_REFUSALS, 404, 409, *BODY)
)
async def try_surfaces(
    recording: Watched, service: Service, plane: Asked, body: OtherNetwork, size: Size = 100, units: Units = "all"
) -> Response:
    """Gives the surfaces of the run's network with other weights in it, or of another table's plane."""
    frame, spec = await frame_at(recording, service, body.epoch), recording.run.spec
    return await run_in_threadpool(lambda: _response(Network.other(spec, frame, body.replacement), plane, size, units))


@router.post("/preview/surfaces", response_class=Npy, responses=_ARRAY | refuses(*_REFUSALS, *BODY))
async def preview_surfaces(body: NewRun, plane: Asked, size: Size = 100, units: Units = "all") -> Response:
    """Gives the surfaces of a spec's start. Nothing is stored."""
    return await run_in_threadpool(lambda: _response(Network.at_start(body.spec), plane, size, units))


def _response(network: Network, asked: AskedPlane, size: int, units: str) -> Response:
    """Takes as long as tables and networks are large: in a thread, so that nobody else waits."""
    array, head = surfaces_of(network, asked, size, units)
    return Npy(array, headers={HEAD: head, "Access-Control-Expose-Headers": HEAD, "Cache-Control": "no-cache"})
