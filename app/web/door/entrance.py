"""The entrance lets a browser exchange the server's token for a cookie that scripts cannot read."""

import hmac
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from elevenlines.app.web.door.guard import COOKIE


class Entrance:
    """ASGI middleware outside the guard: `GET /?token=TOKEN` becomes a cookie and the same address without it."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        """Guards nothing itself: a wrong token goes on to the guard, which refuses it."""
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a right token with the cookie; everything else goes on."""
        if scope["type"] == "http" and self._token is not None and scope["method"] == "GET" and scope["path"] == "/":
            query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            shown = [value for name, value in query if name == "token"]
            if shown and hmac.compare_digest(shown[0].encode(), self._token.encode()):
                rest = urlencode([(name, value) for name, value in query if name != "token"])
                answer = RedirectResponse(f"/?{rest}" if rest else "/", 303)
                is_https = Headers(scope=scope).get("x-forwarded-proto", scope["scheme"]) == "https"
                answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", secure=is_https)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
