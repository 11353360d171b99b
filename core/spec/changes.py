"""A spec with something altered on the way: what a running network's owner may still decide."""

from collections.abc import Mapping
from typing import Any

from elevenlines.core.spec.features import Statistics
from elevenlines.core.spec.run import RunSpec, altered
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.spec.training import TrainingSpec


def with_settings(spec: RunSpec, epoch: int, settings: Mapping[str, float]) -> RunSpec:
    """The spec with these settings in force from the pass that begins at `epoch` on.

    Settings that were already changed at that epoch are replaced. Raises pydantic's ValidationError for a value
    out of its limits.
    """
    changes = [change.model_dump(exclude_none=True) for change in spec.training.changes]
    same = next((change for change in changes if change["epoch"] == epoch), None)
    if same is None:
        changes.append({"epoch": epoch, **settings})
    else:
        same.update(settings)
    return _with_training(spec, changes=changes)


def with_epochs(spec: RunSpec, epochs: int) -> RunSpec:
    """The spec with another end."""
    return _with_training(spec, epochs=epochs)


def with_table(spec: RunSpec, table: Table) -> RunSpec:
    """The spec with another table to predict; see `fields_of_table`. Raises pydantic's ValidationError.

    The size of batches decides nothing here, so a table that is smaller than a batch is all one.
    """
    fields = fields_of_table(spec, table)
    size = spec.training.batch_size
    if size is not None and size > len(table.inputs) - len(spec.test_rows):
        fields["training"] = spec.training.model_copy(update={"batch_size": None})
    return altered(spec, **fields)


def fields_of_table(spec: RunSpec, table: Table) -> dict[str, Any]:
    """What changes in a spec with its table: columns that were given no names keep theirs, statistics stay.

    Test rows keep their numbers: were they drawn anew from more or fewer rows, rows that have been trained with
    would be among them. The weights belong to inputs that were standardised as they are now: with another table's
    statistics they would mean something else.
    """
    entrance, features = spec.data.entrance, spec.features
    if features.standardise:
        kept = Statistics(mean=tuple(entrance.mean.tolist()), deviation=tuple(entrance.deviation.tolist()))
        features = features.model_copy(update={"statistics": kept})
    named = Table.model_validate(spec.table.model_dump() | table.model_dump(exclude_unset=True))
    return {"table": named, "features": features, "split": _split_for(spec, len(table.inputs))}


def _split_for(spec: RunSpec, rows: int) -> Split | None:
    if spec.split is None or rows == len(spec.table.inputs):
        return spec.split
    kept = tuple(row for row in spec.test_rows if row < rows)
    return Split(test=kept) if 0 < len(kept) < rows else None


def _with_training(spec: RunSpec, **update: object) -> RunSpec:
    training = TrainingSpec.model_validate(spec.training.model_dump() | update)
    return altered(spec, training=training)
