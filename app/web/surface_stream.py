"""A stream of surfaces: all that somebody looks at over a plane, anew with every newer frame of a run.

A question for each frame costs a busy machine more than the surfaces themselves; so this answer goes on.
"""

import struct
from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused, Stopping, UnknownRun
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.numbers import parameters_of
from elevenlines.app.views.surfaces import npy, plane_json, unit_names
from elevenlines.app.web.parameters import LONGEST_WAIT, Service, Watched
from elevenlines.app.web.planes import FEWEST, LONGEST, UNITS, Asked, units_of
from elevenlines.app.web.problems import declared
from elevenlines.app.web.states import stream_place
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core.looking.surfaces import Plane, Unit, surfaces
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["surfaces"], route_class=StrictRoute)

LENGTHS = struct.Struct("<II")  # bytes of the head, bytes of the arrays
Look = tuple[list[Unit], int]  # units, points a side
_Looks = Annotated[
    list[Annotated[str, Query(pattern=rf"^{UNITS}:\d{{1,3}}$", max_length=LONGEST)]],
    Query(
        min_length=1,
        max_length=4,
        description="what is looked at, each as UNITS:SIZE: units as `units` names them, and points a side",
        examples=[["all:28", "2.0:100"]],
    ),
]
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "pieces, one for each frame: two unsigned 32-bit numbers, lowest byte first, the bytes of the "
        "head and those of the arrays; the head, JSON with `epoch`, `x`, `y` and `at` as of `surfaces`, and `looks`, "
        "each with its `units` and the `bytes` of its array; the arrays, .npy files",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Pieces(StreamingResponse):
    """An answer that goes on."""

    media_type = "application/octet-stream"


@router.get(
    "/runs/{run_id}/surfaces/stream",
    response_class=Pieces,
    responses=_STREAM | declared(401, 403, 404, 422, 429, 503),
    dependencies=[Depends(stream_place)],
)
async def stream_surfaces(recording: Watched, service: Service, plane: Asked, show: _Looks) -> Pieces:
    """Streams surfaces, now and with every newer frame, until the run has ended; who reads slowly gets fewer."""
    spec = recording.run.spec
    at, looks = await run_in_threadpool(
        lambda: (plane.of(spec.data.columns), [_look(recording, one) for one in show])
    )  # what cannot be shown is refused before the first piece
    return Pieces(_pieces(recording, service, at, looks), headers={"Cache-Control": "no-cache"})


def _look(recording: Recording, text: str) -> Look:
    units, _, side = text.rpartition(":")
    size = int(side)
    if not FEWEST <= size <= LIMITS.surface:
        raise Refused("/query/show", f"must ask for {FEWEST} to {LIMITS.surface} points a side, after the colon")
    return units_of(recording.run.spec, units, size), size


async def _pieces(recording: Recording, service: RunService, plane: Plane, looks: list[Look]) -> AsyncIterator[bytes]:
    sent = -1
    try:
        while True:
            is_last, frame = recording.run.status.is_ended, recording.newest
            if frame.epoch > sent:
                yield await run_in_threadpool(_piece, recording, frame, plane, looks)
                sent = frame.epoch
            if is_last:
                return
            if recording.newest.epoch == sent:
                await service.wait_for_news(recording, recording.run.revision, LONGEST_WAIT)
    except (Stopping, UnknownRun):
        return  # what has begun well ends well


def _piece(recording: Recording, frame: StoredFrame, plane: Plane, looks: list[Look]) -> bytes:
    """One frame's surfaces; takes as long as networks are large."""
    spec = recording.run.spec
    parameters = parameters_of(spec, frame)
    arrays = [npy(surfaces(spec, parameters, plane, size, units)) for units, size in looks]
    told = [{"units": unit_names(units), "bytes": len(array)} for (units, _), array in zip(looks, arrays, strict=True)]
    head = orjson.dumps(plane_json(spec, frame.epoch, plane) | {"looks": told})
    return b"".join([LENGTHS.pack(len(head), sum(map(len, arrays))), head, *arrays])
