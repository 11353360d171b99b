"""The view of what was read of a table, and of a run's table with what its network predicts, as a file."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from elevenlines.app.runs.store import StoredFrame
from elevenlines.app.views.numbers import parameters_of
from elevenlines.core.network.network import predict_entered
from elevenlines.core.spec import RunSpec
from elevenlines.core.tables import FORMATS, Contents, Reading
from elevenlines.core.types import Array


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON; the rows stay tuples, which orjson takes as they are."""
    table, split = reading.table, reading.split
    shallow = {name: getattr(reading, name) for name in ("header", "separator", "decimal", "rows", "dropped", "sample")}
    return shallow | {
        "table": None if table is None else {name: getattr(table, name) for name in type(table).model_fields},
        "split": None if split is None else split.model_dump(),
        "columns": [asdict(column) for column in reading.columns],
        "errors": [asdict(error) for error in reading.errors],
        "more_errors": reading.more_errors,
        "can_drop": reading.can_drop,
    }


def table_file(spec: RunSpec, frame: StoredFrame, form: str) -> bytes:
    """A run's table with the predictions of a frame, in one of core.tables.FORMATS."""
    return predicted_file(spec, predict_entered(spec, parameters_of(spec, frame), spec.data.all.inputs)[-1], form)


def predicted_file(spec: RunSpec, predictions: Array, form: str) -> bytes:
    """A spec's table with the predictions for its rows, (rows, outputs), in one of core.tables.FORMATS.

    What overflowed is no number: its cell is empty.
    """
    finite = [[value if isfinite(value) else None for value in row] for row in predictions.tolist()]
    return FORMATS[form].write(Contents(spec.table, spec.split, finite))
