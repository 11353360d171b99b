"""A run in memory: how much of it it takes."""

from elevenlines.app.runs.recording import MADE_BYTES, History, Recording
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.core.spec import RunSpec
from tests.app.runs.storing.test_store import run

TABLE = {"inputs": [[1], [2], [3]], "targets": [[0], [0], [0]]}


def weight(**spec: object) -> int:
    made = run(spec=RunSpec.model_validate({"table": TABLE, **spec}))
    return Recording(made, History(), StoredFrame(0, bytes(8))).weight


def test_what_is_made_of_the_columns_weighs_too() -> None:
    formulas = [f"a + {number}" for number in range(100)]
    assert weight(features={"formulas": formulas}) == weight() + MADE_BYTES * 3 * 100
    assert weight(features={"standardise": True}) == weight() + MADE_BYTES * 3
