"""Routes that tell what there is to start from and to choose."""

from fastapi import APIRouter
from starlette.responses import Response

from elevenlines.app.answers.choices import Options, Preset, Presets
from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.views import choices
from elevenlines.app.web.answering import json_response
from elevenlines.app.web.description.declared import gives
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.core.presets import PRESETS

router = APIRouter(tags=["tools"], route_class=StrictRoute)


@router.get("/presets", responses=gives(Presets))
async def list_presets() -> Response:
    """Lists specs ready to be posted."""
    return json_response(choices.presets())


@router.get("/presets/{name}", responses=gives(Preset, 404))
async def read_preset(name: str) -> Response:
    """Reads one preset."""
    if name not in PRESETS:
        raise UnknownRun(f"there is no such preset: there are {', '.join(PRESETS)}")
    return json_response(choices.preset_of(PRESETS[name]))


@router.get("/options", responses=gives(Options))
async def options() -> Response:
    """Lists what can be chosen, and the limits."""
    return json_response(choices.options())
