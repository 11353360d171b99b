"""Routes that read a table from a file and write one as a file. Nothing is stored."""

from typing import Annotated, Literal

import anyio.to_thread
import orjson
from anyio import CapacityLimiter
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import Response

from elevenlines.app.runs.run import Refused
from elevenlines.app.views.tables import reading_json
from elevenlines.app.web.exports import a_file, file_response
from elevenlines.app.web.problems import bad_lines, declared, problem_response
from elevenlines.app.web.runs import BODY, answers
from elevenlines.app.web.strict import StrictRoute
from elevenlines.app.web.table_schemas import PARSED_BODY, FormatRequest, ParsedAnswer
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.tables import FORMATS, Contents, NoSuchColumn, NotJson, Wishes, read
from elevenlines.core.tables.source import Form

router = APIRouter(prefix="/tables", tags=["tables"], route_class=StrictRoute)
AT_ONCE = 1  # tables read or written: a second one at a time would only make both slower, and take memory
_FORMS: dict[str, Form] = {"text/csv": "csv", "text/tab-separated-values": "tsv", "application/json": "json"}
_Columns = Annotated[list[Annotated[int, Query(ge=0, lt=LIMITS.file_columns)]], Query(max_length=LIMITS.file_columns)]


def limiter_of(request: Request) -> CapacityLimiter:
    """What keeps the tables that are read or written at once few."""
    limiter: CapacityLimiter = request.app.state.tables
    return limiter


Limiter = Annotated[CapacityLimiter, Depends(limiter_of)]


def wishes_of(
    header: Annotated[
        Literal["auto", "yes", "no"], Query(description="whether the first line names the columns")
    ] = "auto",
    decimal: Annotated[Literal["auto", "point", "comma"], Query(description="the decimal sign")] = "auto",
    separator: Annotated[
        Literal["auto", "comma", "semicolon", "tab"], Query(description="what is between the cells")
    ] = "auto",
    target: Annotated[
        _Columns, Query(description="numbers of the target columns, from 0; without any the header says, or the last")
    ] = [],  # noqa: B006  (never changed)
    skip: Annotated[_Columns, Query(description="numbers of the columns that are left out, from 0")] = [],  # noqa: B006  (never changed)
    text: Annotated[
        Literal["one_hot", "classes"],
        Query(description="what a text column becomes: a column of 0 and 1 for each of its texts, or their numbers"),
    ] = "one_hot",
    drop: Annotated[bool, Query(description="leave bad lines out instead of refusing the whole")] = False,  # noqa: FBT002  (FastAPI's way)
) -> Wishes:
    """How the table shall be read."""
    return Wishes(header, decimal, separator, tuple(target), tuple(skip), text, drop)


@router.post("/parse", responses=answers(ParsedAnswer, *BODY), openapi_extra=PARSED_BODY)
async def parse(
    request: Request,
    wishes: Annotated[Wishes, Depends(wishes_of)],
    limiter: Limiter,
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
        return Response(orjson.dumps(reading_json(reading)), media_type="application/json")

    try:
        return await anyio.to_thread.run_sync(work, limiter=limiter)
    except NotJson:
        return problem_response(400, "the body is not JSON: mend it, or say in Content-Type what it is")
    except NoSuchColumn as error:
        raise Refused(f"/query/{error.wish}", str(error)) from error


_FILE = {
    **a_file(form.media_type for form in FORMATS.values()),
    **declared(401, 403, 422, 503, *BODY),
}


@router.post("/format", response_class=Response, responses=_FILE)
async def write_file(body: FormatRequest, limiter: Limiter, format: Literal["csv", "json"] = "csv") -> Response:  # noqa: A002  (api.md's name)
    """Writes a table as a file, from which `parse` reads the same table and the same test rows."""
    contents = Contents(body.table, body.split)
    content = await anyio.to_thread.run_sync(FORMATS[format].write, contents, limiter=limiter)
    return file_response(content, FORMATS[format].media_type, f"table.{format}")
