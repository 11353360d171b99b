"""The view of what was read of a table, and of a run's table with what its network predicts, as a file."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from elevenlines.app.answers.tables import BadLine, Column, ParsedTable
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.views.numbers import parameters_of
from elevenlines.core.network.network import predict_entered
from elevenlines.core.spec import RunSpec
from elevenlines.core.tables import FORMATS, Contents, Reading
from elevenlines.core.types import Array


def parsed_table(reading: Reading) -> ParsedTable:
    """What was read. Its rows stay tuples: JSON is the same."""
    fields: dict[str, Any] = {name: getattr(reading, name) for name in ParsedTable.model_fields}
    fields["columns"] = [Column.model_construct(**asdict(column)) for column in reading.columns]
    fields["errors"] = [BadLine.model_construct(**asdict(error)) for error in reading.errors]
    return ParsedTable.model_construct(**fields)


def table_file(spec: RunSpec, frame: StoredFrame, form: str) -> bytes:
    """A run's table with the predictions of a frame, in one of core.tables.FORMATS."""
    return predicted_file(spec, predict_entered(spec, parameters_of(spec, frame), spec.data.all.inputs)[-1], form)


def predicted_file(spec: RunSpec, predictions: Array, form: str) -> bytes:
    """A spec's table with the predictions for its rows, (rows, outputs), in one of core.tables.FORMATS.

    What overflowed is no number: its cell is empty.
    """
    finite = [[value if isfinite(value) else None for value in row] for row in predictions.tolist()]
    return FORMATS[form].write(Contents(spec.table, spec.split, finite))
