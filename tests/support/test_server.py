"""A server that does not get ready is ended, and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Server

SILENT = "import signal; signal.pause()"
DEAF = "import signal; print('http://127.0.0.1:9/', flush=True); signal.pause()"  # nobody listens at that port
ENDED = "print('no address')"


@pytest.mark.parametrize(
    ("program", "said"),
    [(SILENT, "no address in 0.5 s"), (DEAF, "in vain for a server that is ready"), (ENDED, "no address in 'no")],
    ids=["silent", "deaf", "ended"],
)
def test_a_server_that_is_not_ready_in_time_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def remembered(*arguments: Any, **options: Any) -> subprocess.Popen[str]:
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    monkeypatch.setattr(Server, "command", [sys.executable, "-c", program])
    if program != ENDED:
        monkeypatch.setattr(Server, "deadline", 0.5)
    with pytest.raises(AssertionError, match=said):
        Server(tmp_path)
    (process,) = started
    assert process.returncode is not None
    assert process.stdout is not None
    assert process.stdout.closed
