"""Surfaces and bent planes as a program reads them: an .npy array and what its axes are; short lists."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import orjson

from elevenlines.core.looking.surfaces import Axis, Plane, Singles, Unit
from elevenlines.core.looking.warp import Bend
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array


def npy(found: Singles) -> bytes:
    """The array as NumPy's own kind of file, which np.load reads: 32-bit floats, the last index fastest."""
    file = BytesIO()
    np.save(file, found)
    return file.getvalue()


def plane_json(spec: RunSpec, epoch: int, plane: Plane) -> dict[str, Any]:
    """Which plane it is: the epoch, both axes with their ends, and where every column stays."""
    return {
        "epoch": epoch,
        "x": _axis(spec, plane.x),
        "y": None if plane.y is None else _axis(spec, plane.y),
        "at": list(plane.at),
    }


def _axis(spec: RunSpec, axis: Axis) -> dict[str, Any]:
    return {"column": axis.column, "name": spec.table.input_names[axis.column], "low": axis.low, "high": axis.high}


def surfaces_head(spec: RunSpec, epoch: int, plane: Plane, units: Sequence[Unit]) -> str:
    """What belongs to an array of surfaces, as JSON that fits into a header: ASCII, on one line."""
    return json.dumps(plane_json(spec, epoch, plane) | {"units": unit_names(units)}, separators=(",", ":"))


def unit_names(units: Sequence[Unit]) -> list[str]:
    """Units as addresses name them."""
    return [f"{layer}.{unit}" for layer, unit in units]


def bend_json(found: Bend) -> dict[str, Any]:
    """A bent plane as lists of pairs, in the digits of a single; null where a number has none."""
    return {
        "lines": _singles(found.lines),
        "points": _singles(found.points),
        "shares": list(found.shares),
        "is_turned": found.is_turned,
    }


def _singles(array: Array) -> orjson.Fragment:
    with np.errstate(over="ignore"):
        return orjson.Fragment(orjson.dumps(array.astype(np.float32), option=orjson.OPT_SERIALIZE_NUMPY))
