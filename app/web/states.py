"""Routes that watch a run: its state by poll or by events, its frames, its predictions."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Annotated, Any

import numpy as np
import orjson
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.messages import unpack_frame
from elevenlines.app.runs.provenance import provenance
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import QueueFull, Refused, WrongState
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.gradients import gradients_json
from elevenlines.app.views.numbers import frame_json, measures_json, parameters_of, predictions_json, state_json
from elevenlines.app.views.trace import is_finite, trace_json
from elevenlines.app.web.parameters import (
    LONGEST_WAIT,
    Epoch,
    EpochQuery,
    Include,
    RowNumber,
    Service,
    Since,
    Wait,
    Watched,
)
from elevenlines.app.web.planes import is_too_much
from elevenlines.app.web.problems import declared
from elevenlines.app.web.runs import BODY, answers, json_response, later
from elevenlines.app.web.schemas import (
    ExactFrameAnswer,
    FramesAnswer,
    PredictAnswer,
    PredictRequest,
    StateAnswer,
)
from elevenlines.app.web.strict import StrictRoute
from elevenlines.app.web.trace_schemas import GradientCheckAnswer, TraceAnswer
from elevenlines.core.looking.gradients import check_gradient, is_too_large
from elevenlines.core.network.parameters import Parameters, with_given
from elevenlines.core.spec import RunSpec, changes
from elevenlines.core.spec.fields import Matrix, Vector
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from elevenlines.core.training import Frame
from elevenlines.core.training.engines import engine_of
from elevenlines.core.written import trace as iteration

router = APIRouter(prefix="/runs/{run_id}", tags=["watching"], route_class=StrictRoute)
PATIENCE = 2.0  # seconds until a frame that is computed again is promised instead of given
SMALL = 100_000  # multiply-adds of a forward pass that the event loop itself may make
LARGE = 100_000  # bytes of a state that is not kept
LATER: dict[int | str, dict[str, Any]] = {202: {"description": "being computed: ask again"}}
ENCODED = 256  # states kept as bytes, for others who watch the same run

Matrices = tuple[Matrix, ...] | None
Vectors = tuple[Vector, ...] | None


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
        """The JSON of views.numbers.state_json."""
        key = (recording.run.id, recording.run.revision, since, include, row, before is None)
        if key not in self._kept:
            snapshot = recording.snapshot(since)
            encoded = await _compute(
                recording.run.spec, lambda: orjson.dumps(state_json(snapshot, since, include, row, before))
            )
            if len(encoded) > LARGE:
                return bytes(encoded)
            while len(self._kept) >= ENCODED:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = encoded
        return self._kept[key]


async def _compute(spec: RunSpec, work: Any) -> Any:  # noqa: ANN401  (returns what the work returns)
    """Does the work: at once where the network is small, else in a thread, so that nobody else waits."""
    if spec.weights * len(spec.table.inputs) <= SMALL:
        return work()
    return await run_in_threadpool(work)


def check_row(recording: Recording, row: int) -> None:
    """Refuses a row that the run's table has not."""
    rows = len(recording.run.spec.table.inputs)
    if row >= rows:
        raise Refused("/query/row", f"must be below the number of rows, {rows}: rows count from 0")


@router.get("/state", responses=answers(StateAnswer, 404) | {304: {"description": "nothing changed"}})
async def read_state(
    recording: Watched,
    service: Service,
    request: Request,
    include: Include,
    since: Since = None,
    wait: Wait = 0.0,
    seen: Annotated[int | None, Query(ge=0, description="wait until the revision is another than this")] = None,
    row: RowNumber = 0,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Reads what is new of a run; with `wait`, as soon as there is something."""
    check_row(recording, row)
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


async def _epoch_before(recording: Recording, service: Service, include: frozenset[str]) -> StoredFrame | None:
    """The frame before the newest, if its update is asked for and the run rests.

    A run that goes on has a new frame before an older one is computed again.
    """
    if "update" not in include or recording.run.status.is_live:
        return None
    found = await service.frame_and_before(recording.run.id, recording.newest.epoch, PATIENCE)
    return None if found is None else found[1]


def stream_place(request: Request) -> Iterator[None]:
    """A place among the open streams, of which there is a limited number."""
    state = request.app.state
    if state.open_streams >= state.settings.event_streams:
        raise QueueFull("too many streams are open: poll instead, or try again later")
    state.open_streams += 1
    try:
        yield
    finally:
        state.open_streams -= 1


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses=declared(401, 403, 404, 422, 429, 503),
    dependencies=[Depends(stream_place)],
)
async def stream_events(
    recording: Watched,
    service: Service,
    include: Include,
    row: RowNumber = 0,
    last_event_id: Annotated[
        str | None, Header(pattern=r"^\d{1,12}\.\d{1,15}$", description="resumes after that event")
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Streams the state: `state` events while the run lasts, `end` at its end; ids are `epoch.revision`."""
    check_row(recording, row)
    since: int | None = None
    seen = -1
    if last_event_id is not None:
        since, seen = map(int, last_event_id.split("."))
    while True:
        run = recording.run
        if run.revision != seen or run.status.is_ended:
            before = await _epoch_before(recording, service, include)
            run, snapshot = recording.run, recording.snapshot(since)
            state = await _compute(run.spec, partial(state_json, snapshot, since, include, row, before))
            since, seen = state["next"], state["revision"]
            kind = "end" if run.status.is_ended else "state"
            yield ServerSentEvent(raw_data=orjson.dumps(state).decode(), event=kind, id=f"{since}.{seen}")
            if run.status.is_ended:
                return
        await service.wait_for_news(recording, seen, LONGEST_WAIT)


@router.get("/frames", responses=answers(FramesAnswer, 404))
async def list_frames(
    recording: Watched,
    service: Service,
    include: Include,
    first: Annotated[int, Query(alias="from", ge=0, le=LIMITS.epochs)] = 0,
    last: Annotated[int, Query(alias="to", ge=0, le=LIMITS.epochs)] = LIMITS.epochs,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    row: RowNumber = 0,
) -> Response:
    """Lists the kept frames of a span of epochs, both ends included; a page of large ones ends before its limit."""
    check_row(recording, row)
    found, following = await service.frames(recording, first, last, limit)
    pairs = zip(found, [None, *found], strict=False)
    frames = await run_in_threadpool(lambda: [_exact_frame(recording, *pair, include, row) for pair in pairs])
    return json_response({"frames": frames, "next": following})


@router.get(
    "/frames/{epoch}",
    responses=answers(ExactFrameAnswer, 404, 409, 429) | LATER,
)
async def read_frame(
    epoch: Epoch, recording: Watched, service: Service, include: Include, row: RowNumber = 0
) -> Response:
    """Reads the frame of exactly that epoch, kept or computed again."""
    check_row(recording, row)
    before: StoredFrame | None = None
    if "update" in include:
        both = await service.frame_and_before(recording.run.id, epoch, PATIENCE)
        frame, before = (None, None) if both is None else both
    else:
        frame = await service.frame(recording.run.id, epoch, PATIENCE)
    if frame is None:
        return later()
    content = await _compute(recording.run.spec, lambda: _exact_frame(recording, frame, before, include, row))
    return json_response(content)


def _exact_frame(
    recording: Recording, frame: StoredFrame, before: StoredFrame | None, include: frozenset[str], row: int
) -> dict[str, Any]:
    run = recording.run
    exact = run.provenance == provenance(engine_of(run.spec))
    measured = measures_json(run.spec, unpack_frame(run.spec, frame.epoch, frame.state))
    return frame_json(run.spec, frame, include, row, before) | measured | {"exact": exact}


def with_table(spec: RunSpec, table: Table | None) -> RunSpec:
    """The run's spec, with the table that was sent instead of its own."""
    if table is None:
        return spec
    inputs, targets = len(spec.table.input_names), len(spec.table.target_names)
    if (len(table.inputs[0]), len(table.targets[0])) != (inputs, targets):
        raise Refused("/table", f"must have {inputs} input and {targets} target columns, as the run's own")
    try:
        return changes.with_table(spec, table)
    except ValidationError as error:
        raise Refused("/table", error.errors()[0]["msg"]) from error


def with_set(spec: RunSpec, frame: StoredFrame, weights: Matrices, biases: Vectors) -> Parameters:
    """The parameters of a frame, with those that were sent instead of its own."""
    try:
        return with_given(spec, parameters_of(spec, frame), weights, biases)
    except ValidationError as error:
        place = "/" + "/".join(map(str, error.errors()[0]["ctx"]["at"][2:]))
        raise Refused(place, error.errors()[0]["msg"]) from error


@router.post("/predict", responses=answers(PredictAnswer, 404, 409, *BODY) | LATER)
async def predict_rows(recording: Watched, service: Service, body: PredictRequest) -> Response:
    """Predicts rows with the run's network at an epoch, or with other weights in it."""
    if body.table is not None and body.inputs is not None:
        raise Refused("/inputs", "leave them out, or the table: one of them says which rows")
    frame: StoredFrame | None = recording.newest
    if body.epoch is not None:
        frame = await service.frame(recording.run.id, body.epoch, PATIENCE)
    if frame is None:
        return later()
    return await run_in_threadpool(_predicted, recording.run.spec, frame, body)


def _predicted(run: RunSpec, frame: StoredFrame, body: PredictRequest) -> Response:
    spec = with_table(run, body.table)
    width = len(spec.table.inputs[0])
    given_inputs = spec.table.inputs if body.inputs is None else body.inputs
    for number, given in enumerate(given_inputs):
        if len(given) != width:
            raise Refused(f"/inputs/{number}", f"must have {width} values, one for each input")
    rows = len(given_inputs)
    if rows * sum(spec.layer_sizes) > LIMITS.answer or is_too_much(spec, rows):
        raise Refused("/inputs", "are too many for this network at once: send fewer rows at a time")
    parameters = with_set(spec, frame, body.weights, body.biases)
    found = predictions_json(spec, parameters, None if body.inputs is None else np.array(body.inputs))
    if body.inputs is None:
        whole = unpack_frame(spec, frame.epoch, frame.state)
        found |= measures_json(spec, replace(whole, state=np.vstack([parameters.flat, whole.state[1:]])))
    return json_response(found)


@router.get("/gradient-check", responses=answers(GradientCheckAnswer, 404, 409, 429) | LATER)
async def check_gradients(
    recording: Watched,
    service: Service,
    epoch: EpochQuery = None,
) -> Response:
    """Computes every gradient twice: by the backward pass, and by central differences of the loss."""
    spec = recording.run.spec
    if is_too_large(spec):
        raise Refused(
            "/path/run_id", f"has too large a network: gradients are checked up to {LIMITS.checked:,} parameters"
        )
    frame: StoredFrame | None = recording.newest
    if epoch is not None:
        frame = await service.frame(recording.run.id, epoch, PATIENCE)
    if frame is None:
        return later()
    found = await run_in_threadpool(check_gradient, spec, unpack_frame(spec, frame.epoch, frame.state))
    if not isfinite(found.max_relative_difference):
        raise WrongState("the network's numbers overflow here: there is nothing to compare")
    return json_response(gradients_json(found, frame.epoch))


@router.get("/trace", responses=answers(TraceAnswer, 404, 409, 429) | LATER)
async def trace_iteration(
    recording: Watched,
    service: Service,
    epoch: EpochQuery = None,
    batch: Annotated[
        int | None, Query(ge=0, lt=LIMITS.rows, description="of the pass, from 0; else the one with the row, or 0")
    ] = None,
    row: Annotated[
        int | None, Query(ge=0, lt=LIMITS.rows, description="of the table, from 0: show only this one of the batch")
    ] = None,
) -> Response:
    """Takes the pass that begins at an epoch apart: every array of one of its batches, in the article's names."""
    spec = recording.run.spec
    if iteration.is_too_large(spec):
        detail = "has too large a network or batch to look at: parameters and values of a batch may be"
        raise Refused("/path/run_id", f"{detail} {LIMITS.traced:,} together")
    if row is not None:
        check_row(recording, row)
    frame: StoredFrame | None = recording.newest
    if epoch is not None:
        frame = await service.frame(recording.run.id, epoch, PATIENCE)
    if frame is None:
        return later()
    start = unpack_frame(spec, frame.epoch, frame.state)
    number = _batch_for(spec, start.epoch, batch, row)
    found = await run_in_threadpool(_trace_json, spec, start, number, row)  # the batches before may be thousands
    if found is None:
        raise WrongState("the network's numbers overflow in this pass: look at an earlier epoch")
    return json_response(found)


def _trace_json(spec: RunSpec, start: Frame, batch: int, row: int | None) -> dict[str, Any] | None:
    """The trace as JSON has it; None where it holds numbers that cannot be shown."""
    trace = iteration.take_apart(spec, start, batch, row)
    return trace_json(trace) if is_finite(trace) else None


def _batch_for(spec: RunSpec, epoch: int, batch: int | None, row: int | None) -> int:
    """The batch that is meant. Raises Refused where the pass has none such, or the row is in another."""
    if row is not None and row in spec.test_rows:
        raise Refused("/query/row", "is a test row: no pass trains with it")
    order = iteration.batches_of(spec, epoch)
    if batch is not None and batch >= len(order):
        raise Refused("/query/batch", f"must be below the number of batches, {len(order)}: batches count from 0")
    holding = 0 if row is None else next(number for number, rows in enumerate(order) if row in rows)
    if row is not None and batch not in {None, holding}:
        raise Refused("/query/row", f"is in batch {holding} of this pass: ask for that batch, or leave batch out")
    return holding if batch is None else batch
