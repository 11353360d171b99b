"""The route that tells how the server is. /metrics tells more of it, to Prometheus."""

from fastapi import APIRouter
from starlette.responses import Response

from elevenlines.app.answers.choices import Health
from elevenlines.app.web.answering import json_response
from elevenlines.app.web.description.declared import Responses, refuses
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import Service
from elevenlines.core import __version__

router = APIRouter(tags=["tools"], route_class=StrictRoute)
_HEALTH: Responses = {
    200: {"model": Health},
    503: {"model": Health, "description": "not ready"},
    **refuses(403),
}


@router.get("/health", responses=_HEALTH)
async def health(service: Service) -> Response:
    """Tells whether runs can be started."""
    reason = service.unready
    found = Health.model_construct(ready=reason is None, reason=reason, version=__version__, runs=service.counts)
    return json_response(found, 503 if reason else 200)
