"""The bodies of all requests together: each may be large, but not many at once, or they would take the memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from elevenlines.app.runs.run import QueueFull


class Bodies:
    """ASGI middleware inside the app's error handling: counts what was received and is not answered yet.

    It counts bytes that came, not those that were announced: so nobody takes the others' room by announcing much.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Lets at most `limit` bytes be there at once; a request that brings more is told to come again."""
        self._app = app
        self._limit = limit
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and counts what comes of its body until it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = 0

        async def receive_counted() -> Message:
            nonlocal brought
            message = await receive()
            size = len(message.get("body", b""))
            if self._held + size > self._limit:
                raise QueueFull("too many large bodies are here at once: send it again later")
            brought += size
            self._held += size
            return message

        try:
            await self._app(scope, receive_counted, send)
        finally:
            self._held -= brought
