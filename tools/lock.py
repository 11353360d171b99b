"""Pins every dependency, with hashes and without the address of an index: requirements*.lock."""

import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

UNTIL = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d")  # the same answer for a whole day
OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    f"--exclude-newer={UNTIL}",
]

uv = str(Path(sys.executable).with_name("uv"))
groups = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]
for extra, target in ((), "requirements.lock"), (groups["dev"], "requirements-dev.lock"):
    command = [uv, "pip", "compile", "pyproject.toml", "-", *OPTIONS, "--quiet", "-o", target]
    subprocess.run(command, check=True, text=True, input="\n".join(extra))
