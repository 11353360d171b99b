"""Routes that watch a run: its state by poll or by events."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.frames import State
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.views.runs import state_of
from elevenlines.app.web.answering import PATIENCE, computed
from elevenlines.app.web.description.declared import gives, refuses
from elevenlines.app.web.door.places import stream_place
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import LONGEST_WAIT, Include, Row, Service, Since, Wait, Watched

router = APIRouter(prefix="/runs/{run_id}", tags=["watching"], route_class=StrictRoute)
LARGE = 100_000  # bytes of a state that is not kept
ENCODED = 256  # states kept as bytes, for others who watch the same run


class Encoder:
    """States as bytes: what many watch is encoded once."""

    def __init__(self) -> None:
        """Starts with nothing kept."""
        self._kept: dict[tuple[Any, ...], bytes] = {}

    async def state(
        self,
        recording: Recording,
        since: int | None,
        include: frozenset[str],
        row: int,
        before: StoredFrame | None = None,
    ) -> bytes:
        """The JSON of views.runs.state_of."""
        key = (recording.run.id, recording.run.revision, since, include, row, before is None)
        if key not in self._kept:
            snapshot = recording.snapshot(since)
            found = await computed(recording.run.spec, lambda: encoded(state_of(snapshot, since, include, row, before)))
            if len(found) > LARGE:
                return found
            while len(self._kept) >= ENCODED:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = found
        return self._kept[key]


@router.get("/state", responses=gives(State, 404) | {304: {"description": "nothing changed"}})
async def read_state(
    recording: Watched,
    service: Service,
    request: Request,
    include: Include,
    row: Row,
    since: Since = None,
    wait: Wait = 0.0,
    seen: Annotated[int | None, Query(ge=0, description="wait until the revision is another than this")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Reads what is new of a run; with `wait`, as soon as there is something."""
    if wait:
        await service.wait_for_news(recording, recording.run.revision if seen is None else seen, wait)
    before = await _epoch_before(recording, service, include)
    run = recording.run
    tag = f'W/"{run.revision}.{since}.{row}.{"+".join(sorted(include))}.{0 if before is None else before.epoch}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    encoder: Encoder = request.app.state.encoder
    body = await encoder.state(recording, since, include, row, before)
    return Response(body, headers=headers, media_type="application/json")


async def _epoch_before(recording: Recording, service: RunService, include: frozenset[str]) -> StoredFrame | None:
    """The frame before the newest, if its update is asked for and the run rests.

    A run that goes on has a new frame before an older one is computed again.
    """
    if "update" not in include or recording.run.status.is_live:
        return None
    found = await service.frame_and_before(recording.run.id, recording.newest.epoch, PATIENCE)
    return None if found is None else found[1]


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses=refuses(401, 403, 404, 422, 429, 503),
    dependencies=[Depends(stream_place)],
)
async def stream_events(
    recording: Watched,
    service: Service,
    include: Include,
    row: Row,
    last_event_id: Annotated[
        str | None, Header(pattern=r"^\d{1,12}\.\d{1,15}$", description="resumes after that event")
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Streams the state: `state` events while the run lasts, `end` at its end; ids are `epoch.revision`."""
    since: int | None = None
    seen = -1
    if last_event_id is not None:
        since, seen = map(int, last_event_id.split("."))
    while True:
        run = recording.run
        if run.revision != seen or run.status.is_ended:
            before = await _epoch_before(recording, service, include)
            run, snapshot = recording.run, recording.snapshot(since)
            state = await computed(run.spec, partial(state_of, snapshot, since, include, row, before))
            since, seen = state.next, state.revision
            kind = "end" if run.status.is_ended else "state"
            yield ServerSentEvent(raw_data=encoded(state).decode(), event=kind, id=f"{since}.{seen}")
            if run.status.is_ended:
                return
        await service.wait_for_news(recording, seen, LONGEST_WAIT)
