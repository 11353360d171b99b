"""Where the compiled kernel is kept on disk, so that it is compiled once and not at every start.

numba asks of a cached function only whether its own file has changed, not whether those have that it calls. So the
folder is named after everything that the kernel is made of. Run as a module, this compiles it.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from elevenlines.core.training.engines import COMPILER, has_compiler

_log = logging.getLogger(__name__)
VARIABLE = "NUMBA_CACHE_DIR"  # numba reads it when it is imported
_CORE = Path(__file__).resolve().parents[2] / "core"


def keep_in(otherwise: Path) -> None:
    """Tells numba where: beside the package where that can be written, else in the other folder.

    A folder that the environment names already is left as it is. What older sources were compiled to is removed. Where
    numba is there but cannot be imported (made for another NumPy, say), all do without it.
    """
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = str(_folder(otherwise))
    if has_compiler() and not _made().exists():
        found = subprocess.run([sys.executable, "-c", "import numba"], capture_output=True, text=True, check=False)
        if found.returncode != 0:
            os.environ[COMPILER] = "0"
            why = (found.stderr.strip().splitlines() or ["it ended"])[-1]
            _log.warning("numba cannot be imported, so the readable engine trains everything: %s", why)


def _made() -> Path:
    """What is there once the kernel has been compiled."""
    return Path(os.environ[VARIABLE]) / "made"


def _folder(otherwise: Path) -> Path:
    base = _CORE / "__pycache__" / "compiled"
    if not os.access(_CORE, os.W_OK):
        base = otherwise.resolve() / "compiled"
    folder = base / _digest()
    if not folder.exists():
        shutil.rmtree(base, ignore_errors=True)
    return folder


def _digest() -> str:
    """Of all that the kernel is made of."""
    made_of = hashlib.sha256()
    for source in sorted(_CORE.rglob("*.py")):
        made_of.update(source.read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        try:
            made_of.update(version(package).encode())
        except PackageNotFoundError:
            continue
    return made_of.hexdigest()[:16]


def make() -> None:
    """Compiles the kernel if that has not been done yet, in a process of its own: the compiler takes much memory.

    Of several that ask at once the first does it, and the others wait.
    """
    if not has_compiler():
        return
    made = _made()
    made.parent.mkdir(parents=True, exist_ok=True)
    with (made.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            subprocess.run(
                [sys.executable, "-c", "from core.training.engines import warm; warm()"], check=True, cwd=_CORE.parent
            )
            made.touch()


if __name__ == "__main__":
    keep_in(Path("data"))
    make()
