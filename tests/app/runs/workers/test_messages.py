import struct

import pytest

from elevenlines.app.runs.workers.messages import (
    LARGEST,
    LENGTH_BYTES,
    body_length,
    pack,
    pack_state,
    state_bytes,
    unpack,
    unpack_frame,
)
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training

SPEC = RunSpec.model_validate(
    {"table": {"inputs": [[0, 1]], "targets": [[1]]}, "training": {"epochs": 9, "optimizer": "adam"}}
)


def test_a_message_comes_back_as_it_was() -> None:
    message = {"do": "train", "job": 7, "state": bytes(range(256)), "pace": None, "points": [(1, 0.1, float("inf"))]}
    packed = pack(message)
    assert body_length(packed[:LENGTH_BYTES]) == len(packed) - LENGTH_BYTES
    assert unpack(packed[LENGTH_BYTES:]) == message | {"points": [[1, 0.1, float("inf")]]}


def test_a_length_that_cannot_be_one_is_refused() -> None:
    assert body_length(struct.pack("<I", LARGEST)) == LARGEST
    with pytest.raises(ValueError, match="too long"):
        body_length(struct.pack("<I", LARGEST + 1))


def test_a_frame_comes_back_with_all_that_the_next_epoch_depends_on() -> None:
    training = Training(SPEC)
    training.advance(4)
    frame = training.frame()
    packed = pack_state(frame)
    again = unpack_frame(SPEC, 4, packed)
    assert again.state.tobytes() == frame.state.tobytes()
    assert (again.epoch, again.best, again.updates) == (4, frame.best, 4)
    assert state_bytes(packed) == frame.state.nbytes


def test_a_frame_of_the_first_store_counts_its_updates_from_epoch_0() -> None:
    training = Training(SPEC)
    training.advance(4)
    assert unpack_frame(SPEC, 4, pack_state(training.frame())[:-8]).updates == 4
