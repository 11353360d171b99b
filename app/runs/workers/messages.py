"""What the server and its workers say to each other: MessagePack, so that nothing is ever unpickled.

A message is a dictionary. Arrays travel and are stored as the bytes of little-endian 64-bit floats.
"""

import struct
from typing import Any, TypedDict

import msgpack
import numpy as np

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.network.parameters import Layout
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame

_LENGTH = struct.Struct("<I")
_REST = struct.Struct("<3d")  # a stop rule's lowest loss and its epoch; the optimizer's updates
LENGTH_BYTES = _LENGTH.size
LARGEST = 1 << 30  # bytes of one message
MOVED = "moved"  # the status of a job that leaves its worker for another one


class Train(TypedDict):
    """Server to worker: train this run from a frame on."""

    do: str  # "train"
    job: int
    spec: str  # JSON
    first: int
    epoch: int
    state: bytes
    until: int  # pause there, if the run has not ended before
    pace: float | str | None
    replay: bool  # only the frame at `until` is wanted; nothing is recorded


class Configure(TypedDict, total=False):
    """Server to worker: change a run under way; answered by Configured."""

    do: str  # "configure"
    job: int
    token: int
    settings: dict[str, float]
    epochs: int  # the run's end
    until: int  # where this job pauses
    pace: float | str | None


class Halt(TypedDict):
    """Server to worker: let go of this run; answered by a last Progress with that status."""

    do: str  # "halt"
    job: int
    status: str


class Configured(TypedDict):
    """Worker to server: the change is in force from the pass that begins at `epoch` on."""

    say: str  # "configured"
    job: int
    token: int
    epoch: int


class Progress(TypedDict):
    """Worker to server: how far a run is. With a status, it is the last message of this job."""

    say: str  # "progress"
    job: int
    epoch: int
    error: float
    loss: float
    test_error: float | None
    state: bytes
    points: list[tuple[int, float, float, float | None]]
    frames: list[tuple[int, bytes]]
    status: str | None
    message: str | None


class Failed(TypedDict):
    """Worker to server: this job ended by a fault of its own."""

    say: str  # "failed"
    job: int
    message: str


def pack(message: Any) -> bytes:  # noqa: ANN401  (any of the messages above)
    """A message with its length before it."""
    body: bytes = msgpack.packb(message)
    return _LENGTH.pack(len(body)) + body


def body_length(header: bytes) -> int:
    """The length that stands before a message; ValueError where it cannot be one."""
    (length,) = _LENGTH.unpack(header)
    if length > LARGEST:
        raise ValueError(f"a message of {length:,} bytes is too long")
    return int(length)


def unpack(body: bytes) -> Any:  # noqa: ANN401  (any of the messages above)
    """The message that was packed."""
    return msgpack.unpackb(body)


def pack_state(frame: Frame) -> bytes:
    """The bytes of a frame: its state, then what its stop rule remembers, then its updates."""
    return frame.state.astype("<f8", copy=False).tobytes() + _REST.pack(*frame.best, frame.updates)


def state_bytes(state: bytes) -> int:
    """Bytes of the array in a packed frame."""
    return len(state) - _REST.size


def unpack_frame(spec: RunSpec, epoch: int, state: bytes) -> Frame:
    """The frame of a run with this spec whose state has these bytes.

    Those of the first version of the store do not tell the updates: nobody forked then, so they count from epoch 0.
    """
    numbers = np.frombuffer(state, dtype="<f8")
    rows, count = 1 + OPTIMIZERS[spec.training.optimizer].slots, Layout.of(spec).count
    best_loss, best_epoch, *updates = numbers[rows * count :]
    return Frame(
        epoch,
        numbers[: rows * count].reshape(rows, count),
        (float(best_loss), int(best_epoch)),
        int(updates[0]) if updates else epoch * spec.updates,
    )
