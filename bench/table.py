"""A table of what was measured, beside what was asked for."""

import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.browser import SHELL, find


@dataclass(frozen=True)
class Line:
    """One measurement: what, how much, and what was asked for."""

    what: str
    measured: str
    wanted: str
    is_met: bool


def machine() -> str:
    """The machine in a few words."""
    info = Path("/proc/cpuinfo")
    models = (
        [line for line in info.read_text("utf-8").splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    model = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    browser = find()
    told = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout if browser else ""
    shell = ", headless shell" * (browser or "").endswith(SHELL)
    version = f"{' '.join(told.split()[:2]) or 'no browser'}{shell}"
    system = f"{platform.system()}, Python {platform.python_version()}, {version}"
    return f"{model}, {os.cpu_count()} cores, {system}"


def show(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [
        f"| {line.what} | {line.measured} | {line.wanted} | {'yes' if line.is_met else '**no**'} |" for line in lines
    ]
    return "\n".join(["| what | measured | wanted | met |", "|---|---|---|---|", *rows])
