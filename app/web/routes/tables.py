"""Routes that read a table from a file and write one as a file. Nothing is stored."""

from typing import Annotated, Literal

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from elevenlines.app.answers.tables import ParsedTable
from elevenlines.app.runs.run import Refused
from elevenlines.app.views.tables import parsed_table
from elevenlines.app.web.answering import file_response, json_response
from elevenlines.app.web.description.declared import BODY, a_file, gives, refuses
from elevenlines.app.web.door.places import TablePlace
from elevenlines.app.web.door.problems import bad_lines, problem_response
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.tables import PARSED_BODY, AskedWishes, FormatRequest
from elevenlines.core.tables import FORMATS, Contents, NoSuchColumn, NotJson, read
from elevenlines.core.tables.source import Form

router = APIRouter(prefix="/tables", tags=["tables"], route_class=StrictRoute)
_FORMS: dict[str, Form] = {"text/csv": "csv", "text/tab-separated-values": "tsv", "application/json": "json"}


@router.post("/parse", responses=gives(ParsedTable, *BODY), openapi_extra=PARSED_BODY)
async def parse(
    request: Request,
    wishes: AskedWishes,
    place: TablePlace,
    preview: Annotated[  # noqa: FBT002  (FastAPI's way)
        bool, Query(description="answer 200 with what was found out, and no table, where lines are bad")
    ] = False,
) -> Response:
    """Reads a table from CSV, tab-separated values or JSON. Bad lines are told by their numbers."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _FORMS:
        raise HTTPException(415, f"send the body as one of {', '.join(_FORMS)}")
    data = await request.body()

    def work() -> Response:
        reading = read(data, _FORMS[media_type], wishes)
        if reading.errors and not preview:
            lines = [(error.line, error.detail) for error in reading.errors]
            return bad_lines(lines, reading.more_errors, can_drop=reading.can_drop)
        return json_response(parsed_table(reading))

    try:
        return await anyio.to_thread.run_sync(work, limiter=place)
    except NotJson:
        return problem_response(400, "the body is not JSON: mend it, or say in Content-Type what it is")
    except NoSuchColumn as error:
        raise Refused(f"/query/{error.wish}", str(error)) from error


_FILE = {
    **a_file(form.media_type for form in FORMATS.values()),
    **refuses(401, 403, 422, 503, *BODY),
}


@router.post("/format", response_class=Response, responses=_FILE)
async def write_file(body: FormatRequest, place: TablePlace, format: Literal["csv", "json"] = "csv") -> Response:  # noqa: A002  (api.md's name)
    """Writes a table as a file, from which `parse` reads the same table and the same test rows."""
    contents = Contents(body.table, body.split)
    content = await anyio.to_thread.run_sync(FORMATS[format].write, contents, limiter=place)
    return file_response(content, FORMATS[format].media_type, f"table.{format}")
