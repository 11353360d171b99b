"""A spec with something altered on the way: what a running network's owner may still decide."""

from collections.abc import Mapping

from core.spec import RunSpec
from core.training_spec import TrainingSpec


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


def _with_training(spec: RunSpec, **update: object) -> RunSpec:
    training = TrainingSpec.model_validate(spec.training.model_dump() | update)
    return RunSpec(version=spec.version, table=spec.table, network=spec.network, training=training, seed=spec.seed)
