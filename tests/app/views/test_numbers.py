"""A frame in numbers: what is told unasked, what only if asked, and what is left out where there is too much of it."""

from dataclasses import replace

import numpy as np
import pytest

from elevenlines.app.runs.start import Start, begun
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.runs.workers.messages import pack_state
from elevenlines.app.views import numbers
from elevenlines.app.views.numbers import exact_frame_of, frame_of, parameters_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from tests.support.server import XOR_TABLE

NOTHING: frozenset[str] = frozenset()
SPEC = RunSpec.model_validate(
    {
        "table": XOR_TABLE,
        "network": {"hidden": [3], "bias": True},
        "training": {"epochs": 20, "batch_norm": True, "dropout": 0.3},
    }
)


def frames(epoch: int) -> tuple[StoredFrame, StoredFrame]:
    """The frame of an epoch and of the one before."""
    training = Training(SPEC)
    training.advance(epoch - 1)
    before = StoredFrame(epoch - 1, pack_state(training.frame()))
    training.advance(epoch)
    return StoredFrame(epoch, pack_state(training.frame())), before


def test_what_is_told_unasked() -> None:
    frame, _ = frames(2)
    found = frame_of(SPEC, frame, NOTHING, 0)
    assert found.model_fields_set == {"epoch", "weights", "biases", "predictions", "batch_norm"}
    assert (found.epoch, np.shape(found.weights[0] if found.weights else [])) == (2, (3, 3))
    (norm,) = found.batch_norm
    assert norm is not None
    assert len(norm.mean) == 3


def test_what_is_asked_for() -> None:
    frame, before = frames(2)
    found = frame_of(SPEC, frame, frozenset({"layers", "masks", "gradients", "update"}), 1, before)
    assert found.layers[0] == XOR_TABLE["inputs"][1]
    assert found.layers[-1] == found.predictions[1]
    assert [len(mask or []) for mask in found.masks] == [3]
    change = parameters_of(SPEC, frame).flat - parameters_of(SPEC, before).flat
    assert found.update is not None
    assert found.update.weights[0] == parameters_of(SPEC, frame).like(change).weights[0].tolist()
    assert found.gradients is not None


@pytest.mark.parametrize("before", [None, StoredFrame(0, b"")])
def test_no_update_without_the_epoch_before(before: StoredFrame | None) -> None:
    frame, _ = frames(2)
    found = frame_of(SPEC, frame, frozenset({"update"}), 0, before)
    assert found.update is None
    assert "update" in found.model_fields_set, "null says that there is none"


def test_many_weights_are_told_only_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, _ = frames(1)
    monkeypatch.setattr(numbers, "MOST_WEIGHTS", 11)
    found = frame_of(SPEC, frame, frozenset({"gradients"}), 0)
    assert (found.weights, found.biases, found.gradients) == (None, None, None)
    asked = frame_of(SPEC, frame, frozenset({"weights"}), 0)
    assert asked.weights is not None


def test_an_exact_frame_says_whether_it_is() -> None:
    write = begun(SPEC, Start())
    found = exact_frame_of(write.run, write.frames[0], NOTHING, 0, None)
    assert found.exact
    assert found.error == Training(SPEC).measure().error
    elsewhere = replace(write.run, provenance="another processor")
    assert not exact_frame_of(elsewhere, write.frames[0], NOTHING, 0, None).exact
