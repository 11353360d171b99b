"""Errors as RFC 9457 problem+json: one shape for every way to fail. What was sent is never echoed."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from elevenlines.app.runs.run import QueueFull, Refused, RunError, Stopping, UnknownRun, WrongState

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5  # seconds


_KINDS = {
    400: "malformed",
    401: "token-missing",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "wrong-state",
    413: "too-large",
    415: "wrong-content-type",
    422: "invalid-value",
    429: "queue-full",
    500: "fault",
    503: "stopping",
}
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110; Python 3.11 has older names


def problem_response(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, str | int]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer that says what went wrong, and what to do."""
    body = {
        "type": f"urn:elevenlines:problem:{_KINDS.get(status, 'other')}",
        "title": titled(status),
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return Response(orjson.dumps(body), status, dict(headers or {}), MEDIA_TYPE)


def titled(status: int) -> str:
    """The phrase of a status."""
    return _TITLES.get(status, HTTPStatus(status).phrase)


def install(app: FastAPI) -> None:
    """Makes the app answer every error in this shape."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RunError, _on_run_error)
    app.add_exception_handler(Exception, _on_fault)


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem_response(400, "the body is not JSON: send one JSON object")
    return invalid(found)


def sentences(error: ValidationError) -> list[tuple[str, str]]:
    """What is wrong with a spec: JSON pointers, each with a sentence that says what to do."""
    merged = _merged([item | {"loc": ("body", *item["loc"])} for item in error.errors()])
    return [(one["pointer"], one["detail"]) for one in merged]


def _merged(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One error for each value that is wrong, however many rules it breaks."""
    merged: dict[str, list[str]] = {}
    positions: dict[str, dict[str, int]] = {}
    for item in found:
        if item["type"] == "default_factory_not_called":
            continue  # follows from another error, which is told
        pointer, context = _pointer(item), item.get("ctx", {})
        details = merged.setdefault(pointer, [])
        positions[pointer] = {"position": context["position"]} if "position" in context else {}
        detail = _sentence(item)
        if detail not in details:
            details.append(detail)
    return [
        {"pointer": pointer, "detail": "; ".join(details), **positions[pointer]} for pointer, details in merged.items()
    ]


def invalid(found: Iterable[Mapping[str, Any]]) -> Response:
    """422 for pydantic's errors in a body (`loc` beginning with "body") or in other parameters."""
    errors = _merged(found)
    many = f"{len(errors)} fields are wrong" if len(errors) > 1 else "one field is wrong"
    return problem_response(422, f"{many}: correct what errors lists and send it again", errors)


def bad_lines(lines: Sequence[tuple[int, str]], more: int, *, can_drop: bool) -> Response:
    """422 for lines of a file, each with what is wrong with it, and so many more; they may be left out or not."""
    errors: list[dict[str, str | int]] = [{"pointer": "", "line": line, "detail": detail} for line, detail in lines]
    count = len(lines) + more
    many = "one line is bad" if count == 1 else f"{count:,} lines are bad"
    told = f", of which errors lists the first {len(lines)}" if more else ""
    advice = "correct them, or leave bad lines out with drop=true" if can_drop else "see errors, and mend the file"
    return problem_response(422, f"{many}{told}: {advice}", errors)


def _pointer(item: Mapping[str, Any]) -> str:
    """The way to the value that is wrong, as a JSON pointer; `<names>` of union branches are no part of it."""
    where, *path = item["loc"]
    path += item.get("ctx", {}).get("at", [])
    if where != "body":
        path.insert(0, where)
    parts = [str(part) for part in path if not str(part).startswith("<")]
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


_MANY = {"character": "characters", "entry": "entries"}
_FORMS = {  # of what has a form of its own, by its name
    "include": "must name what is wanted, of layers, weights, masks, gradients and update, with commas between",
    "units": "must be all, hidden, outputs, or units as LAYER.UNIT with commas between",
    "show": "must be UNITS:SIZE, where UNITS is all, hidden, outputs, or units as LAYER.UNIT with commas between",
    "last-event-id": "must be the id of an event that was sent: leave it out for all",
}


def _sentence(item: Mapping[str, Any]) -> str:
    """What is wrong with a value, in a few words that say what to do."""
    kind, context = item["type"], item.get("ctx", {})
    if kind == "spec":
        return str(context["message"])
    bounds = {
        "less_than_equal": ("at most", "le"),
        "greater_than_equal": ("at least", "ge"),
        "less_than": ("below", "lt"),
        "greater_than": ("above", "gt"),
    }
    if kind in bounds:
        words, key = bounds[kind]
        limit = context[key]
        return f"must be {words} {int(limit) if float(limit).is_integer() else limit:,}"
    plain = {
        "missing": "is missing: add it",
        "extra_forbidden": "is not a field that is known here: leave it out",
        "finite_number": "must be a finite number",
        "float_type": "must be a number",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "int_parsing": "must be a whole number",
        "int_parsing_size": "must be a whole number of fewer digits",
        "float_parsing": "must be a number",
        "bool_parsing": "must be true or false",
        "string_too_short": "must not be empty",
        "none_required": "must be null",
        "bool_type": "must be true or false",
        "string_type": "must be text",
        "string_unicode": "must be valid Unicode text",
        "tuple_type": "must be a list",
        "list_type": "must be a list",
        "model_type": "must be an object",
        "model_attributes_type": "must be an object",
        "dict_type": "must be an object",
    }
    if kind in plain:
        is_null = kind.endswith("_type") and item.get("input", ...) is None
        return plain[kind] + (", not null" if is_null else "")
    if kind in {"too_short", "too_long", "string_too_long"}:
        words, key = ("least", "min_length") if kind == "too_short" else ("most", "max_length")
        one = "character" if kind == "string_too_long" else "entry"
        limit = context[key]
        return f"must have at {words} {limit:,} {one if limit == 1 else _MANY[one]}"
    if kind == "string_pattern_mismatch":
        return _FORMS.get(str(item["loc"][1]), "has another form than what is asked for: see /docs")
    return str(item["msg"]).replace("Input should be", "must be").replace("Input should have", "must have")


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {
        400: "the body cannot be read: send one JSON object",
        404: "there is nothing at this address: see /docs for what there is",
        405: "this address does not know that method: see /docs",
        413: "the body is too large: send less at once",
    }
    phrase = HTTPStatus(error.status_code).phrase
    detail = error.detail if error.detail != phrase else ""
    if not detail or error.status_code in {400, 413}:
        detail = details.get(error.status_code, phrase)
    return problem_response(error.status_code, detail, headers=error.headers)


async def _on_run_error(_: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        errors = [{"pointer": error.pointer, "detail": str(error)}]
        return problem_response(422, "one field is wrong: correct what errors lists and send it again", errors)
    statuses: dict[type[Exception], int] = {UnknownRun: 404, WrongState: 409, QueueFull: 429, Stopping: 503}
    status = statuses[type(error)]
    headers = {"Retry-After": str(RETRY_AFTER)} if status in {429, 503} else {}
    return problem_response(status, str(error), headers=headers)


async def _on_fault(_: Request, __: Exception) -> Response:
    return fault()


def fault() -> Response:
    """500 for what should not have happened."""
    return problem_response(500, "the server met a fault of its own; its log has the details")
