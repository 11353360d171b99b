"""Requests read strictly: JSON only where JSON is asked for, and none of Python's NaN and Infinity in it."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


class StrictRequest(Request):
    """A request whose body is JSON as the standard has it."""

    async def json(self) -> Any:  # noqa: ANN401  (whatever was sent)
        """The parsed body; what is not JSON ends the request with 400."""
        body = await self.body()
        try:
            return from_json(body, allow_inf_nan=False)  # others wait for a large body a third as long
        except ValueError:
            pass  # Python's reader takes more: half a character, which is told by its place, and UTF-16
        try:
            return json.loads(body, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise HTTPException(400) from error


class StrictRoute(APIRoute):
    """A route that reads its requests strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wraps the request before FastAPI reads it."""
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def strictly(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            if takes_body and await strict.body():
                media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
                if media_type != "application/json":
                    raise HTTPException(415, "send the body as application/json")
            return await handle(strict)

        return strictly
