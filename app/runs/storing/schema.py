"""The tables of the store, how some of it lies in them, and what brings an older store up to date."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import isnan
from typing import Any

import numpy as np
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
)

from elevenlines.core.training import Point

METADATA = MetaData()

RUNS = Table(
    "runs",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order of creation
    Column("id", String(32), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("spec", Text, nullable=False),  # JSON
    Column("status", String(16), nullable=False, index=True),
    Column("created_at", String(32), nullable=False),  # ISO 8601
    Column("first", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("goal", Integer),
    Column("error", Float),
    Column("loss", Float),
    Column("test_error", Float),
    Column("pace", Text, nullable=False),  # JSON
    Column("engine", String(32), nullable=False),
    Column("provenance", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("message", Text),
    Column("parent_id", String(32)),
    Column("parent_epoch", Integer),
    sqlite_autoincrement=True,
)
CURVES = Table(  # the kept points of the error curve, as many in one piece as were stored at once
    "curves",
    METADATA,
    Column("run_id", String(32), primary_key=True),
    Column("first", Integer, primary_key=True),  # the epoch of the first point in it
    Column("points", LargeBinary, nullable=False),  # see pack_points
)
FRAMES = Table(
    "frames",
    METADATA,
    Column("run_id", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("state", LargeBinary, nullable=False),  # see messages.pack_state
)
NEWEST = Table(  # the state from which a run goes on, kept frame or not
    "newest",
    METADATA,
    Column("run_id", String(32), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
# Raised with every change of what is stored; an older store is then brought up to date on opening. 2: the bytes of a
# frame end with its updates; those of version 1 are read as they are (messages.unpack_frame). 3: test errors.
# 4: points in pieces, where each had a row of its own.
_VERSION = 4


def prepare(connection: Connection) -> bool:
    """Makes the tables that are not there yet, from those of an older store; False if the store is of a newer version.

    It looks at each of them, since sqlite3 commits each change of a table at once: a server may have been killed
    between two.
    """
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > _VERSION:
        return False
    if found and "test_error" not in _columns(connection, "runs"):
        connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN test_error FLOAT")
    METADATA.create_all(connection)
    old = _columns(connection, "points")
    if old:
        test_error = "test_error" if "test_error" in old else "NULL"
        query = f"SELECT run_id, epoch, error, loss, {test_error} FROM points ORDER BY run_id, epoch"  # noqa: S608  (a name of ours)
        for run_id, rows in groupby(connection.exec_driver_sql(query), lambda row: row[0]):
            points = [Point(*row[1:]) for row in rows]
            insert_rows(connection, CURVES, [(run_id, points[0].epoch, pack_points(points))])
        connection.exec_driver_sql("DROP TABLE points")
    connection.exec_driver_sql(f"PRAGMA user_version={_VERSION}")
    return True


def _columns(connection: Connection, table: str) -> set[str]:
    """The names of a table's columns; empty if there is no such table."""
    return {column["name"] for column in connection.exec_driver_sql(f"PRAGMA table_info({table})").mappings()}


def pack_points(points: Sequence[Point]) -> bytes:
    """The bytes of some points: four numbers each, NaN where there is no test error."""
    return np.array(points, dtype="<f8").tobytes()  # None becomes NaN


def unpack_points(packed: bytes) -> Iterable[Point]:
    """The points that were packed."""
    for epoch, error, loss, test_error in np.frombuffer(packed, dtype="<f8").reshape(-1, 4).tolist():
        yield Point(int(epoch), error, loss, None if isnan(test_error) else test_error)


def insert_rows(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Inserts rows, values in the order of the columns; hundreds at once, so by the driver itself.

    One that is there already is replaced: a run that goes on from a crash makes the same again.
    """
    if rows:
        statement = insert(table).prefix_with("OR REPLACE").compile(dialect=connection.dialect)
        connection.exec_driver_sql(str(statement), rows)
