"""The guard stands before the app: who may call it, from where, with how much; and what every answer carries.

A browser that visits a hostile page must not become its remote control. A page that rebinds its name to this address
sends an Origin equal to its Host, so only a list of allowed hosts stops it; a page that posts across sites is
told by Sec-Fetch-Site, or by its Origin where a browser sends none.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from elevenlines.app.settings import Settings
from elevenlines.app.web.door.problems import problem_response

COOKIE = "elevenlines_token"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SOCKET = "CONNECT"  # no site's policy keeps its pages from opening one here: only its own page may
_OPEN = ("/api/v1/health", "/static/", "/favicon")  # need no token: they tell nothing of the runs
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; "
        "style-src 'self' 'unsafe-inline'; "  # Plotly writes style elements
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address holds the spec
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    return host in _LOOPBACK or host.startswith("127.")


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, settings: Settings, token: str | None) -> None:
        """Guards an app.

        Args:
            app: what is guarded.
            settings: allowed hosts and origins, the limit of a body.
            token: what every caller has to show; None: nobody is asked.
        """
        self._app = app
        self._body_limit = settings.body_limit
        self._hosts = _LOOPBACK | {settings.host} | set(settings.allowed_hosts)
        self._origins = frozenset(settings.allowed_origins)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it with what it lacks."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "websocket":  # what is asked over it comes through here too, question by question
            await (self._refusal(scope, headers, _SOCKET) or self._app)(scope, receive, send)
            return
        origin = headers.get("origin")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                outgoing = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    outgoing.setdefault(name, value)
                if origin in self._origins:
                    outgoing["Access-Control-Allow-Origin"] = origin
                    outgoing["Cross-Origin-Resource-Policy"] = "cross-origin"
                    outgoing.add_vary_header("Origin")
            await send(message)

        answer = self._refusal(scope, headers, scope["method"]) or self._preflight(scope, headers)
        await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope, headers: Headers, method: str) -> Response | None:
        """Why the request is not let through, as an answer."""
        if not self._is_allowed_host(headers.get("host", "")):
            return problem_response(
                403,
                "this server is not called by that name: add it to ELEVENLINES_ALLOWED_HOSTS if it should be",
            )
        if method not in _SAFE and not self._is_own_page(headers):
            return problem_response(
                403,
                "another site's page may not do this: add its origin to ELEVENLINES_ALLOWED_ORIGINS if it should",
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:20]) > self._body_limit:
            return problem_response(413, f"the body may have at most {self._body_limit:,} bytes: send less at once")
        if method != "OPTIONS" and not self._has_token(scope, headers):
            return problem_response(
                401,
                "send the server's token as Authorization: Bearer TOKEN, or open the page with ?token=TOKEN once",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return None

    def _preflight(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a browser that asks for another site's page what it may do here."""
        if scope["method"] != "OPTIONS" or headers.get("origin") not in self._origins:
            return None
        allowed = {
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        return Response(status_code=204, headers=allowed)

    def _is_allowed_host(self, host: str) -> bool:
        return "*" in self._hosts or _hostname(host) in self._hosts

    def _is_own_page(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is not None and origin in self._origins:
            return True
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    def _has_token(self, scope: Scope, headers: Headers) -> bool:
        if self._token is None or scope["path"].startswith(_OPEN):
            return True
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        candidates = [shown] if scheme.lower() == "bearer" else []
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        if cookie is not None:
            candidates.append(cookie.value)
        return any(hmac.compare_digest(one.strip().encode(), self._token.encode()) for one in candidates)


def _hostname(host: str) -> str:
    """The name in a Host header, without its port and without an IPv6 address's brackets; "" if malformed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
