"""Routes that say how well a network does."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.scores import Scores
from elevenlines.app.views.looking.scores import scores_of
from elevenlines.app.views.numbers import parameters_of
from elevenlines.app.web.answering import ShownFrame, json_response
from elevenlines.app.web.description.declared import BODY, LATER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Watched
from elevenlines.app.web.requests.runs import NewRun
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["scores"], route_class=StrictRoute)
WorstRows = Annotated[int, Query(ge=0, le=LIMITS.worst, description="how many of the worst rows to name")]


@router.get("/runs/{run_id}/scores", responses=gives(Scores, 404, 409, 429) | LATER)
async def read_scores(recording: Watched, frame: ShownFrame, rows: WorstRows = 10) -> Response:
    """Says how well the network of an epoch does, over the rows that it learns from and over its test rows."""
    spec = recording.run.spec
    parameters = parameters_of(spec, frame)
    return json_response(await run_in_threadpool(scores_of, spec, frame.epoch, parameters, rows))


@router.post("/preview/scores", responses=gives(Scores, 409, *BODY))
async def preview_scores(body: NewRun, rows: WorstRows = 10) -> Response:
    """Says how well the network of a spec does before any training. Nothing is stored."""
    spec = body.spec
    return json_response(await run_in_threadpool(lambda: scores_of(spec, 0, initial_parameters(spec), rows)))
