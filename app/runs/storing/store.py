"""The store keeps runs, their error history and their frames in a database, so that they outlive the server.

Every function here blocks and is called from threads; all writing goes through one of them (recorder.py).
What a poll shows is stored first: so nothing shown is ever lost, and no epoch shown goes back.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Select,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.schema import (
    CURVES,
    FRAMES,
    NEWEST,
    RUNS,
    insert_rows,
    pack_points,
    prepare,
    unpack_points,
)
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Point

_UPDATE = update(RUNS).where(RUNS.c.id == bindparam("which"))
PAGE_BYTES = 4_000_000  # a page of runs or frames ends there, with at least one on it


class StoreUnusable(Exception):  # noqa: N818  (the name is the message)
    """The store cannot be opened; the message says why, and what to do."""


@dataclass(frozen=True)
class StoredFrame:
    """A frame as it lies in the store."""

    epoch: int
    state: bytes


@dataclass
class Write:
    """Everything new about one run, to be stored at once.

    Attributes:
        run: the run as it will stand.
        newest: the state from which it goes on, if that is new.
        points, frames: what the schedules keep.
        is_new: whether the run is not in the store yet.
        has_new_spec: whether its spec is another one than the store has.
    """

    run: Run
    newest: StoredFrame | None = None
    points: list[Point] = field(default_factory=list)
    frames: list[StoredFrame] = field(default_factory=list)
    is_new: bool = False
    has_new_spec: bool = False


def _changing(run: Run) -> dict[str, Any]:
    """The columns that change while a run goes on; cheap, since many runs are written many times a second."""
    return {
        "name": run.name,
        "status": str(run.status),
        "epoch": run.epoch,
        "goal": run.goal,
        "error": run.error,
        "loss": run.loss,
        "test_error": run.test_error,
        "pace": orjson.dumps(run.pace).decode(),
        "revision": run.revision,
        "message": run.message,
    }


def _row(run: Run) -> dict[str, Any]:
    parent_id, parent_epoch = run.parent or (None, None)
    return _changing(run) | {
        "id": run.id,
        "spec": run.spec.json_text.decode(),
        "created_at": run.created_at.isoformat(),
        "first": run.first,
        "engine": run.engine,
        "provenance": run.provenance,
        "parent_id": parent_id,
        "parent_epoch": parent_epoch,
    }


def _run(row: RowMapping) -> Run:
    parent = None if row["parent_id"] is None else (row["parent_id"], row["parent_epoch"])
    fields = {
        name: row[name] for name in ("id", "name", "first", "epoch", "goal", "error", "loss", "test_error", "engine")
    }
    return Run(
        **fields,
        spec=RunSpec.model_validate_json(row["spec"]),
        status=Status(row["status"]),
        created_at=datetime.fromisoformat(row["created_at"]).astimezone(UTC),
        pace=orjson.loads(row["pace"]),
        provenance=row["provenance"],
        revision=row["revision"],
        message=row["message"],
        parent=parent,
    )


class Store:
    """A database of runs. SQLite in WAL mode: readers never wait for the writer."""

    def __init__(self, folder: Path) -> None:
        """Opens the store in that folder, making both where they are not there yet. Raises StoreUnusable."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
            self._engine = self._opened(folder)
        except (OSError, DBAPIError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error.strerror
            raise StoreUnusable(
                f"the data in {folder} cannot be used ({reason}): take another folder with --data"
            ) from error

    @staticmethod
    def _opened(folder: Path) -> Engine:
        engine = create_engine(f"sqlite:///{folder / 'elevenlines.sqlite3'}")

        @event.listens_for(engine, "connect")
        def _configure(connection: Any, _: object) -> None:  # noqa: ANN401  (a DB-API connection)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")

        with engine.begin() as connection:
            if not prepare(connection):
                raise StoreUnusable(
                    f"the data in {folder} is of a newer version: update, or take another folder with --data"
                )
        return engine

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()
        os.close(self._lock)

    def write(self, writes: Sequence[Write], deleted: Iterable[str] = ()) -> None:
        """Stores all of this in one transaction, or nothing of it."""
        with self._engine.begin() as connection:
            for write in writes:
                if write.is_new:
                    connection.execute(insert(RUNS).values(_row(write.run)))
                elif write.has_new_spec:
                    spec = write.run.spec.json_text.decode()
                    connection.execute(update(RUNS).where(RUNS.c.id == write.run.id).values(spec=spec))
            if writes:
                connection.execute(_UPDATE, [_changing(w.run) | {"which": w.run.id} for w in writes])
            curves = [(w.run.id, w.points[0].epoch, pack_points(w.points)) for w in writes if w.points]
            insert_rows(connection, CURVES, curves)
            insert_rows(connection, FRAMES, [(w.run.id, f.epoch, f.state) for w in writes for f in w.frames])
            newest = [(w.run.id, w.newest.epoch, w.newest.state) for w in writes if w.newest is not None]
            insert_rows(connection, NEWEST, newest)
            for run_id in deleted:
                connection.execute(delete(RUNS).where(RUNS.c.id == run_id))
                for table in (CURVES, FRAMES, NEWEST):
                    connection.execute(delete(table).where(table.c.run_id == run_id))

    def run(self, run_id: str) -> Run | None:
        """The run of that id, if there is one."""
        with self._engine.connect() as connection:
            row = connection.execute(select(RUNS).where(RUNS.c.id == run_id)).mappings().first()
        return None if row is None else _run(row)

    def runs(self, limit: int, before: int | None, status: Status | None) -> tuple[list[Run], int | None]:
        """Runs, newest first, and the number before which the next page begins, None after the last.

        Args:
            limit: at most so many; fewer where they are large.
            before: only runs with a smaller number.
            status: only runs with this status.
        """
        query = select(RUNS).order_by(RUNS.c.number.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(RUNS.c.number < before)
        if status is not None:
            query = query.where(RUNS.c.status == str(status))
        with self._engine.connect() as connection:
            rows, following = _page(connection, query, limit, lambda row: len(row["spec"]))
        return [_run(row) for row in rows], None if following is None else rows[-1]["number"]

    def unfinished(self) -> list[Run]:
        """The runs that were waiting or training when the server went down, in the order of creation."""
        live = [str(status) for status in Status if status.is_live]
        query = select(RUNS).where(RUNS.c.status.in_(live)).order_by(RUNS.c.number)
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def points(self, run_id: str) -> list[Point]:
        """The kept points of the error curve, in order."""
        query = select(CURVES.c.points).where(CURVES.c.run_id == run_id).order_by(CURVES.c.first)
        with self._engine.connect() as connection:
            return [point for row in connection.execute(query) for point in unpack_points(row.points)]

    def newest(self, run_id: str) -> StoredFrame | None:
        """The state from which the run goes on."""
        query = select(NEWEST.c.epoch, NEWEST.c.state).where(NEWEST.c.run_id == run_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else StoredFrame(row.epoch, row.state)

    def frames(self, run_id: str, first: int, last: int, limit: int) -> tuple[list[StoredFrame], int | None]:
        """The kept frames of the epochs `first` to `last`, both included, and the epoch of the one after.

        At most `limit`; fewer where they are large. The epoch is None after the last.
        """
        query = (
            select(FRAMES.c.epoch, FRAMES.c.state)
            .where(FRAMES.c.run_id == run_id, FRAMES.c.epoch.between(first, last))
            .order_by(FRAMES.c.epoch)
            .limit(limit + 1)
        )
        with self._engine.connect() as connection:
            rows, following = _page(connection, query, limit, lambda row: len(row["state"]))
        return [StoredFrame(**row) for row in rows], None if following is None else following["epoch"]

    def frames_before(self, run_id: str, epoch: int, count: int) -> list[StoredFrame]:
        """The last kept frames at or before that epoch, at most so many, the last first."""
        query = (
            select(FRAMES.c.epoch, FRAMES.c.state)
            .where(FRAMES.c.run_id == run_id, FRAMES.c.epoch <= epoch)
            .order_by(FRAMES.c.epoch.desc())
            .limit(count)
        )
        with self._engine.connect() as connection:
            return [StoredFrame(row.epoch, row.state) for row in connection.execute(query)]


def _locked(folder: Path) -> int:
    """The descriptor of a file that is ours alone while we work here: two servers would undo each other's work."""
    descriptor = os.open(folder / "elevenlines.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise StoreUnusable(f"another server works in {folder}: stop it, or take another folder with --data") from error
    return descriptor


def _page(
    connection: Connection, query: Select[Any], limit: int, weigh: Callable[[RowMapping], int]
) -> tuple[list[RowMapping], RowMapping | None]:
    """The first rows of an answer, up to a limit and to PAGE_BYTES, and the row after them if there is one."""
    page: list[RowMapping] = []
    weight = 0
    for row in connection.execution_options(yield_per=1).execute(query).mappings():
        weight += weigh(row)
        if page and (len(page) == limit or weight > PAGE_BYTES):
            return page, row
        page.append(row)
    return page, None
