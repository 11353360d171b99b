"""A worker trains runs: each gets a slice of time in turn, so that none waits for another's end.

It is a process of its own. Commands come on standard input, progress goes to standard output (messages.py); when
the input closes, the server is gone and the worker ends.
"""

import mmap
import os
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from elevenlines.app.runs.workers.compiled import make
from elevenlines.app.runs.workers.job import Job
from elevenlines.app.runs.workers.messages import LENGTH_BYTES, body_length, pack, unpack
from elevenlines.core.training.engines import warm

NICENESS = 19  # whoever watches comes first
LONGEST_SLICE = 0.004  # seconds, for one run
SHORTEST_SLICE = 0.0003
LONGEST_WAIT = 60.0  # seconds; a pace of one epoch in a million years is more than the system's timers take
ROUND = 0.033  # seconds in which every live run should have had its turn


class Inbox:
    """Reads whole messages from a pipe without ever waiting for half of one."""

    def __init__(self, descriptor: int) -> None:
        """Takes over the descriptor."""
        self._descriptor = descriptor
        self._buffer = bytearray()
        self.is_closed = False

    def receive(self, timeout: float | None) -> list[Any]:
        """The messages that have come; waits at most `timeout` seconds (None: as long as it takes) for one."""
        ready, _, _ = select.select([self._descriptor], [], [], timeout)
        if ready:
            chunk = os.read(self._descriptor, 1 << 20)
            self.is_closed = not chunk
            self._buffer += chunk
        messages = []
        while len(self._buffer) >= LENGTH_BYTES:
            end = LENGTH_BYTES + body_length(bytes(self._buffer[:LENGTH_BYTES]))
            if len(self._buffer) < end:
                break
            messages.append(unpack(bytes(self._buffer[LENGTH_BYTES:end])))
            del self._buffer[:end]
        return messages


class Worker:
    """The runs of one process, and whose turn it is."""

    def __init__(self, send: Callable[[Any], None], mark: Callable[[int], None]) -> None:
        """Makes a worker without runs.

        Args:
            send: takes a message to the server.
            mark: takes the number of the job whose turn it is, 0 for none; survives the process.
        """
        self._send = send
        self._mark = mark
        self._jobs: dict[int, Job] = {}

    def handle(self, message: Any) -> None:  # noqa: ANN401  (checked by its `do`)
        """Carries out a command of the server. One for a job that has just ended is answered by its end."""
        number = message["job"]
        if message["do"] == "train":
            self._guard(number, partial(self._begin, message))
        elif number in self._jobs:
            answer = self._configure if message["do"] == "configure" else self._halt
            self._guard(number, partial(answer, self._jobs[number], message))

    def run_once(self) -> float | None:
        """Gives every run that is due one slice; returns the seconds until the next is due, None for never."""
        length = min(LONGEST_SLICE, max(SHORTEST_SLICE, ROUND / max(1, len(self._jobs))))
        for number, job in list(self._jobs.items()):
            if job.seconds_until_due(monotonic()) <= 0:
                self._guard(number, partial(self._turn, job, length))
        now = monotonic()
        due = min((job.seconds_until_due(now) for job in self._jobs.values()), default=None)
        return None if due is None else min(due, LONGEST_WAIT)

    def _begin(self, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        self._jobs[message["job"]] = Job(message)

    def _configure(self, job: Job, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        self._send(job.configure(message))

    def _halt(self, job: Job, message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        self._finish(job.number, job.progress(status=message["status"]))

    def _turn(self, job: Job, length: float) -> None:
        job.train(length)
        status = job.ending
        if status is not None:
            self._finish(job.number, job.progress(status=status))
        elif job.wants_to_report(monotonic()):
            self._send(job.progress())

    def _finish(self, number: int, progress: Any) -> None:  # noqa: ANN401  (one of messages.py)
        self._jobs.pop(number, None)
        self._send(progress)

    def _guard(self, number: int, action: Callable[[], None]) -> None:
        """Whatever goes wrong inside one run ends that run, not its neighbours; the mark says whose turn it was."""
        self._mark(number)
        try:
            action()
        except Exception as error:  # noqa: BLE001  (a worker outlives any of its runs)
            self._jobs.pop(number, None)
            name = "ran out of memory" if isinstance(error, MemoryError) else f"failed: {error!r}"
            self._send({"say": "failed", "job": number, "message": f"training {name}"})
        self._mark(0)


def main(mark_descriptor: int, memory: int) -> None:
    """Serves until the server is gone.

    Args:
        mark_descriptor: of a file of 8 bytes that tells whose turn it is, should this process die.
        memory: bytes of address space that it may use.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes the pipe
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    output = os.dup(1)
    os.dup2(2, 1)  # a stray print must not get between the messages
    turn = mmap.mmap(mark_descriptor, 8)

    def send(message: Any) -> None:  # noqa: ANN401  (one of messages.py)
        data = memoryview(pack(message))
        while data:
            data = data[os.write(output, data) :]

    worker = Worker(send, lambda number: struct.pack_into("<Q", turn, 0, number))
    inbox = Inbox(0)
    timeout: float | None = 0.0
    make()
    warm()
    try:
        send({"say": "ready"})
        while not inbox.is_closed:
            for message in inbox.receive(None if timeout is None else max(0.0, timeout)):
                worker.handle(message)
            timeout = worker.run_once()
    except BrokenPipeError:
        pass  # the server is gone


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
