"""Routes of made data: what data sets there are, and a sample of one with settings that learn it."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.web.problems import invalid
from elevenlines.app.web.runs import BODY, answers, json_response
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core.generators.recipe import Recipe, Sample, make
from elevenlines.core.generators.registry import GENERATORS, NOISES, Generator
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table

router = APIRouter(prefix="/generators", tags=["tools"], route_class=StrictRoute)
EXAMPLE_POINTS = 80  # enough to see what it is


class GeneratorAnswer(BaseModel):
    """A data set that can be made."""

    name: str
    title: str
    help: str
    task: Literal["classes", "numbers"] = Field(description="two classes, told as 0 and 1; or a number to learn")
    noise: str = Field(description="what its noise does")
    formula: str | None = Field(description="f(x) unless another is given; null: it has no formula")
    example: Table = Field(description="some of its points")


class LimitsAnswer(BaseModel):
    """What may be asked for."""

    points: tuple[int, int]
    noise: tuple[float, float]
    seed: tuple[int, int]


class GeneratorsAnswer(BaseModel):
    """All data sets that can be made, and how a sample of each may be."""

    generators: list[GeneratorAnswer]
    limits: LimitsAnswer = Field(description="the least and the most of each")
    defaults: Sample


class MadeAnswer(BaseModel):
    """A sample of a data set."""

    table: Table
    spec: RunSpec = Field(description="that table, with settings that learn it: ready to be posted")


@router.get("", responses=answers(GeneratorsAnswer))
async def list_generators() -> Response:
    """Lists the data sets that can be made."""
    limits = {
        "points": (LIMITS.points_least, LIMITS.rows),
        "noise": (0.0, LIMITS.noise),
        "seed": (0, LIMITS.seed),
    }
    found = await run_in_threadpool(lambda: [_generator_json(generator) for generator in GENERATORS.values()])
    return json_response({"generators": found, "limits": limits, "defaults": Sample().model_dump()})


@router.post("/{name}", responses=answers(MadeAnswer, 404, *BODY))
async def make_table(name: str, body: Sample) -> Response:
    """Makes a table of so many points: the same body gives the same table, always and everywhere. Nothing is stored."""
    if name not in GENERATORS:
        raise UnknownRun(f"there is no such data set: there are {', '.join(GENERATORS)}")
    try:
        recipe = Recipe.model_validate({"name": name, **body.model_dump()})
    except ValidationError as error:
        return invalid(item | {"loc": ("body", *item["loc"])} for item in error.errors())
    return json_response(await run_in_threadpool(_made_json, recipe))


def _generator_json(generator: Generator) -> dict[str, Any]:
    example = make(Recipe(name=generator.name, points=EXAMPLE_POINTS))
    plain = {key: getattr(generator, key) for key in ("name", "title", "help", "task", "formula")}
    return {**plain, "noise": NOISES[generator.task], "example": example.model_dump(mode="json")}


def _made_json(recipe: Recipe) -> dict[str, Any]:
    spec = suggested(recipe).model_dump(mode="json")
    return {"table": spec["table"], "spec": spec}
