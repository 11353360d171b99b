"""How questions are answered: as JSON, or later (202); and which frame of a run a question is about."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.answer import encoded
from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.service import RunService
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.web.requests.parameters import EpochQuery, Service, Since, Wait, Watched
from elevenlines.core.spec import RunSpec

API = "/api/v1"
PATIENCE = 2.0  # seconds until a frame that is computed again is promised instead of given
SMALL = 100_000  # multiply-adds of a forward pass that the event loop itself may make
T = TypeVar("T")


class Answered(Exception):  # noqa: N818  (it is no error)
    """Ends a request with an answer, from wherever that is found out."""

    def __init__(self, response: Response) -> None:
        """Keeps the answer."""
        super().__init__()
        self.response = response


def install(app: FastAPI) -> None:
    """Makes the app give such answers."""

    async def answer(_: Request, error: Exception) -> Response:
        assert isinstance(error, Answered)
        return error.response

    app.add_exception_handler(Answered, answer)


def json_response(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:  # noqa: ANN401  (an answer)
    """An answer as JSON, with numbers in full."""
    return Response(encoded(content), status, headers, "application/json")


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """A file to be saved under that name, which holds plain letters only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)


def later() -> Answered:
    """Says that what was asked for is being computed: ask again."""
    return Answered(Response(status_code=202, headers={"Retry-After": "2"}))


async def computed(spec: RunSpec, work: Callable[[], T]) -> T:
    """Does the work: at once where the network is small, else in a thread, so that nobody else waits."""
    if spec.weights * len(spec.table.inputs) <= SMALL:
        return work()
    return await run_in_threadpool(work)


async def frame_at(recording: Recording, service: RunService, epoch: int | None) -> StoredFrame:
    """The frame of that epoch, the newest where none is given. Raises Answered while it is being computed."""
    frame = recording.newest if epoch is None else await service.frame(recording.run.id, epoch, PATIENCE)
    if frame is None:
        raise later()
    return frame


async def _shown_frame(recording: Watched, service: Service, epoch: EpochQuery = None) -> StoredFrame:
    return await frame_at(recording, service, epoch)


ShownFrame = Annotated[StoredFrame, Depends(_shown_frame)]


async def _newer_frame(
    recording: Watched, service: Service, epoch: EpochQuery = None, since: Since = None, wait: Wait = 0.0
) -> StoredFrame:
    """As ShownFrame; with `since` one of a later epoch than that, for which it waits, or the answer is 204."""
    if epoch is not None and since is not None:
        raise Refused("/query/since", "leave it out, or the epoch: `since` asks for what is newer")
    if since is not None and not await _has_newer(recording, service, since, wait):
        raise Answered(Response(status_code=204))
    return await frame_at(recording, service, epoch)


NewerFrame = Annotated[StoredFrame, Depends(_newer_frame)]


async def _has_newer(recording: Recording, service: RunService, since: int, wait: float) -> bool:
    """Whether there is a newer frame, at the latest when the time is up or the run has ended."""
    clock = asyncio.get_running_loop().time
    end = clock() + wait
    while recording.newest.epoch <= since and not recording.run.status.is_ended and clock() < end:
        await service.wait_for_news(recording, recording.run.revision, end - clock())
    return recording.newest.epoch > since
