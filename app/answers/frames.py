"""A network at an epoch: its parameters and what it predicts; what is new of a run; predictions for other rows."""

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.app.answers.runs import Inputs, RunHead
from elevenlines.core.spec import RunSpec


class Norm(Answer):
    """Batch normalisation of one layer: x̂ = (z - mean) / √(variance + 1e-5), then gamma x̂ + beta."""

    gamma: list[float]
    beta: list[float]
    mean: list[float] = Field(description="running, as prediction takes it")
    variance: list[float] = Field(description="running, unbiased")


class LikeParameters(Answer):
    """A number for every weight and bias, in the shapes of `weights` and `biases`."""

    weights: list[list[list[float | None]]]
    biases: list[list[float | None]] | None


class Frame(Answer):
    """The network after `epoch` passes: its parameters and what it predicts."""

    epoch: int
    weights: list[list[list[float]]] | None = Field(
        description="(size of layer i, size of layer i + 1); null above 5,000 weights unless include=weights"
    )
    biases: list[list[float]] | None
    predictions: list[list[float | None]] = Field(description="for every row of the table")
    layers: list[list[float | None]] = Field(default=[], description="one row's value of every unit (include=layers)")
    masks: list[list[bool] | None] = Field(
        default=[],
        description="which units of each hidden layer stay for that row in the pass that begins here (include=masks)",
    )
    batch_norm: list[Norm | None] = Field(default=[], description="of each hidden layer, where there is any")
    gradients: LikeParameters | None = Field(
        default=None,
        description="d loss / d parameter over all rows, as gradient-check's analytic (include=gradients)",
    )
    update: LikeParameters | None = Field(
        default=None,
        description="these parameters less those of the epoch before (include=update); null at the run's first epoch, "
        "while the run goes on, and in a list where the epoch before is not kept",
    )


class ExactFrame(Frame):
    """The frame of exactly the epoch that was asked for."""

    error: float | None = Field(description="mean absolute error over the training rows")
    loss: float | None = Field(description="what is minimised, penalties included")
    test_error: float | None = Field(description="mean absolute error over the test rows; null where there are none")
    exact: bool = Field(description="false where the run was made by another engine, version or kind of processor")


class Frames(Answer):
    """Kept frames."""

    frames: list[ExactFrame]
    next: int | None = Field(description="the `from` of the next page")


class History(Answer):
    """Points of the error curve, as parallel lists."""

    epoch: list[int]
    error: list[float]
    loss: list[float]
    test_error: list[float | None] | None = Field(description="null where there are no test rows")


class State(RunHead):
    """What is new of a run."""

    history: History
    frame: Frame | None = Field(description="null where there is none newer than `since`")
    next: int = Field(description="the `since` of the next poll")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status.is_ended


class Prediction(Answer):
    """Predictions for the rows that were sent."""

    predictions: list[list[float | None]]
    layers: list[list[list[float | None]]] = Field(description="the values of every layer, the inputs first")
    error: float | None = Field(default=None, description="mean absolute error, where the rows are the table's own")
    loss: float | None = Field(default=None, description="what is minimised, where the rows are the table's own")
    test_error: float | None = Field(default=None, description="the error over test rows, where the table has any")


class Preview(Answer):
    """Epoch 0 of a spec, not stored."""

    frame: Frame
    error: float | None
    loss: float | None
    test_error: float | None
    test_rows: list[int] = Field(description="the rows of the table that are set aside, from 0")
    inputs: Inputs
    svg: str = Field(description="the drawing; what draws a weight carries data-layer, data-from and data-to")
    engine: str = Field(description="which engine trains it: compiled or reference")
    spec: RunSpec = Field(description="with every default filled in")
