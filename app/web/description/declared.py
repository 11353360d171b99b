"""What a route says of its answers in the API's description."""

from collections.abc import Iterable
from typing import Any

import orjson

from elevenlines.app.answers.answer import Answer
from elevenlines.app.web.door.problems import problem_response, titled

Responses = dict[int | str, dict[str, Any]]
BODY = (400, 413, 415, 429)  # what a route with a body can answer besides
LATER: Responses = {202: {"description": "being computed: ask again"}}
NOTHING_NEWER: Responses = {204: {"description": "nothing newer than `since`"}}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_DETAILS = {
    400: "the body is not JSON: send one JSON object",
    401: "send the server's token: Authorization: Bearer TOKEN",
    403: "this server may be called by the names it was told only: set ELEVENLINES_ALLOWED_HOSTS",
    404: "there is no such run",
    405: "this address knows GET only",
    409: "the run is done and cannot go on: raise its epochs first",
    413: "the body may have at most 16,000,000 bytes",
    415: "send the body as application/json",
    422: "one field is wrong: see errors",
    429: "too many runs wait already: try again later, or stop some",
    503: "the server is stopping",
}


def gives(model: type[Answer], *errors: int, status: int = 200) -> Responses:
    """A route's answer, and the errors that it can answer besides those of every route."""
    return {status: {"model": model}, **refuses(401, 403, 422, 503, *errors)}


def refuses(*statuses: int) -> Responses:
    """The errors that a route can answer."""

    def content(status: int) -> dict[str, Any]:
        example = orjson.loads(problem_response(status, _DETAILS[status]).body)
        return {"application/problem+json": {"schema": _PROBLEM, "example": example}}

    return {status: {"description": titled(status), "content": content(status)} for status in statuses}


def a_file(media_types: Iterable[str]) -> Responses:
    """An answer that is a file of one of these types."""
    kinds = [media_type.partition(";")[0] for media_type in media_types]
    schemas: dict[str, dict[str, str]] = {"application/json": {"type": "object"}}
    content = {kind: {"schema": schemas.get(kind, {"type": "string"})} for kind in kinds}
    return {200: {"description": "the file", "content": content}}
