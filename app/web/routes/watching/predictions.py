"""The route that predicts."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.frames import Prediction
from elevenlines.app.views.predictions import predicted
from elevenlines.app.web.answering import frame_at, json_response
from elevenlines.app.web.description.declared import BODY, LATER, gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.networks import PredictRequest
from elevenlines.app.web.requests.parameters import Service, Watched

router = APIRouter(prefix="/runs/{run_id}", tags=["watching"], route_class=StrictRoute)


@router.post("/predict", responses=gives(Prediction, 404, 409, *BODY) | LATER)
async def predict_rows(recording: Watched, service: Service, body: PredictRequest) -> Response:
    """Predicts rows with the run's network at an epoch, or with other weights in it."""
    body.check_rows()
    frame = await frame_at(recording, service, body.epoch)
    spec = recording.run.spec
    return json_response(await run_in_threadpool(predicted, spec, frame, body.replacement, body.inputs))
