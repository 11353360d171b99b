"""The Python client: the JSON API with types, over httpx.

with Playground("http://127.0.0.1:8000") as playground:
    run = playground.start({"inputs": [[0], [1]], "targets": [[1], [0]]}, training={"epochs": 2000})
    for state in run.poll():
        print(state.epoch, state.error)
    print(run.predict([[0.5]]))
"""

from elevenlines.app.client.answers import Frame, RunInfo, State, Trace
from elevenlines.app.client.errors import ApiError
from elevenlines.app.client.playground import Playground, Run
from elevenlines.app.client.scores import Scores
from elevenlines.app.client.surfaces import Bend, Surfaces
from elevenlines.app.client.tables import ParsedTable

__all__ = [
    "ApiError",
    "Bend",
    "Frame",
    "ParsedTable",
    "Playground",
    "Run",
    "RunInfo",
    "Scores",
    "State",
    "Surfaces",
    "Trace",
]
