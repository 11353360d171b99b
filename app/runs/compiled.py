"""Compiles the kernel at install or at a server's first start, so that no later start waits for it.

Where the machine code is kept, and that it is made of today's sources, is told in `core/compiled/cache.py`.
"""

import fcntl
import logging
import os
import subprocess
import sys
from pathlib import Path

from elevenlines.core.compiled import cache
from elevenlines.core.training.engines import COMPILER, has_compiler

_log = logging.getLogger(__name__)


def keep_in(otherwise: Path) -> None:
    """Has machine code kept in that folder where the sources' own cannot be written and the environment names none.

    Where numba is there but cannot be imported (made for another NumPy, say), all do without it.
    """
    if cache.VARIABLE not in os.environ and cache.made_in(cache.BESIDE) is None:
        os.environ[cache.VARIABLE] = str(otherwise.resolve() / "compiled")
    if has_compiler() and not _is_made():
        found = subprocess.run([sys.executable, "-c", "import numba"], capture_output=True, text=True, check=False)
        if found.returncode != 0:
            os.environ[COMPILER] = "0"
            why = (found.stderr.strip().splitlines() or ["it ended"])[-1]
            _log.warning("numba cannot be imported, so the readable engine trains everything: %s", why)


def _is_made() -> bool:
    """Whether the kernel has been compiled."""
    folder = cache.folder()
    return folder is not None and (folder / "made").exists()


def make() -> None:
    """Compiles the kernel if that has not been done yet, in a process of its own: the compiler takes much memory.

    Of several that ask at once the first does it, and the others wait.
    """
    folder = cache.folder()
    if folder is None or not has_compiler():
        return
    made = folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            subprocess.run(
                [sys.executable, "-c", "from elevenlines.core.training.engines import warm; warm()"], check=True
            )
            made.touch()


if __name__ == "__main__":
    keep_in(Path("data"))
    make()
