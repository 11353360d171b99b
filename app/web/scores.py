"""Routes that say how well a network does."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.run import WrongState
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.numbers import parameters_of
from elevenlines.app.views.scores import scores_json
from elevenlines.app.web.parameters import EpochQuery, Service, Watched
from elevenlines.app.web.runs import BODY, answers, json_response, later
from elevenlines.app.web.schemas import NewRun
from elevenlines.app.web.score_schemas import ScoresAnswer
from elevenlines.app.web.states import LATER, PATIENCE
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["scores"], route_class=StrictRoute)
WorstRows = Annotated[int, Query(ge=0, le=LIMITS.worst, description="how many of the worst rows to name")]


@router.get("/runs/{run_id}/scores", responses=answers(ScoresAnswer, 404, 409, 429) | LATER)
async def read_scores(
    recording: Watched,
    service: Service,
    epoch: EpochQuery = None,
    rows: WorstRows = 10,
) -> Response:
    """Says how well the network of an epoch does, over the rows that it learns from and over its test rows."""
    frame: StoredFrame | None = recording.newest
    if epoch is not None:
        frame = await service.frame(recording.run.id, epoch, PATIENCE)
    if frame is None:
        return later()
    spec = recording.run.spec
    return await run_in_threadpool(_scores, spec, frame.epoch, parameters_of(spec, frame), rows)


@router.post("/preview/scores", responses=answers(ScoresAnswer, 409, *BODY))
async def preview_scores(body: NewRun, rows: WorstRows = 10) -> Response:
    """Says how well the network of a spec does before any training. Nothing is stored."""
    spec = body.spec
    return await run_in_threadpool(lambda: _scores(spec, 0, initial_parameters(spec), rows))


def _scores(spec: RunSpec, epoch: int, parameters: Parameters, rows: int) -> Response:
    found = scores_json(spec, epoch, parameters, rows)
    if found is None:
        raise WrongState("the network's numbers overflow here: look at an earlier epoch")
    return json_response(found)
