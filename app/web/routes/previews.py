"""The route that shows a spec before any training."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.frames import Preview
from elevenlines.app.views.preview import preview_of
from elevenlines.app.web.answering import json_response
from elevenlines.app.web.description.declared import BODY, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Include, Narrow, RowNumber
from elevenlines.app.web.requests.runs import NewRun

router = APIRouter(tags=["tools"], route_class=StrictRoute)


@router.post("/preview", responses=gives(Preview, *BODY))
async def preview(body: NewRun, include: Include, narrow: Narrow = False, row: RowNumber = 0) -> Response:  # noqa: FBT002  (FastAPI's way)
    """Shows epoch 0 of a spec and its drawing. Nothing is stored."""
    return json_response(await run_in_threadpool(preview_of, body.spec, include, row, narrow=narrow))
