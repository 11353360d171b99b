"""The Python client: the JSON API with types, over httpx.

with Playground("http://127.0.0.1:8000") as playground:
    run = playground.start({"inputs": [[0], [1]], "targets": [[1], [0]]}, training={"epochs": 2000})
    for state in run.poll():
        print(state.epoch, state.error)
    print(run.predict([[0.5]]))
"""

from elevenlines.app.answers.frames import ExactFrame, Frame, State
from elevenlines.app.answers.passes import Trace
from elevenlines.app.answers.planes import Bend
from elevenlines.app.answers.runs import RunInfo
from elevenlines.app.answers.scores import Scores
from elevenlines.app.answers.tables import ParsedTable
from elevenlines.app.client.errors import ApiError
from elevenlines.app.client.playground import Playground, Run
from elevenlines.app.client.surfaces import Surfaces

__all__ = [
    "ApiError",
    "Bend",
    "ExactFrame",
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
