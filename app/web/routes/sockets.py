"""Questions over a WebSocket, each answered in the very bytes of the API.

A browser spends some five milliseconds on a request before the server hears of it, and one on a message. Whoever goes
through the epochs of a run asks many times a second.
"""

import asyncio
import logging
from contextlib import suppress
from urllib.parse import unquote

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

from elevenlines.app.web.answering import API
from elevenlines.app.web.door.problems import fault, problem_response

router = APIRouter()
AT_ONCE = 8  # questions of one socket that are answered at the same time; further ones wait
WAITING = 256  # questions of one socket that are here at once
LONGEST = 16_384  # bytes of a question
NO_QUESTION, TOO_LONG = 1003, 1009  # RFC 6455, close codes
_PASSED_ON = {b"host", b"cookie", b"authorization", b"x-forwarded-proto"}  # who asks stays the same
_log = logging.getLogger(__name__)


class Question(BaseModel):
    """What is asked: an address below /api/v1, and the number that its answer bears."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: int = Field(ge=0, le=2**53 - 1)
    get: str = Field(pattern="^/", examples=["/runs/3f9a0c1b2d4e5f60/frames/200"])


@router.websocket("/socket")
async def answer_questions(socket: WebSocket) -> None:
    """Answers what is asked, in the order in which answers are ready."""
    state = socket.app.state
    if state.open_sockets >= state.settings.sockets:
        await socket.send_denial_response(problem_response(429, "too many sockets are open: ask by requests"))
        return
    state.open_sockets += 1
    tasks: set[asyncio.Task[None]] = set()
    places = asyncio.Semaphore(AT_ONCE)
    try:
        await socket.accept()
        while (message := await socket.receive())["type"] == "websocket.receive":
            text = message.get("text")
            if text is None or len(text) > LONGEST:
                await socket.close(NO_QUESTION if text is None else TOO_LONG)
                return
            task = asyncio.create_task(_answer(socket, text, places, is_refused=len(tasks) >= WAITING))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    finally:
        state.open_sockets -= 1
        for task in tasks:
            task.cancel()


async def _answer(socket: WebSocket, text: str, places: asyncio.Semaphore, *, is_refused: bool) -> None:
    number = _number_in(text)
    if is_refused:
        await _send(socket, number, *_refused(429, "too many questions wait already: ask again later"))
        return
    async with places:
        try:
            question = Question.model_validate_json(text)
        except ValidationError:
            advice = 'send questions as {"id": 1, "get": "/runs"}: a number, and what follows /api/v1'
            await _send(socket, number, *_refused(400, advice))
            return
        await _send(socket, number, *await _get(socket.app, socket.scope, question.get))


async def _send(socket: WebSocket, number: int | None, status: int, body: bytes) -> None:
    head = orjson.dumps({"id": number, "status": status})[:-1]
    with suppress(WebSocketDisconnect, RuntimeError):  # whoever asked has gone; servers tell it by either
        await socket.send_text(f'{head.decode()},"body":{body.decode() or "null"}}}')


def _number_in(text: str) -> int | None:
    """The number that the answer is to bear; None where none is told."""
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    number = told.get("id") if isinstance(told, dict) else None
    return number if type(number) is int else None


async def _get(app: ASGIApp, handshake: Scope, address: str) -> tuple[int, bytes]:
    """What the app answers to a GET request of the one who opened the socket: its status, and its JSON."""
    path, _, query = address.partition("?")
    scope = {
        **{name: handshake[name] for name in ("asgi", "client", "server", "root_path") if name in handshake},
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https" if handshake["scheme"] == "wss" else "http",
        "path": unquote(f"{API}{path}"),
        "raw_path": f"{API}{path}".encode(),
        "query_string": query.encode(),
        "headers": [(name, value) for name, value in handshake["headers"] if name in _PASSED_ON],
    }
    status, is_json = 500, True
    pieces: list[bytes] = []
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # who asked is still there, or this is cancelled
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, is_json
        if message["type"] == "http.response.start":
            media_type = Headers(raw=message["headers"]).get("content-type", "application/json")
            status, is_json = message["status"], media_type.partition(";")[0].endswith("json")
            if not is_json:
                raise ConnectionAbortedError  # it may go on for ever; whoever sends it may wrap this in other errors
        else:
            pieces.append(message.get("body", b""))

    try:
        await app(scope, receive, send)
    except Exception:  # noqa: BLE001  (a server tells its log of what a request met, and so does this)
        if is_json:
            _log.exception("a question over a socket failed")
            return 500, bytes(fault().body)
    if not is_json:
        return _refused(406, "this is no JSON: ask for it by a request")
    return status, b"".join(pieces)


def _refused(status: int, detail: str) -> tuple[int, bytes]:
    return status, bytes(problem_response(status, detail).body)
