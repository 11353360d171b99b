"""Where machine code is kept on disk: in a folder named after all sources that it may be made of.

numba asks of a cached function only whether its own file has changed, not whether those have that it calls. So the
folder's name sees to it that nobody runs what older sources were compiled to, in a server, a script or a notebook.
"""

import hashlib
import os
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"  # environment variable: where to keep machine code instead
_CORE = Path(__file__).resolve().parents[1]
BESIDE = _CORE / "__pycache__" / "compiled"


def folder() -> Path | None:
    """The folder for these sources, made if need be; None where none can be made, so that nothing is kept.

    It lies where the environment says, else beside the sources, else in the user's own cache. What older ones of these
    sources were compiled to is removed.
    """
    named, tree = os.environ.get(VARIABLE), f"elevenlines-{_digest(str(_CORE).encode())[:8]}"
    if named:
        return made_in(Path(named) / tree)
    users = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  (no error without home)
    return made_in(BESIDE) or made_in(Path(users) / tree)


def made_in(base: Path) -> Path | None:
    """The folder for these sources in another, alone there; None if it cannot be made or written."""
    packages = " ".join(map(_version, ("numba", "llvmlite", "numpy")))
    place = base / _digest(packages.encode(), *(source.read_bytes() for source in sorted(_CORE.rglob("*.py"))))
    try:
        if not place.exists():
            place.mkdir(parents=True)
            for older in base.iterdir():
                if older != place:
                    shutil.rmtree(older, ignore_errors=True)
    except FileExistsError:  # another process was faster
        return place
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


def _digest(*contents: bytes) -> str:
    made_of = hashlib.sha256()
    for content in contents:
        made_of.update(content)
    return made_of.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
