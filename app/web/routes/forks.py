"""The route that forks a run."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from elevenlines.app.answers.runs import RunInfo
from elevenlines.app.runs.start import Start
from elevenlines.app.views.runs import run_info
from elevenlines.app.web.answering import API, PATIENCE, json_response, later
from elevenlines.app.web.description.declared import BODY, LATER, gives
from elevenlines.app.web.door.problems import invalid
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import RunId, Service, Wait
from elevenlines.app.web.requests.runs import ForkRequest
from elevenlines.core.training.forks import Difference

router = APIRouter(prefix="/runs/{run_id}", tags=["runs"], route_class=StrictRoute)


@router.post("/fork", status_code=201, responses=gives(RunInfo, 404, 409, 429, *BODY, status=201) | LATER)
async def fork_run(run_id: RunId, body: ForkRequest, service: Service, wait: Wait = 0.0) -> Response:
    """Starts a run that goes on from another one's whole frame of an epoch, with what is changed.

    Epoch numbers go on, and its history and frames begin there. 202: the frame is being computed; nothing was started
    yet, so ask again.
    """
    difference = Difference(
        table=body.table,
        training={} if body.training is None else body.training.model_dump(exclude_unset=True),
        epochs=body.epochs,
        weights=body.weights,
        biases=body.biases,
    )
    start = Start(body.name, body.pace, body.paused)
    try:
        recording = await service.fork(run_id, body.epoch, difference, start, PATIENCE)
    except ValidationError as error:
        return invalid(_placed(error, body))
    if recording is None:
        raise later()
    if wait:
        await service.wait_until_ended(recording, wait)
    return json_response(run_info(recording.run), 201, {"Location": f"{API}/runs/{recording.run.id}"})


def _placed(error: ValidationError, body: ForkRequest) -> Iterator[dict[str, Any]]:
    """The errors of the fork's spec, with their places in the body: what was not sent cannot be wrong there."""
    for item in error.errors():
        context = item.get("ctx", {})
        path = [*item["loc"], *context.get("at", [])]
        if path[:2] == ["network", "initial"]:
            path = path[2:]  # the weights or biases that were sent
        elif path[:1] == ["network"]:
            path = ["table"]  # too many rows for the network
        elif path[:1] in (["split"], ["features"]):
            path = ["table"]  # rows that the split names are gone, or a formula has no value in one
        elif path[:1] == ["table"] and body.table is None:
            message = f"does not go with the table: {'/'.join(map(str, path[1:]))} {context.get('message', '')}"
            context, path = {"message": message}, ["training", "loss"]
        yield {**item, "loc": ("body", *path), "ctx": {**context, "at": []}}
