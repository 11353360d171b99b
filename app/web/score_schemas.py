"""What the scores' routes give, as the API's description tells it."""

from pydantic import BaseModel, ConfigDict, Field

from elevenlines.core.looking.tasks import Kind


class ClassScoreAnswer(BaseModel):
    """How well one class is told from the others; what is not defined is null."""

    precision: float | None = Field(description="null where no row was predicted as this class")
    recall: float | None = Field(description="null where no row is of this class")
    f1: float | None = Field(description="null where the class is neither there nor predicted")
    support: int = Field(description="rows of this class")


class JudgementAnswer(BaseModel):
    """How well one of the questions is answered."""

    accuracy: float
    confusion: list[list[int]] = Field(
        description="[i][j]: the rows of class i that were predicted as class j; at most 256 classes"
    )
    classes: list[ClassScoreAnswer]


class OutputScoreAnswer(BaseModel):
    """How near one output of a regression comes."""

    rmse: float | None = Field(description="root of the mean squared residual; null where the squares overflow")
    mae: float | None = Field(description="mean absolute residual")
    r_squared: float | None = Field(description="share of the variance that is explained; null for a constant target")


class PartAnswer(BaseModel):
    """The scores over some rows of the table."""

    rows: int
    correct: int | None = Field(description="rows with every question answered rightly; null for a regression")
    accuracy: float | None = Field(description="their share")
    r_squared: float | None = Field(description="of a regression: averaged over the outputs that have one")
    judgements: list[JudgementAnswer] = Field(description="one for each question")
    outputs: list[OutputScoreAnswer] = Field(description="of a regression, one for each output")


class QuestionAnswer(BaseModel):
    """What is decided for every row."""

    name: str = Field(description="the output that it is about, or class")
    classes: list[str]
    outputs: list[int] = Field(description="the outputs that decide it: one by its side, several by the largest")
    expected: list[int] | None = Field(description="each row's class, from 0; null above 100,000 rows times outputs")
    predicted: list[int] | None = Field(description="what the network says; null as above")


class WorstRowAnswer(BaseModel):
    """A row that the network misses."""

    row: int = Field(description="from 0")
    error: float = Field(description="mean absolute error over the outputs")
    expected: list[float]
    predicted: list[float]


class ScoresAnswer(BaseModel):
    """How well the network of an epoch does."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "epoch": 60000,
                    "task": "two_classes",
                    "middle": 0.5,
                    "names": ["xor"],
                    "questions": [
                        {
                            "name": "xor",
                            "classes": ["0", "1"],
                            "outputs": [0],
                            "expected": [0, 1, 1, 0],
                            "predicted": [0, 1, 1, 0],
                        }
                    ],
                    "predictions": None,
                    "residuals": None,
                    "training": {
                        "rows": 4,
                        "correct": 4,
                        "accuracy": 1.0,
                        "r_squared": None,
                        "judgements": [
                            {
                                "accuracy": 1.0,
                                "confusion": [[2, 0], [0, 2]],
                                "classes": [{"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 2}] * 2,
                            }
                        ],
                        "outputs": [],
                    },
                    "test": None,
                    "test_rows": [],
                    "worst": [{"row": 3, "error": 0.004, "expected": [0.0], "predicted": [0.004]}],
                }
            ]
        }
    )

    epoch: int
    task: Kind
    middle: float | None = Field(
        description="by which an output counts as low or high; null where nothing is decided so"
    )
    names: list[str] = Field(description="of the outputs")
    questions: list[QuestionAnswer] = Field(description="none for a regression")
    predictions: list[list[float]] | None = Field(
        description="of a regression, for every row; null above 100,000 rows times outputs"
    )
    residuals: list[list[float]] | None = Field(description="target − prediction; null as above")
    training: PartAnswer
    test: PartAnswer | None = Field(description="null without test rows")
    test_rows: list[int] = Field(description="their numbers, from 0")
    worst: list[WorstRowAnswer] = Field(description="the rows with the largest error, the worst first")
