"""Which plane and which units are meant, and what of it cannot be."""

from typing import Any

import numpy as np
import pytest

from elevenlines.app.runs.run import Refused
from elevenlines.app.views.looking.planes import AskedPlane, looks_of, units_of
from elevenlines.core.spec import RunSpec
from tests.support.server import XOR_TABLE

SPEC = RunSpec.model_validate({"table": XOR_TABLE, "network": {"hidden": [2]}})
COLUMNS = np.array([[0.0, 5.0, 1.0], [10.0, 5.0, 2.0], [5.0, 5.0, 6.0]])
OWN: Any = ((None, None), (None, None))


def asked(x: int = 0, y: int | None = None, ends: Any = OWN, at: str = "", row: int = 0) -> AskedPlane:
    return AskedPlane((x, y), ends, at, row)


def test_a_plane_is_the_tables_unless_told_otherwise() -> None:
    plane = asked().of(COLUMNS)
    assert plane.y is not None
    assert (plane.x.column, plane.x.low, plane.x.high) == (0, -1.0, 11.0)
    assert (plane.y.column, plane.y.low, plane.y.high) == (1, 4.0, 6.0)
    assert plane.at == (5.0, 5.0, 3.0)


def test_the_other_column_is_the_first_one_left() -> None:
    plane = asked(x=1).of(COLUMNS)
    assert plane.y is not None
    assert plane.y.column == 0
    assert asked().of(COLUMNS[:, :1]).y is None


def test_ends_and_places_are_taken_as_they_are_given() -> None:
    plane = asked(ends=((-3.0, None), (None, None)), at=",,0.25").of(COLUMNS)
    assert (plane.x.low, plane.x.high, plane.at[2]) == (-3.0, 11.0, 0.25)


@pytest.mark.parametrize(
    ("plane", "pointer"),
    [
        (asked(x=3), "/query/x"),
        (asked(y=3), "/query/y"),
        (asked(x=1, y=1), "/query/y"),
        (asked(row=3), "/query/row"),
        (asked(ends=((20.0, None), (None, None))), "/query/x_high"),
        (asked(at="1,2,3,4"), "/query/at"),
        (asked(at="one"), "/query/at"),
        (asked(at="nan"), "/query/at"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(plane: AskedPlane, pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        plane.of(COLUMNS)
    assert refused.value.pointer == pointer


def test_units_by_name() -> None:
    assert units_of(SPEC, "all", 2) == [(1, 0), (1, 1), (2, 0)]
    assert units_of(SPEC, "hidden", 2) == [(1, 0), (1, 1)]
    assert units_of(SPEC, "2.0,0.1", 2) == [(2, 0), (0, 1)]
    assert looks_of(SPEC, ["outputs:2", "1.1:3"]) == [([(2, 0)], 2), ([(1, 1)], 3)]


@pytest.mark.parametrize(("text", "size", "pointer"), [("1.2", 2, "/query/units"), ("all", 1_000, "/query/size")])
def test_units_that_are_not_there_or_too_many(text: str, size: int, pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        units_of(SPEC, text, size)
    assert refused.value.pointer == pointer


def test_a_look_has_as_many_points_as_a_surface_may() -> None:
    with pytest.raises(Refused, match="points a side"):
        looks_of(SPEC, ["all:1"])
