"""Routes that give frames of a run: those that are kept, and that of any epoch."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.frames import ExactFrame, Frames
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.views.numbers import exact_frame_of
from elevenlines.app.web.answering import PATIENCE, computed, frame_at, json_response, later
from elevenlines.app.web.description.declared import LATER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Epoch, Include, Row, Service, Watched
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(prefix="/runs/{run_id}/frames", tags=["watching"], route_class=StrictRoute)


@router.get("", responses=gives(Frames, 404))
async def list_frames(
    recording: Watched,
    service: Service,
    include: Include,
    row: Row,
    first: Annotated[int, Query(alias="from", ge=0, le=LIMITS.epochs)] = 0,
    last: Annotated[int, Query(alias="to", ge=0, le=LIMITS.epochs)] = LIMITS.epochs,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Response:
    """Lists the kept frames of a span of epochs, both ends included; a page of large ones ends before its limit."""
    run = recording.run
    found, following = await service.frames(recording, first, last, limit)
    pairs = zip(found, [None, *found], strict=False)
    frames = await run_in_threadpool(lambda: [exact_frame_of(run, one, include, row, before) for one, before in pairs])
    return json_response(Frames.model_construct(frames=frames, next=following))


@router.get("/{epoch}", responses=gives(ExactFrame, 404, 409, 429) | LATER)
async def read_frame(epoch: Epoch, recording: Watched, service: Service, include: Include, row: Row) -> Response:
    """Reads the frame of exactly that epoch, kept or computed again."""
    before: StoredFrame | None = None
    if "update" in include:
        both = await service.frame_and_before(recording.run.id, epoch, PATIENCE)
        if both is None:
            raise later()
        frame, before = both
    else:
        frame = await frame_at(recording, service, epoch)
    run = recording.run
    return json_response(await computed(run.spec, lambda: exact_frame_of(run, frame, include, row, before)))
