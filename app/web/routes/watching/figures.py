"""Routes that give the figures their numbers: a pass taken apart, and the curves of the activations."""

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.figures import Curve, Figures
from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.runs.workers.messages import unpack_frame
from elevenlines.app.views.looking.figures import check_figures, curve_of, figures_of
from elevenlines.app.web.answering import ShownFrame, frame_at, json_response
from elevenlines.app.web.description.declared import BODY, LATER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import RowNumber, Service, Watched
from elevenlines.app.web.requests.runs import NewRun
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.training import Training

router = APIRouter(tags=["figures"], route_class=StrictRoute)


async def _has_figures(recording: Watched, row: RowNumber = 0) -> None:
    check_figures(recording.run.spec, row, "/path/run_id")


@router.get(
    "/runs/{run_id}/figures",
    responses=gives(Figures, 404, 409, 429) | LATER,
    dependencies=[Depends(_has_figures)],
)
async def read_figures(recording: Watched, service: Service, shown: ShownFrame, row: RowNumber = 0) -> Response:
    """Takes apart the pass that begins at an epoch: what each row adds to each weight, and how each layer stands."""
    run = recording.run
    first = await frame_at(recording, service, run.first)
    start, there = (unpack_frame(run.spec, frame.epoch, frame.state) for frame in (first, shown))
    return json_response(await run_in_threadpool(figures_of, run.spec, start, there, row))


@router.post("/preview/figures", responses=gives(Figures, *BODY))
async def preview_figures(body: NewRun, row: RowNumber = 0) -> Response:
    """Takes apart the first pass that a spec would make. Nothing is stored."""
    spec = body.spec
    check_figures(spec, row, "/network")
    start = Training(spec).frame()
    return json_response(await run_in_threadpool(figures_of, spec, start, start, row))


@router.get("/activations/{name}/curve", responses=gives(Curve, 404))
async def read_curve(name: str) -> Response:
    """Samples an activation and its slope from -6 to 6. Softmax's curve is one of two outputs, the other's sum 0."""
    if name not in ACTIVATIONS:
        raise UnknownRun(f"there is no such activation: there are {', '.join(ACTIVATIONS)}")
    return json_response(curve_of(name), headers={"Cache-Control": "max-age=3600"})
