"""A run as it stands, and pages of runs."""

from datetime import datetime

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.app.answers.status import Pace, Status
from elevenlines.core.spec import RunSpec


class Parent(Answer):
    """Where a run was forked from."""

    id: str
    epoch: int


class Links(Answer):
    """Addresses of a run."""

    self: str
    state: str
    events: str
    page: str


class Inputs(Answer):
    """What enters the network: one of each for every input unit."""

    names: list[str] = Field(description="columns, or formulas of them")
    mean: list[float] | None = Field(description="taken from the value; null where inputs are not standardised")
    deviation: list[float] | None = Field(description="the rest is divided by it; null, too")


class RunHead(Answer):
    """What runs and states have in common."""

    id: str
    status: Status
    epoch: int = Field(description="passes made")
    epochs: int = Field(description="the epoch at which it is done")
    error: float | None = Field(description="mean absolute error over training rows and outputs after these passes")
    loss: float | None = Field(description="what is minimised, penalties included")
    test_error: float | None = Field(description="mean absolute error over test rows; null where there are none")
    revision: int = Field(description="raised by whatever a poll can show")
    message: str | None = Field(description="why it ended, in words")


class RunInfo(RunHead):
    """A run."""

    name: str
    parent: Parent | None
    created_at: datetime
    engine: str = Field(description="which engine trains it: compiled or reference")
    pace: Pace
    spec: RunSpec
    test_rows: list[int] = Field(description="the rows of the table that are set aside, from 0")
    inputs: Inputs
    links: Links


class Runs(Answer):
    """A page of runs, newest first."""

    runs: list[RunInfo]
    next: str | None = Field(description="the cursor of the next page")
