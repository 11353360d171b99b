"""The page's files, under an address that changes when they do: /static/v-0123456789abcdef/js/main.js.

So a browser keeps each file, never asks for it twice, and loads the new ones after an upgrade. Without the version, or
once a file has changed under a running server, it asks each time.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from elevenlines.app.assets import assets

FOREVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"
_MARK = "v-"


@cache
def _state() -> tuple[str, dict[str, tuple[int, int]]]:
    """The version of all files together, by their names and contents; when each was written, and how long it is."""
    folder, digest, written = assets("static"), blake2b(digest_size=8), {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            written[name] = _written(path)
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return _MARK + digest.hexdigest(), written


def _written(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def address_of(name: str) -> str:
    """Where a browser finds that file, in the version that is served."""
    return f"/static/{_state()[0]}/{name}"


class Files(StaticFiles):
    """Starlette's, with versions in the addresses."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; whatever version was asked for, that of now."""
        asked, _, rest = path.partition("/")
        has_version = asked.startswith(_MARK)
        response = await super().get_response(rest if has_version else path, scope)
        version, written = _state()
        is_same = asked == version and written.get(rest) == _written(assets("static") / rest)
        response.headers["Cache-Control"] = FOREVER if is_same else ANEW
        return response
