"""A real server: the command `elevenlines serve` on a free port of this machine."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import httpx

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "elevenlines.app.cli"]
WORKER = b"elevenlines.app.runs.workers.worker"
DEADLINE = 60.0  # seconds until something that must happen is given up
XOR_TABLE = {"inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "targets": [[0], [1], [1], [0]]}


def wait_for(what: Callable[[], Any], why: str = "it", deadline: float = DEADLINE) -> Any:
    """Asks again and again until the answer is true; returns the answer."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.01)  # between two looks at the condition
    raise AssertionError(f"waited {deadline} s in vain for {why}")


class Server:
    """One process, its address and its data."""

    command: ClassVar = [*COMMAND, "serve"]
    folder: ClassVar = ROOT  # where it is started
    deadline: ClassVar = DEADLINE  # seconds until it has to be ready

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        """Starts it, and waits until it is ready to train; one that does not get there is ended."""
        self.data = data
        self.process = subprocess.Popen(
            [*self.command, "--port", "0", "--data", str(data), "--no-browser", *options],
            cwd=self.folder,
            env=os.environ | {f"ELEVENLINES_{name.upper()}": value for name, value in environment.items()},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.http = httpx.Client(timeout=DEADLINE)
        try:
            address, path = self._address()
            self.url = f"http://127.0.0.1:{address}"
            self.page = f"{self.url}{path}"
            self.http.base_url = f"{self.url}/api/v1"
            wait_for(self._is_ready, "a server that is ready", self.deadline)
        except BaseException:
            self.kill()
            raise

    def _address(self) -> tuple[str, str]:
        """The port and the path that it prints first."""
        assert self.process.stdout is not None
        has_word, _, _ = select.select([self.process.stdout], [], [], self.deadline)
        assert has_word, f"no address in {self.deadline} s"
        line = self.process.stdout.readline()
        found = re.search(r"http://[^\s/]+:(\d+)(\S*)", line)
        assert found, f"no address in {line!r}"
        return found[1], found[2]

    def _is_ready(self) -> bool:
        try:
            return self.http.get("/health").status_code == 200
        except httpx.TransportError:
            assert self.process.poll() is None, "the server has ended"
            return False

    def start(self, **body: Any) -> dict[str, Any]:
        """A run of the article's second table, with what is given besides."""
        response = self.http.post("/runs", json={"table": XOR_TABLE, **body})
        assert response.status_code == 201, response.text
        run: dict[str, Any] = response.json()
        return run

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address that must be there."""
        response = self.http.get(path, params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def wait_until(self, run_id: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The run, once it is so."""

        def look() -> dict[str, Any] | None:
            run: dict[str, Any] = self.get(f"/runs/{run_id}")
            return run if is_so(run) else None

        found: dict[str, Any] = wait_for(look, "the run")
        return found

    def ended(self, run_id: str) -> dict[str, Any]:
        """The run, once it has ended."""
        return self.wait_until(run_id, lambda run: run["status"] in {"done", "stopped", "diverged", "failed"})

    def worker_pids(self) -> list[int]:
        """The process ids of its workers, as the system knows them."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("utf-8").split()
        return [int(pid) for pid in children if WORKER in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kill(self) -> None:
        """kill -9: no goodbye."""
        self.process.kill()
        self._let_go()

    def close(self) -> None:
        """Ends it as Ctrl+C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._let_go()

    def _let_go(self) -> None:
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.http.close()
