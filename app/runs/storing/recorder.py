"""The recorder is the one writer: it stores what comes in batches, and shows it once it is stored."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from elevenlines.app.runs.storing.store import Store, Write

_log = logging.getLogger(__name__)
COMMIT_INTERVAL = 0.025  # seconds between two commits that nobody waits for
RETRY_DELAY = 1.0  # seconds, where the store cannot be written


@dataclass
class _Entry:
    write: Write | None
    deleted: str | None
    done: asyncio.Future[None] | None  # somebody waits for this one


def _is_progress(entry: _Entry) -> bool:
    """Whether it is one of the many reports of a run under way."""
    return entry.done is None and entry.write is not None and entry.write.newest is not None


class Recorder:
    """Writes to the store, in the order in which things are submitted."""

    def __init__(self, store: Store, on_stored: Callable[[Write], None]) -> None:
        """Makes a recorder; `start` starts it.

        Args:
            store: where to.
            on_stored: takes each write once it is committed.
        """
        self.trouble: str | None = None  # why the store cannot be written, in words
        self._store = store
        self._on_stored = on_stored
        self._entries: list[_Entry] = []
        self._arrived = asyncio.Event()
        self._urgent = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Starts writing."""
        self._task = asyncio.create_task(self._write_forever())

    async def close(self) -> None:
        """Writes what is left, then stops."""
        await self.flush()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._thread.shutdown()

    def submit(self, write: Write) -> None:
        """Stores this soon."""
        self._add(_Entry(write, None, None))

    def commit(self, write: Write) -> asyncio.Future[None]:
        """Stores this at once, after everything submitted before; done when it is stored and shown."""
        return self._add_awaited(write, None)

    def delete(self, run_id: str) -> asyncio.Future[None]:
        """Removes a run and all that is kept of it; done when it is gone."""
        return self._add_awaited(None, run_id)

    def flush(self) -> asyncio.Future[None]:
        """Done when everything submitted before is stored and shown."""
        return self._add_awaited(None, None)

    def _add_awaited(self, write: Write | None, deleted: str | None) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._add(_Entry(write, deleted, done))
        self._urgent.set()
        return done

    def _add(self, entry: _Entry) -> None:
        self._entries.append(entry)
        self._arrived.set()

    async def _write_forever(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            self._urgent.clear()
            entries, self._entries = self._entries, []
            started = monotonic()
            await self._store_batch(entries)
            rest = COMMIT_INTERVAL - (monotonic() - started)
            if rest > 0 and any(map(_is_progress, entries)):  # whatever follows a command comes soon after it
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._urgent.wait(), rest)

    async def _store_batch(self, entries: list[_Entry]) -> None:
        writes = merge([entry.write for entry in entries if entry.write is not None])
        deleted = [entry.deleted for entry in entries if entry.deleted is not None]
        loop = asyncio.get_running_loop()
        while writes or deleted:
            try:
                await loop.run_in_executor(self._thread, self._store.write, writes, deleted)
                self.trouble = None
                break
            except SQLAlchemyError as error:  # a full disk, say: nothing is shown until it can be stored
                self.trouble = f"the store cannot be written: {getattr(error, 'orig', error)}"
                _log.exception("the store cannot be written; trying again")
                await asyncio.sleep(RETRY_DELAY)
        for write in writes:
            self._on_stored(write)
        for entry in entries:
            if entry.done is not None and not entry.done.done():
                entry.done.set_result(None)


def merge(writes: list[Write]) -> list[Write]:
    """One write for each run, with everything that several would have stored one after the other."""
    merged: dict[str, Write] = {}
    for write in writes:
        before = merged.get(write.run.id)
        if before is None:
            merged[write.run.id] = write
            continue
        merged[write.run.id] = Write(
            write.run,
            write.newest or before.newest,
            before.points + write.points,
            before.frames + write.frames,
            is_new=before.is_new,
            has_new_spec=before.has_new_spec or write.has_new_spec,
        )
    return list(merged.values())
