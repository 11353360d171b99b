"""Surfaces and bent planes as a program reads them: an .npy array and what its axes are; short lists."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import orjson

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.planes import Bend, LookHead, PieceHead, PlaneSide, SurfacesHead
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.views.looking.planes import AskedPlane, is_too_much, units_of
from elevenlines.app.views.numbers import parameters_of
from elevenlines.app.views.predictions import Replacement
from elevenlines.core.looking.surfaces import Axis, Plane, Singles, Unit, surfaces
from elevenlines.core.looking.warp import POINTS, bend
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array

LENGTHS = struct.Struct("<II")  # bytes of a piece's head, bytes of its arrays


@dataclass(frozen=True)
class Network:
    """A network at an epoch."""

    spec: RunSpec
    epoch: int
    parameters: Parameters

    @classmethod
    def at_start(cls, spec: RunSpec) -> "Network":
        """That of a spec before any training."""
        return cls(spec, 0, initial_parameters(spec))

    @classmethod
    def at(cls, spec: RunSpec, frame: StoredFrame) -> "Network":
        """That of a run at a frame."""
        return cls(spec, frame.epoch, parameters_of(spec, frame))

    @classmethod
    def other(cls, run: RunSpec, frame: StoredFrame, other: Replacement) -> "Network":
        """That of a run at a frame, with what is another in it. Raises Refused."""
        spec = other.spec_of(run)
        return cls(spec, frame.epoch, other.parameters_of(spec, frame))


def surfaces_of(network: Network, asked: AskedPlane, size: int, text: str) -> tuple[bytes, str]:
    """What units answer over a plane: an .npy file, and its head as ASCII on one line. Raises Refused.

    Args:
        network: whose units.
        asked: over which plane.
        size: points a side.
        text: which units, as the address names them.
    """
    spec, plane = network.spec, asked.of(network.spec.data.columns)
    units = units_of(spec, text, size)
    array = npy(surfaces(spec, network.parameters, plane, size, units))
    head = SurfacesHead.model_construct(**_plane(spec, network.epoch, plane), units=unit_names(units))
    return array, json.dumps(orjson.loads(encoded(head)), separators=(",", ":"))


def piece_of(spec: RunSpec, frame: StoredFrame, plane: Plane, looks: Sequence[tuple[list[Unit], int]]) -> bytes:
    """One frame's surfaces in a stream: the lengths, the head, the arrays."""
    parameters = parameters_of(spec, frame)
    arrays = [npy(surfaces(spec, parameters, plane, size, units)) for units, size in looks]
    told = [
        LookHead.model_construct(units=unit_names(units), bytes=len(array))
        for (units, _), array in zip(looks, arrays, strict=True)
    ]
    head = encoded(PieceHead.model_construct(**_plane(spec, frame.epoch, plane), looks=told))
    return b"".join([LENGTHS.pack(len(head), sum(map(len, arrays))), head, *arrays])


def bend_of(network: Network, asked: AskedPlane, layer: int) -> Bend:
    """The plane as a hidden layer, from 1, bends it: pairs in the digits of a single. Raises Refused."""
    spec, plane = network.spec, asked.of(network.spec.data.columns)
    if layer >= len(spec.layer_sizes) - 1:
        raise Refused(
            "/query/layer", f"must be at most {len(spec.layer_sizes) - 2}, the last hidden layer; 0 is the plane"
        )
    if len(spec.table.inputs) * spec.layer_sizes[layer] > LIMITS.answer:
        raise Refused("/query/layer", f"is too much for this table: rows times units may be {LIMITS.answer:,}")
    if is_too_much(spec, POINTS):
        raise Refused("/query/layer", "is of too large a network, or of too long formulas, for the plane's grid lines")
    found = bend(spec, network.parameters, plane, layer)
    return Bend.model_construct(
        **_plane(spec, network.epoch, plane),
        layer=layer,
        lines=_singles(found.lines),
        points=_singles(found.points),
        shares=list(found.shares),
        is_turned=found.is_turned,
    )


def npy(found: Singles) -> bytes:
    """The array as NumPy's own kind of file, which np.load reads: 32-bit floats, the last index fastest."""
    file = BytesIO()
    np.save(file, found)
    return file.getvalue()


def unit_names(units: Sequence[Unit]) -> list[str]:
    """Units as addresses name them."""
    return [f"{layer}.{unit}" for layer, unit in units]


def _plane(spec: RunSpec, epoch: int, plane: Plane) -> dict[str, Any]:
    """The fields of OverPlane."""
    return {
        "epoch": epoch,
        "x": _side(spec, plane.x),
        "y": None if plane.y is None else _side(spec, plane.y),
        "at": list(plane.at),
    }


def _side(spec: RunSpec, axis: Axis) -> PlaneSide:
    return PlaneSide.model_construct(
        column=axis.column, name=spec.table.input_names[axis.column], low=axis.low, high=axis.high
    )


def _singles(array: Array) -> Any:  # noqa: ANN401  (JSON that is ready: lists of pairs, null where a number has none)
    with np.errstate(over="ignore"):
        return orjson.Fragment(orjson.dumps(array.astype(np.float32), option=orjson.OPT_SERIALIZE_NUMPY))
