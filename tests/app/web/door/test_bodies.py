"""Many large bodies at once are told to come again, and one that is gone leaves its room."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from elevenlines.app.runs.run import QueueFull
from elevenlines.app.web.door.bodies import Bodies
from tests.app.web.door.test_problems import check
from tests.support.server import Server

HTTP: Scope = {"type": "http", "method": "POST", "headers": []}


async def read(scope: Scope, receive: Receive, send: Send) -> None:
    await Response(await Request(scope, receive).body())(scope, receive, send)


async def drop(_: Message) -> None:
    """Nobody listens."""


async def test_bodies_have_room_together() -> None:
    bodies, end = Bodies(read, 100), asyncio.Event()
    arrived = asyncio.Event()

    def sender(size: int, *, is_slow: bool) -> Receive:
        parts = iter([size, 0])

        async def receive() -> Message:
            size = next(parts)
            if not size and is_slow:
                arrived.set()
                await end.wait()
            return {"type": "http.request", "body": b"x" * size, "more_body": size > 0}

        return receive

    slow = asyncio.create_task(bodies(HTTP, sender(60, is_slow=True), drop))
    await arrived.wait()
    await bodies(HTTP, sender(40, is_slow=False), drop)
    with pytest.raises(QueueFull, match="too many large bodies"):
        await bodies(HTTP, sender(41, is_slow=False), drop)
    end.set()
    await slow
    await bodies(HTTP, sender(100, is_slow=False), drop)


def test_the_answer_says_what_to_do(start_server: Callable[..., Server]) -> None:
    server = start_server(bodies_limit="20000")
    headers = {"Content-Type": "text/csv"}
    refused = server.http.post("/tables/parse", content=b"1,2\n" * 6_000, headers=headers)
    assert check(refused, 429)["detail"].startswith("too many large bodies")
    assert int(refused.headers["retry-after"]) > 0
    assert server.http.post("/tables/parse", content=b"1,2\n" * 4_000, headers=headers).status_code == 200
