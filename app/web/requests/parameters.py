"""What routes ask for in the address, defined once."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from elevenlines.app.runs.recording import Recording
from elevenlines.app.runs.service import RunService
from elevenlines.app.views.rows import check_row
from elevenlines.core.spec.limits import LIMITS

LONGEST_WAIT = 30.0  # seconds that a request may be held open


# Each is async, though none waits: FastAPI would send a plain function to a thread, which costs more than it does.


async def service_of(request: Request) -> RunService:
    """The one run service of this server."""
    service: RunService = request.app.state.service
    return service


Service = Annotated[RunService, Depends(service_of)]
RunId = Annotated[str, Path(description="the run's id", max_length=64, examples=["3f9a0c1b2d4e5f60"])]
Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT, allow_inf_nan=False, description="seconds to wait at most")]
Epoch = Annotated[int, Path(ge=0, le=LIMITS.epochs)]
EpochQuery = Annotated[int | None, Query(ge=0, le=LIMITS.epochs, description="leave it out for the newest")]
Since = Annotated[
    int | None,
    Query(ge=0, le=LIMITS.epochs, description="the `next` of the last answer; leave it out for all"),
]
RowNumber = Annotated[int, Query(ge=0, lt=LIMITS.rows, description="the row, from 0, that `layers` is about")]
Narrow = Annotated[bool, Query(description="draw for the width of a phone")]
_PARTS = "layers|weights|masks|gradients|update"


async def included(
    include: Annotated[
        str,
        Query(
            pattern=rf"^(({_PARTS})(,({_PARTS}))*)?$", description="any of layers, weights, masks, gradients, update"
        ),
    ] = "",
) -> frozenset[str]:
    """What a frame shall hold besides."""
    return frozenset(include.split(",")) - {""}


Include = Annotated[frozenset[str], Depends(included)]


async def recording_of(run_id: RunId, service: Service) -> Recording:
    """The run that the address names."""
    return await service.recording(run_id)


Watched = Annotated[Recording, Depends(recording_of)]


async def _row(recording: Watched, row: RowNumber = 0) -> int:
    check_row(row, len(recording.run.spec.table.inputs))
    return row


Row = Annotated[int, Depends(_row)]  # one that the run's table has
