import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from elevenlines.app.answers.status import Status
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.recorder import merge
from elevenlines.app.runs.storing.store import Store, StoredFrame, StoreUnusable, Write
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Point

SPEC = RunSpec.model_validate({"table": {"inputs": [[0, 1]], "targets": [[1]], "input_names": ["ä", "😀"]}})


def run(run_id: str = "a", **changed: object) -> Run:
    made = Run(
        id=run_id,
        name="run",
        spec=SPEC,
        status=Status.RUNNING,
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
        first=0,
        epoch=0,
        error=0.5,
        loss=0.25,
        pace="unhurried",
        engine="reference",
        provenance="here",
        parent=("b", 3),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields of Run


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def frame(epoch: int) -> StoredFrame:
    return StoredFrame(epoch, bytes([epoch % 256]) * 8)


def test_what_is_written_is_read(store: Store, tmp_path: Path) -> None:
    points = [Point(epoch, 1 / (epoch + 3), 0.1) for epoch in range(3)]
    store.write([Write(run(), frame(2), points, [frame(0), frame(2)], is_new=True)])
    store.close()
    again = Store(tmp_path)
    assert again.run("a") == run()
    assert again.points("a") == points
    assert again.newest("a") == frame(2)
    assert again.frames("a", 1, 9, 10) == ([frame(2)], None)
    assert again.frames_before("a", 1, 1) == [frame(0)]
    assert again.run("b") is None
    again.close()


def test_the_same_again_changes_nothing(store: Store) -> None:
    write = Write(run(), frame(1), [Point(1, 0.5, 0.5)], [frame(1)], is_new=True)
    store.write([write])
    store.write([replace(write, is_new=False)])
    assert store.points("a") == [Point(1, 0.5, 0.5)]
    store.close()


def test_unfinished_runs_come_in_the_order_of_creation(store: Store) -> None:
    for name, status in (("x", Status.RUNNING), ("y", Status.PAUSED), ("z", Status.QUEUED), ("w", Status.DONE)):
        store.write([Write(run(name, status=status), is_new=True)])
    assert [one.id for one in store.unfinished()] == ["x", "z"]
    store.close()


def test_deleted_is_gone(store: Store) -> None:
    store.write([Write(run(), frame(0), [Point(0, 1, 1)], [frame(0)], is_new=True)])
    store.write([], ["a"])
    assert (store.run("a"), store.newest("a")) == (None, None)
    assert (store.points("a"), store.frames_before("a", 9, 1)) == ([], [])
    store.close()


def test_all_or_nothing(store: Store) -> None:
    store.write([Write(run(), is_new=True)])
    with pytest.raises(Exception, match="UNIQUE"):
        store.write([Write(run("c"), is_new=True), Write(run("a"), is_new=True)])
    assert store.run("c") is None
    store.close()


def test_a_newer_store_is_left_alone_in_words(store: Store, tmp_path: Path) -> None:
    store.close()
    connection = sqlite3.connect(tmp_path / "elevenlines.sqlite3")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreUnusable, match="newer version"):
        Store(tmp_path)


OLD_TABLES = """
CREATE TABLE runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id VARCHAR(32) NOT NULL UNIQUE, name TEXT NOT NULL, spec TEXT NOT NULL,
    status VARCHAR(16) NOT NULL, created_at VARCHAR(32) NOT NULL, first INTEGER NOT NULL, epoch INTEGER NOT NULL,
    goal INTEGER, error FLOAT, loss FLOAT, pace TEXT NOT NULL, engine VARCHAR(32) NOT NULL, provenance TEXT NOT NULL,
    revision INTEGER NOT NULL, message TEXT, parent_id VARCHAR(32), parent_epoch INTEGER
);
CREATE TABLE points (
    run_id VARCHAR(32) NOT NULL, epoch INTEGER NOT NULL, error FLOAT NOT NULL, loss FLOAT NOT NULL,
    PRIMARY KEY (run_id, epoch)
) WITHOUT ROWID;
"""


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("altered", [(), ("runs",), ("runs", "points")])
def test_an_older_store_is_brought_up_to_date(tmp_path: Path, version: int, altered: tuple[str, ...]) -> None:
    connection = sqlite3.connect(tmp_path / "elevenlines.sqlite3")
    connection.executescript(OLD_TABLES)
    old = {"id": "a", "name": "run", "spec": SPEC.model_dump_json(), "status": "running", "first": 0, "epoch": 0}
    old |= {"created_at": "2026-11-21T00:00:00+00:00", "error": 0.5, "loss": 0.25, "pace": '"unhurried"'}
    old |= {"engine": "reference", "provenance": "here", "revision": 1, "parent_id": "b", "parent_epoch": 3}
    places = ", ".join("?" * len(old))
    connection.execute(f"INSERT INTO runs ({', '.join(old)}) VALUES ({places})", tuple(old.values()))  # noqa: S608  (names of columns)
    connection.execute("INSERT INTO points VALUES ('a', 0, 0.5, 0.25), ('a', 1, 0.25, 0.125), ('b', 0, 1, 1)")
    for table in altered:  # as far as a server had come that was killed
        connection.execute(f"ALTER TABLE {table} ADD COLUMN test_error FLOAT")
    connection.execute(f"PRAGMA user_version={version}")
    connection.commit()
    connection.close()
    store = Store(tmp_path)
    assert store.run("a") == run()
    assert store.points("a") == [Point(0, 0.5, 0.25), Point(1, 0.25, 0.125)]
    assert store.points("b") == [Point(0, 1, 1)]
    store.write([Write(run(epoch=2, test_error=0.75), frame(2), [Point(2, 0.5, 0.5, 0.75)], [frame(2)])])
    store.close()
    again = Store(tmp_path)
    assert again.run("a") == run(epoch=2, test_error=0.75)
    assert again.points("a")[1:] == [Point(1, 0.25, 0.125), Point(2, 0.5, 0.5, 0.75)]
    again.close()


def test_merging_writes_loses_nothing() -> None:
    first = Write(run(epoch=1), frame(1), [Point(1, 1, 1)], [frame(1)], is_new=True)
    second = Write(run(epoch=2), None, [Point(2, 1, 1)], [], has_new_spec=True)
    other = Write(run("b"))
    merged = merge([first, other, second])
    assert [write.run.id for write in merged] == ["a", "b"]
    assert merged[0] == Write(
        run(epoch=2), frame(1), [Point(1, 1, 1), Point(2, 1, 1)], [frame(1)], is_new=True, has_new_spec=True
    )


def test_a_page_ends_by_its_bytes_too(store: Store) -> None:
    frames = [StoredFrame(epoch, bytes(3_000_000)) for epoch in range(3)]
    store.write([Write(run(), frames[0], [], frames, is_new=True)])
    assert store.frames("a", 0, 9, 10) == (frames[:1], 1)
    assert store.frames("a", 1, 9, 1) == (frames[1:2], 2)
    assert store.frames("a", 2, 9, 10) == (frames[2:], None)


def test_one_folder_is_for_one_server(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="another server works in"):
        Store(tmp_path)
    store.close()
    Store(tmp_path).close()


def test_a_damaged_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "elevenlines.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnusable, match=r"cannot be used \(file is not a database\)"):
        Store(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreUnusable, match="--data"):
        Store(tmp_path / "file")
