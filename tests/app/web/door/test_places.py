"""There is a limited number of open streams, and one that ends leaves its place."""

from types import SimpleNamespace
from typing import Any

import pytest

from elevenlines.app.runs.run import QueueFull
from elevenlines.app.web.door.places import stream_place


def test_a_place_is_taken_and_left() -> None:
    state = SimpleNamespace(open_streams=0, settings=SimpleNamespace(event_streams=1))
    request: Any = SimpleNamespace(app=SimpleNamespace(state=state))
    place = stream_place(request)
    next(place)
    assert state.open_streams == 1
    with pytest.raises(QueueFull, match="too many streams"):
        next(stream_place(request))
    place.close()  # type: ignore[attr-defined]  # it is a generator
    assert state.open_streams == 0
    next(stream_place(request))
