"""Places, of which there is a limited number: among the open streams, and among the tables that are read or written."""

from collections.abc import Iterator
from typing import Annotated

from anyio import CapacityLimiter
from fastapi import Depends, Request

from elevenlines.app.runs.run import QueueFull

TABLES = 1  # read or written at once: a second one would only make both slower, and take memory


def stream_place(request: Request) -> Iterator[None]:
    """A place, for as long as an answer goes on. Raises QueueFull."""
    state = request.app.state
    if state.open_streams >= state.settings.event_streams:
        raise QueueFull("too many streams are open: poll instead, or try again later")
    state.open_streams += 1
    try:
        yield
    finally:
        state.open_streams -= 1


def _table_place(request: Request) -> CapacityLimiter:
    limiter: CapacityLimiter = request.app.state.tables
    return limiter


TablePlace = Annotated[CapacityLimiter, Depends(_table_place)]
