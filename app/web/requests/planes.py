"""Which plane, and which units over it, an address asks for."""

from typing import Annotated

from fastapi import Depends, Query

from elevenlines.app.views.looking.planes import FARTHEST, FEWEST, AskedPlane
from elevenlines.app.web.requests.parameters import RowNumber
from elevenlines.core.spec.limits import LIMITS

LONGEST = 8_000  # characters of a list in an address
End = Annotated[float | None, Query(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]


async def _asked(  # async though it waits for nothing: see parameters.py
    x: Annotated[int, Query(ge=0, lt=LIMITS.inputs, description="the input column across, from 0")] = 0,
    y: Annotated[
        int | None,
        Query(ge=0, lt=LIMITS.inputs, description="the input column upward; else the first other one, if there is one"),
    ] = None,
    x_low: End = None,
    x_high: End = None,
    y_low: End = None,
    y_high: End = None,
    at: Annotated[
        str,
        Query(
            max_length=LONGEST,
            description="where the other columns stay: a value for each input column, between commas; an empty place "
            "is the column's mean, or the row's value where the column has two values at most",
            examples=["0.5,,1"],
        ),
    ] = "",
    row: RowNumber = 0,
) -> AskedPlane:
    return AskedPlane((x, y), ((x_low, x_high), (y_low, y_high)), at, row)


Asked = Annotated[AskedPlane, Depends(_asked)]
Size = Annotated[int, Query(ge=FEWEST, le=LIMITS.surface, description="points a side")]
UNITS = r"(all|hidden|outputs|\d{1,3}\.\d{1,4}(,\d{1,3}\.\d{1,4})*)"
Units = Annotated[
    str,
    Query(
        pattern=f"^{UNITS}$",
        max_length=LONGEST,
        description="all but the inputs, the hidden ones, the outputs, or some as LAYER.UNIT, both from 0; layer 0 is "
        "what enters the network",
        examples=["1.0,1.3,2.0"],
    ),
]
Looks = Annotated[
    list[Annotated[str, Query(pattern=rf"^{UNITS}:\d{{1,3}}$", max_length=LONGEST)]],
    Query(
        min_length=1,
        max_length=4,
        description="what is looked at, each as UNITS:SIZE: units as `units` names them, and points a side",
        examples=[["all:28", "2.0:100"]],
    ),
]
