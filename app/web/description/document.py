"""/openapi.json, made once: FastAPI's description with our one error shape, whole examples, and no word that is not
of OpenAPI 3.1.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from elevenlines.app.answers.problems import Problem
from elevenlines.app.web.description.examples import EXAMPLES
from elevenlines.core.generators.recipe import Sample

TAGS = {
    "runs": "Start, list and command runs.",
    "watching": "What a run says on its way: states, frames, predictions, a pass taken apart.",
    "figures": "A pass in numbers, row by row and layer by layer.",
    "scores": "How well a network does.",
    "surfaces": "What units answer over a plane of two input columns.",
    "programs": "Runs as files: programs, and tables with predictions.",
    "tables": "Tables in and out.",
    "tools": "What there is to start from and to choose; how the server is.",
}
_EVENTS = {
    "type": "string",
    "description": "server-sent events `state` and `end`; the `data` of each is a State, as of `/state`",
}


def describe(app: FastAPI) -> None:
    """Makes the app answer /openapi.json with the whole description."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to replace it


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/", "description": "this server"}],
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["Problem"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for model, example in EXAMPLES.items():  # FastAPI would leave out what is null in them
        schemas[model.__name__]["examples"] = [example]
    schemas[Sample.__name__]["examples"] = [Sample().model_dump()]
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if isinstance(field.get("const"), int):  # openapi-python-client makes of it what Python cannot read
                field["enum"] = [field.pop("const")]
    for operations in made["paths"].values():
        for operation in operations.values():
            _without_items(operation)
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{}, {"token": []}]
    return made


def _without_items(operation: dict[str, Any]) -> None:
    """`itemSchema`, in which FastAPI tells what a stream of events holds, is a word of OpenAPI 3.2."""
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            if content.pop("itemSchema", None) is not None:
                content["schema"] = _EVENTS
