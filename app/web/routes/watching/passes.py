"""Routes that take a pass apart: the trace of a batch, and every gradient checked."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.passes import GradientCheck, Trace
from elevenlines.app.runs.workers.messages import unpack_frame
from elevenlines.app.views.looking.gradients import check_size, gradients_of
from elevenlines.app.views.looking.tracing import check_traced, trace_of
from elevenlines.app.web.answering import ShownFrame, json_response
from elevenlines.app.web.description.declared import LATER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Watched
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(prefix="/runs/{run_id}", tags=["watching"], route_class=StrictRoute)


async def _is_checkable(recording: Watched) -> None:
    check_size(recording.run.spec)


@router.get(
    "/gradient-check",
    responses=gives(GradientCheck, 404, 409, 429) | LATER,
    dependencies=[Depends(_is_checkable)],
)
async def check_gradients(recording: Watched, frame: ShownFrame) -> Response:
    """Computes every gradient twice: by the backward pass, and by central differences of the loss."""
    spec = recording.run.spec
    start = unpack_frame(spec, frame.epoch, frame.state)
    return json_response(await run_in_threadpool(gradients_of, spec, start))


_Row = Annotated[
    int | None, Query(ge=0, lt=LIMITS.rows, description="of the table, from 0: show only this one of the batch")
]


async def _is_traceable(recording: Watched, row: _Row = None) -> None:
    check_traced(recording.run.spec, row)


@router.get(
    "/trace",
    responses=gives(Trace, 404, 409, 429) | LATER,
    dependencies=[Depends(_is_traceable)],
)
async def trace_iteration(
    recording: Watched,
    frame: ShownFrame,
    batch: Annotated[
        int | None, Query(ge=0, lt=LIMITS.rows, description="of the pass, from 0; else the one with the row, or 0")
    ] = None,
    row: _Row = None,
) -> Response:
    """Takes the pass that begins at an epoch apart: every array of one of its batches, in the article's names."""
    spec = recording.run.spec
    start = unpack_frame(spec, frame.epoch, frame.state)
    return json_response(await run_in_threadpool(trace_of, spec, start, batch, row))  # batches before may be thousands
