"""The pool keeps worker processes: starts them, carries messages, and replaces one that dies."""

import asyncio
import contextlib
import logging
import os
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from elevenlines.app.runs.workers.messages import LENGTH_BYTES, body_length, pack, unpack

_log = logging.getLogger(__name__)
_RESTART_DELAY = 0.5  # seconds before a worker that died before its first word is tried again
_PATIENCE = 2.0  # seconds that a worker gets to end by itself


class WorkerProcess:
    """One worker from outside: its process, its pipes, and its mark that says whose turn it is."""

    def __init__(self, process: asyncio.subprocess.Process, mark: int) -> None:
        """Takes over a process that has just been started, and the descriptor of its mark."""
        self.jobs: set[int] = set()
        self.is_ready = False
        self._process = process
        self._mark = mark

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        """Sends a message; to a process that is gone, into the void: its death is told separately."""
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(pack(message))

    async def receive(self) -> Any:  # noqa: ANN401  (one of messages.py)
        """The next message, or None when the process is gone."""
        assert self._process.stdout is not None
        try:
            header = await self._process.stdout.readexactly(LENGTH_BYTES)
            return unpack(await self._process.stdout.readexactly(body_length(header)))
        except asyncio.IncompleteReadError:
            return None

    async def end(self) -> None:
        """Closes its input, which ends it; kills it if it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def bury(self) -> int:
        """Waits until the process is gone; returns the job that was at its turn then, 0 for none."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)  # its own kill() would reap it unseen
        await self._process.wait()
        (job,) = struct.unpack("<Q", os.pread(self._mark, 8, 0))
        os.close(self._mark)
        return int(job)


class Pool:
    """A fixed number of workers."""

    def __init__(
        self,
        size: int,
        memory: int,
        on_message: Callable[[Any], None],
        on_death: Callable[[set[int], int], None],
    ) -> None:
        """Makes a pool; `start` starts it.

        Args:
            size: how many processes.
            memory: bytes of address space of each.
            on_message: takes each message of a worker, in order.
            on_death: takes the jobs that a dead worker had, and the one that was at its turn (0: none).
        """
        self._size = size
        self._memory = memory
        self._on_message = on_message
        self._on_death = on_death
        self._workers: list[WorkerProcess] = []
        self._keepers: list[asyncio.Task[None]] = []

    @property
    def loads(self) -> dict[int, int]:
        """How many jobs each worker has, by its process id."""
        return {worker.pid: len(worker.jobs) for worker in self._workers}

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker to train with."""
        return any(worker.is_ready for worker in self._workers)

    def start(self) -> None:
        """Starts the workers, without waiting for them: what is placed meanwhile waits."""
        self._keepers = [asyncio.create_task(self._keep_one_alive()) for _ in range(self._size)]

    async def close(self) -> None:
        """Ends the workers."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*(worker.end() for worker in self._workers))
        await asyncio.gather(*self._keepers, return_exceptions=True)

    def surplus(self) -> list[int]:
        """The jobs by which workers exceed an even share, the youngest of each."""
        ready = [worker for worker in self._workers if worker.is_ready]
        share = -(-sum(len(worker.jobs) for worker in ready) // max(1, len(ready)))
        return [job for worker in ready for job in sorted(worker.jobs)[share:]]

    def place(self, job: int, message: Any) -> WorkerProcess | None:  # noqa: ANN401  (a messages.Train)
        """Gives a job to the worker with the fewest; None while there is no worker at all."""
        ready = [worker for worker in self._workers if worker.is_ready]
        if not ready:
            return None
        worker = min(ready, key=lambda worker: len(worker.jobs))
        worker.jobs.add(job)
        worker.send(message)
        return worker

    async def _keep_one_alive(self) -> None:
        while True:
            worker = await self._spawn()
            self._workers.append(worker)
            try:
                while (message := await worker.receive()) is not None:
                    if message["say"] == "ready":
                        worker.is_ready = True
                    self._deliver(message)
            finally:
                self._workers.remove(worker)
            job_at_turn = await worker.bury()
            _log.warning("worker %d died; a new one takes its place", worker.pid)
            if not worker.is_ready:
                await asyncio.sleep(_RESTART_DELAY)
            self._on_death(worker.jobs, job_at_turn)

    def _deliver(self, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        try:
            self._on_message(message)
        except Exception:  # noqa: BLE001  (one message that cannot be used is no reason to hear no more of this worker)
            _log.exception("a worker's message could not be used")

    async def _spawn(self) -> WorkerProcess:
        with tempfile.TemporaryFile() as mark:
            mark.truncate(8)
            descriptor = os.dup(mark.fileno())
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "elevenlines.app.runs.workers.worker",
            str(descriptor),
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            pass_fds=(descriptor,),
        )
        return WorkerProcess(process, descriptor)
