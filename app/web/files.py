"""The page's files, under an address that changes when they do: /static/v-0123456789abcdef/js/main.js.

So a browser keeps them and asks for none of them twice, and after an upgrade it never mixes old scripts with new ones.
Without the version they are served too; then a browser asks each time whether they have changed.
"""

from functools import cache
from hashlib import blake2b

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from elevenlines.app.assets import assets

FOREVER = "public, max-age=31536000, immutable"
_MARK = "v-"


@cache
def version() -> str:
    """What tells these files from those of another version: it follows from their names and contents."""
    folder, digest = assets("static"), blake2b(digest_size=8)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return _MARK + digest.hexdigest()


def address_of(name: str) -> str:
    """Where a browser finds that file, in the version that is served."""
    return f"/static/{version()}/{name}"


class Files(StaticFiles):
    """Starlette's, with versions in the addresses."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; of another version than this one, what has become of it, not to be kept."""
        asked, _, rest = path.partition("/")
        has_version = asked.startswith(_MARK)
        response = await super().get_response(rest if has_version else path, scope)
        response.headers["Cache-Control"] = FOREVER if asked == version() else "no-cache"
        return response
