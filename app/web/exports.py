"""Routes that give a run as a file: a program, or its table with what its network predicts."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused, Run, UnknownRun
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.tables import table_file
from elevenlines.app.web.parameters import Service, Watched
from elevenlines.app.web.problems import declared
from elevenlines.app.web.programs import check_size, first_frame, lines_of
from elevenlines.app.web.runs import later
from elevenlines.app.web.states import LATER, PATIENCE
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core import tables
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.written import numbers_written, text_of

router = APIRouter(tags=["programs"], route_class=StrictRoute)


@dataclass(frozen=True)
class Format:
    """A kind of file that a run can be exported as.

    Attributes:
        media_type: of HTTP.
        suffix: of the file's name.
        make: (recording, service, epoch that is asked for) -> the file; None if that takes longer.
    """

    media_type: str
    suffix: str
    make: Callable[[Recording, RunService, int | None], Awaitable[bytes | None]]


async def _program(recording: Recording, service: RunService, epoch: int | None) -> bytes | None:
    if epoch is not None:
        raise Refused("/query/epoch", "is for a table's predictions: leave it out, a program trains as the run did")
    run, first = recording.run, await first_frame(recording, service)
    check_size(numbers_written(run.spec, first))
    return await run_in_threadpool(lambda: text_of(lines_of(run, first)).encode())


async def _table(form: str, recording: Recording, service: RunService, epoch: int | None) -> bytes | None:
    frame: StoredFrame | None = recording.newest
    if epoch is not None:
        frame = await service.frame(recording.run.id, epoch, PATIENCE)
    return None if frame is None else await run_in_threadpool(table_file, recording.run.spec, frame, form)


FORMATS: dict[str, Format] = {
    "python": Format("text/x-python; charset=utf-8", "py", _program),
    **{name: Format(form.media_type, name, partial(_table, name)) for name, form in tables.FORMATS.items()},
}


def a_file(media_types: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """What the API's description says of an answer that is a file of one of these types."""
    kinds = [media_type.partition(";")[0] for media_type in media_types]
    schemas: dict[str, dict[str, str]] = {"application/json": {"type": "object"}}
    content = {kind: {"schema": schemas.get(kind, {"type": "string"})} for kind in kinds}
    return {200: {"description": "the file", "content": content}}


_FILES: dict[int | str, dict[str, Any]] = {
    **a_file(form.media_type for form in FORMATS.values()),
    **declared(401, 403, 404, 409, 422, 429, 503),
    **LATER,
}


@router.get("/runs/{run_id}/export/{format}", response_class=Response, responses=_FILES)
async def export_run(
    format: str,  # noqa: A002  (api.md's name)
    recording: Watched,
    service: Service,
    epoch: Annotated[
        int | None, Query(ge=0, le=LIMITS.epochs, description="of the predictions; leave it out for the newest")
    ] = None,
) -> Response:
    """Gives a run as a file.

    `python`: a program that trains it, alone with NumPy, and prints its error. `csv` and `json`: its table, with what
    the network predicts for each row and whether that is a test row; `/tables/parse` reads them.
    """
    if format not in FORMATS:
        raise UnknownRun(f"there is no such format: choose one of {', '.join(FORMATS)}")
    made = FORMATS[format]
    content = await made.make(recording, service, epoch)
    if content is None:
        return later()
    return file_response(content, made.media_type, f"{_file_name(recording.run)}.{made.suffix}")


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """A file to be saved under that name, which holds plain letters only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)


def _file_name(run: Run) -> str:
    """The run's name in letters that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", run.name.lower()).strip("-") or run.id
