"""What the client gets of an answer, and how well a network does."""

from elevenlines.app.client.answers import Answer


class ClassScore(Answer):
    """How well one class is told; null where it is not defined."""

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


class Judgement(Answer):
    """How well a question is answered; confusion[i][j] rows of class i were predicted as class j."""

    accuracy: float
    confusion: list[list[int]]
    classes: list[ClassScore]


class OutputScore(Answer):
    """How near one output comes; r_squared is null where the target is constant."""

    rmse: float | None
    mae: float | None
    r_squared: float | None


class PartScores(Answer):
    """Over the rows of one part of the table."""

    rows: int
    correct: int | None
    accuracy: float | None
    r_squared: float | None
    judgements: list[Judgement]
    outputs: list[OutputScore]


class Question(Answer):
    """What is decided for every row: classes by number, from 0; null where there are too many rows to list."""

    name: str
    classes: list[str]
    expected: list[int] | None
    predicted: list[int] | None


class WorstRow(Answer):
    """A row, from 0, and its mean absolute error over the outputs."""

    row: int
    error: float
    expected: list[float]
    predicted: list[float]


class Scores(Answer):
    """How well the network of an epoch does, over the rows that it learns from and over its test rows."""

    epoch: int
    task: str
    names: list[str]
    questions: list[Question]
    residuals: list[list[float]] | None
    training: PartScores
    test: PartScores | None
    test_rows: list[int]
    worst: list[WorstRow]
