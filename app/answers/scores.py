"""How well a network does."""

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.core.looking.tasks import Kind


class ClassScore(Answer):
    """How well one class is told from the others; what is not defined is null."""

    precision: float | None = Field(description="null where no row was predicted as this class")
    recall: float | None = Field(description="null where no row is of this class")
    f1: float | None = Field(description="null where the class is neither there nor predicted")
    support: int = Field(description="rows of this class")


class Judgement(Answer):
    """How well one of the questions is answered."""

    accuracy: float
    confusion: list[list[int]] = Field(
        description="[i][j]: the rows of class i that were predicted as class j; at most 256 classes"
    )
    classes: list[ClassScore]


class OutputScore(Answer):
    """How near one output of a regression comes."""

    rmse: float | None = Field(description="root of the mean squared residual; null where the squares overflow")
    mae: float | None = Field(description="mean absolute residual")
    r_squared: float | None = Field(description="share of the variance that is explained; null for a constant target")


class PartScores(Answer):
    """The scores over some rows of the table."""

    rows: int
    correct: int | None = Field(description="rows with every question answered rightly; null for a regression")
    accuracy: float | None = Field(description="their share")
    r_squared: float | None = Field(description="of a regression: averaged over the outputs that have one")
    judgements: list[Judgement] = Field(description="one for each question")
    outputs: list[OutputScore] = Field(description="of a regression, one for each output")


class Question(Answer):
    """What is decided for every row."""

    name: str = Field(description="the output that it is about, or class")
    classes: list[str]
    outputs: list[int] = Field(description="the outputs that decide it: one by its side, several by the largest")
    expected: list[int] | None = Field(description="each row's class, from 0; null above 100,000 rows times outputs")
    predicted: list[int] | None = Field(description="what the network says; null as above")


class WorstRow(Answer):
    """A row that the network misses."""

    row: int = Field(description="from 0")
    error: float = Field(description="mean absolute error over the outputs")
    expected: list[float]
    predicted: list[float]


class Scores(Answer):
    """How well the network of an epoch does, over the rows that it learns from and over its test rows."""

    epoch: int
    task: Kind
    middle: float | None = Field(
        description="by which an output counts as low or high; null where nothing is decided so"
    )
    names: list[str] = Field(description="of the outputs")
    questions: list[Question] = Field(description="none for a regression")
    predictions: list[list[float]] | None = Field(
        description="of a regression, for every row; null above 100,000 rows times outputs"
    )
    residuals: list[list[float]] | None = Field(description="target − prediction; null as above")
    training: PartScores
    test: PartScores | None = Field(description="null without test rows")
    test_rows: list[int] = Field(description="their numbers, from 0")
    worst: list[WorstRow] = Field(description="the rows with the largest error, the worst first")
