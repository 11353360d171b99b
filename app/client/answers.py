"""What the server says, with types."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from elevenlines.core.spec import RunSpec


class Answer(BaseModel):
    """What the server says; fields that a later server adds are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class LikeParameters(Answer):
    """A number for every weight and bias, in the shapes of a frame's."""

    weights: list[list[list[float | None]]]
    biases: list[list[float | None]] | None


class Frame(Answer):
    """The network after `epoch` passes; weights[i] has shape (size of layer i, size of layer i + 1)."""

    epoch: int
    weights: list[list[list[float]]] | None
    biases: list[list[float]] | None
    predictions: list[list[float | None]]
    exact: bool = True
    gradients: LikeParameters | None = None
    update: LikeParameters | None = None


class TraceStep(Answer):
    """One array of an iteration; `formula` is Python in the names of earlier steps, `reads` those names."""

    name: str
    layer: int | None
    formula: str
    shape: list[int]
    value: Any
    meaning: str
    reads: list[str]
    rows: list[Any] | None


class Trace(Answer):
    """One batch of the pass that begins at `epoch`, taken apart; `rows` are the table's."""

    epoch: int
    batch: int
    batches: int
    rows: list[int]
    steps: list[TraceStep]

    def __getitem__(self, name: str) -> TraceStep:
        """The step of that name. Raises KeyError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)


class History(Answer):
    """Points of the error curve, as parallel lists."""

    epoch: list[int]
    error: list[float]
    loss: list[float]
    test_error: list[float | None] | None


class State(Answer):
    """What is new of a run since the last poll."""

    status: str
    epoch: int
    epochs: int
    error: float | None
    loss: float | None
    test_error: float | None
    revision: int
    message: str | None
    history: History
    frame: Frame | None
    next: int

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status in {"done", "stopped", "diverged", "failed"}


class Parent(Answer):
    """Where a run was forked from."""

    id: str
    epoch: int


class RunInfo(Answer):
    """A run as it stands."""

    id: str
    name: str
    status: str
    epoch: int
    epochs: int
    error: float | None
    loss: float | None
    test_error: float | None
    message: str | None
    engine: str
    spec: RunSpec
    parent: Parent | None = None
