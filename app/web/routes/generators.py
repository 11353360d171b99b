"""Routes of made data: what data sets there are, and a sample of one with settings that learn it."""

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.choices import Generators, Made
from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.views import choices
from elevenlines.app.web.answering import json_response
from elevenlines.app.web.description.declared import BODY, gives
from elevenlines.app.web.door.problems import invalid
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.core.generators.recipe import Recipe, Sample
from elevenlines.core.generators.registry import GENERATORS

router = APIRouter(prefix="/generators", tags=["tools"], route_class=StrictRoute)


@router.get("", responses=gives(Generators))
async def list_generators() -> Response:
    """Lists the data sets that can be made."""
    return json_response(await run_in_threadpool(choices.generators))


@router.post("/{name}", responses=gives(Made, 404, *BODY))
async def make_table(name: str, body: Sample) -> Response:
    """Makes a table of so many points: the same body gives the same table, always and everywhere. Nothing is stored."""
    if name not in GENERATORS:
        raise UnknownRun(f"there is no such data set: there are {', '.join(GENERATORS)}")
    try:
        recipe = Recipe.model_validate({"name": name, **body.model_dump()})
    except ValidationError as error:
        return invalid(item | {"loc": ("body", *item["loc"])} for item in error.errors())
    return json_response(await run_in_threadpool(choices.made, recipe))
