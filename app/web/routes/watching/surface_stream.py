"""A stream of surfaces: all that somebody looks at over a plane, anew with every newer frame of a run.

A question for each frame costs a busy machine more than the surfaces themselves; so this answer goes on.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Stopping, UnknownRun
from elevenlines.app.runs.service import RunService
from elevenlines.app.views.looking.planes import looks_of
from elevenlines.app.views.looking.surfaces import piece_of
from elevenlines.app.web.description.declared import refuses
from elevenlines.app.web.door.places import stream_place
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import LONGEST_WAIT, Service, Watched
from elevenlines.app.web.requests.planes import Asked, Looks
from elevenlines.core.looking.surfaces import Plane, Unit

router = APIRouter(tags=["surfaces"], route_class=StrictRoute)
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
    responses=_STREAM | refuses(401, 403, 404, 422, 429, 503),
    dependencies=[Depends(stream_place)],
)
async def stream_surfaces(recording: Watched, service: Service, plane: Asked, show: Looks) -> Pieces:
    """Streams surfaces, now and with every newer frame, until the run has ended; who reads slowly gets fewer."""
    spec = recording.run.spec
    at, looks = await run_in_threadpool(
        lambda: (plane.of(spec.data.columns), looks_of(spec, show))
    )  # what cannot be shown is refused before the first piece
    return Pieces(_pieces(recording, service, at, looks), headers={"Cache-Control": "no-cache"})


async def _pieces(
    recording: Recording, service: RunService, plane: Plane, looks: Sequence[tuple[list[Unit], int]]
) -> AsyncIterator[bytes]:
    sent = -1
    try:
        while True:
            is_last, frame = recording.run.status.is_ended, recording.newest
            if frame.epoch > sent:
                yield await run_in_threadpool(piece_of, recording.run.spec, frame, plane, looks)
                sent = frame.epoch
            if is_last:
                return
            if recording.newest.epoch == sent:
                await service.wait_for_news(recording, recording.run.revision, LONGEST_WAIT)
    except (Stopping, UnknownRun):
        return  # what has begun well ends well
