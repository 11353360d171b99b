"""A copy of the package whose sources a test may change, imported by fresh interpreters."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def copied_package(folder: Path, *parts: str) -> Path:
    """A copy of these parts of the tree as the package elevenlines in that folder."""
    package = folder / "elevenlines"
    for part in parts:
        shutil.copytree(ROOT / part, package / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tools" / "package" / "__init__.py", package)
    return package


def run_with(package: Path, code: str, **environment: str) -> str:
    """What a fresh interpreter that imports this copy prints, without a variable of the caller's for machine code."""
    inherited = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    command = [sys.executable, "-P", "-c", code]
    changed = inherited | {"PYTHONPATH": str(package.parent)} | environment
    return subprocess.run(command, check=True, capture_output=True, text=True, env=changed).stdout.strip()
