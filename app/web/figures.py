"""Routes that give the figures their numbers: a pass taken apart, and the curves of the activations."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.messages import unpack_frame
from elevenlines.app.runs.run import Refused, UnknownRun
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.inspection import curve_json, figures_json
from elevenlines.app.web.figure_schemas import CurveAnswer, FiguresAnswer
from elevenlines.app.web.parameters import EpochQuery, RowNumber, Service, Watched
from elevenlines.app.web.runs import BODY, answers, json_response, later
from elevenlines.app.web.schemas import NewRun
from elevenlines.app.web.states import LATER, PATIENCE, check_row
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.inspection import inspect_hidden, inspect_pass, is_too_large_to_inspect
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame, Training

router = APIRouter(tags=["figures"], route_class=StrictRoute)


@router.get("/runs/{run_id}/figures", responses=answers(FiguresAnswer, 404, 409, 429) | LATER)
async def read_figures(
    recording: Watched,
    service: Service,
    epoch: EpochQuery = None,
    row: RowNumber = 0,
) -> Response:
    """Takes apart the pass that begins at an epoch: what each row adds to each weight, and how each layer stands."""
    run = recording.run
    check_row(recording, row)
    _check_size(run.spec, "/path/run_id")
    shown: StoredFrame | None = recording.newest
    if epoch is not None:
        shown = await service.frame(run.id, epoch, PATIENCE)
    first = await service.frame(run.id, run.first, PATIENCE)
    if shown is None or first is None:
        return later()
    frames = [unpack_frame(run.spec, frame.epoch, frame.state) for frame in (first, shown)]
    return await run_in_threadpool(_figures, run.spec, frames[0], frames[1], row)


@router.post("/preview/figures", responses=answers(FiguresAnswer, *BODY))
async def preview_figures(body: NewRun, row: RowNumber = 0) -> Response:
    """Takes apart the first pass that a spec would make. Nothing is stored."""
    spec = body.spec
    if row >= len(spec.table.inputs):
        raise Refused("/query/row", f"must be below the number of rows, {len(spec.table.inputs)}: rows count from 0")
    _check_size(spec, "/network")
    start = Training(spec).frame()
    return await run_in_threadpool(_figures, spec, start, start, row)


@router.get("/activations/{name}/curve", responses=answers(CurveAnswer, 404))
async def read_curve(name: str) -> Response:
    """Samples an activation and its slope from -6 to 6. Softmax's curve is one of two outputs, the other's sum 0."""
    if name not in ACTIVATIONS:
        raise UnknownRun(f"there is no such activation: there are {', '.join(ACTIVATIONS)}")
    return json_response(curve_json(name), headers={"Cache-Control": "max-age=3600"})


def _figures(spec: RunSpec, first: Frame, shown: Frame, row: int) -> Response:
    if row in spec.test_rows:
        raise Refused("/query/row", "is a test row, from which nothing is learnt: choose a training row")
    hidden = inspect_hidden(spec, first), inspect_hidden(spec, shown)
    return json_response(figures_json(spec, inspect_pass(spec, shown), hidden, row))


def _check_size(spec: RunSpec, pointer: str) -> None:
    if is_too_large_to_inspect(spec):
        raise Refused(
            pointer, f"is too much to be taken apart: figures show up to {LIMITS.inspected:,} rows times weights"
        )
