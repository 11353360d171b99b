"""Routes that give a run as a file: a program, or its table with what its network predicts."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused, Run, UnknownRun
from elevenlines.app.runs.service import RunService
from elevenlines.app.views.programs import LANGUAGES, Language, program_file
from elevenlines.app.views.tables import table_file
from elevenlines.app.web.answering import file_response, frame_at
from elevenlines.app.web.description.declared import LATER, Responses, a_file, refuses
from elevenlines.app.web.door.strict import StrictRoute
from elevenlines.app.web.requests.parameters import EpochQuery, Service, Watched
from elevenlines.core import tables

router = APIRouter(tags=["programs"], route_class=StrictRoute)


@dataclass(frozen=True)
class Format:
    """A kind of file that a run can be exported as.

    Attributes:
        media_type: of HTTP.
        suffix: of the file's name.
        make: (recording, service, epoch that is asked for) -> the file. Raises Answered if that takes longer.
    """

    media_type: str
    suffix: str
    make: Callable[[Recording, RunService, int | None], Awaitable[bytes]]


async def _program(language: Language, recording: Recording, service: RunService, epoch: int | None) -> bytes:
    if epoch is not None:
        raise Refused("/query/epoch", "is for a table's predictions: leave it out, a program trains as the run did")
    run, first = recording.run, await service.first_frame(recording)
    return await run_in_threadpool(program_file, language, run, first)


async def _table(form: str, recording: Recording, service: RunService, epoch: int | None) -> bytes:
    frame = await frame_at(recording, service, epoch)
    return await run_in_threadpool(table_file, recording.run.spec, frame, form)


FORMATS: dict[str, Format] = {
    **{name: Format(one.media_type, one.suffix, partial(_program, one)) for name, one in LANGUAGES.items()},
    **{name: Format(form.media_type, name, partial(_table, name)) for name, form in tables.FORMATS.items()},
}


_FILES: Responses = {
    **a_file(form.media_type for form in FORMATS.values()),
    **refuses(401, 403, 404, 409, 422, 429, 503),
    **LATER,
}


@router.get("/runs/{run_id}/export/{format}", response_class=Response, responses=_FILES)
async def export_run(
    format: str,  # noqa: A002  (api.md's name)
    recording: Watched,
    service: Service,
    epoch: EpochQuery = None,
) -> Response:
    """Gives a run as a file.

    `python`: a program that trains it, alone with NumPy, and prints its error; `javascript`: the same as an ES module,
    which exports `predict` too. `csv` and `json`: its table, with what the network predicts for each row and whether
    that is a test row; `/tables/parse` reads them.
    """
    if format not in FORMATS:
        raise UnknownRun(f"there is no such format: choose one of {', '.join(FORMATS)}")
    made = FORMATS[format]
    content = await made.make(recording, service, epoch)
    return file_response(content, made.media_type, f"{_file_name(recording.run)}.{made.suffix}")


def _file_name(run: Run) -> str:
    """The run's name in letters that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", run.name.lower()).strip("-") or run.id
