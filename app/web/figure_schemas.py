"""What the figures' routes give, as the API's description tells it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class CurveAnswer(BaseModel):
    """An activation, sampled from -6 to 6; parallel lists."""

    name: str
    formula: str
    x: list[float]
    value: list[float]
    slope: list[float]


class FigureLayerAnswer(BaseModel):
    """One layer, for one row. A delta is -d loss / d weighted sum: it points to where the output should go."""

    activation: str
    inputs: list[float | None] = Field(description="what comes in; with bias units a last one, 1")
    pre_activations: list[float | None] = Field(description="z as it enters the activation")
    values: list[float | None] = Field(description="before dropout")
    slopes: list[float | None]
    deltas: list[float | None]


class HiddenAnswer(BaseModel):
    """The hidden layers at an epoch, in prediction mode."""

    epoch: int
    values: list[list[list[float | None]]] = Field(description="hidden layer, row, unit")
    correlations: list[list[list[float | None]]] = Field(
        description="hidden layer, unit, output; null for a constant unit"
    )


class SpreadAnswer(BaseModel):
    """How numbers are spread: size, standard deviation, and the quartiles with both ends."""

    rms: float | None
    deviation: float | None
    least: float | None
    lower: float | None
    median: float | None
    upper: float | None
    most: float | None


class LayerSpreadAnswer(BaseModel):
    """How a layer stands, over all rows."""

    activations: SpreadAnswer
    gradients: SpreadAnswer = Field(description="of |d loss / d weight|, biases left out")
    saturated: float = Field(description="share of units and rows with a slope below 1/100 of the steepest")


_Numbers = list[list[float | None]]


class FiguresAnswer(BaseModel):
    """The pass that begins at an epoch, in training mode, all rows as one batch, before penalties and clipping."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "epoch": 0,
                    "row": 1,
                    "rows": [0, 1],
                    "learning_rate": 1.0,
                    "rate": 1.0,
                    "names": [["a", "one"], ["xor"]],
                    "layers": [
                        {
                            "activation": "sigmoid",
                            "inputs": [1, 1],
                            "pre_activations": [0.0],
                            "values": [0.5],
                            "slopes": [0.25],
                            "deltas": [0.125],
                        }
                    ],
                    "contributions": [[[[0.0, 0.125]], [[-0.125, 0.125]]]],
                    "changes": [[[0.125], [0.0]]],
                    "correlations": [[1.0], [None]],
                    "hidden": {
                        "first": {"epoch": 0, "values": [], "correlations": []},
                        "shown": {"epoch": 0, "values": [], "correlations": []},
                    },
                    "spread": [],
                    "gradient_ratio": None,
                    "is_vanishing": False,
                    "notes": [],
                }
            ]
        }
    )

    epoch: int
    row: int = Field(description="the row, from 0, that `layers` is about")
    rows: list[int] = Field(description="the rows of the table that `contributions` are about, from 0")
    learning_rate: float = Field(description="in force in that pass")
    rate: float = Field(description="learning_rate, divided by the rows where gradients are averaged")
    names: list[list[str]] = Field(description="of the units of every layer, the inputs first")
    layers: list[FigureLayerAnswer] = Field(description="all but the inputs")
    contributions: list[list[list[list[float | None]]]] = Field(
        description="layer, input (a bias last), unit, row: rate x input x delta, what the row adds to the weight"
    )
    changes: list[_Numbers] = Field(description="layer, input, unit: their sums over the rows")
    correlations: _Numbers = Field(description="of each input column with each expected one; null where constant")
    hidden: dict[Literal["first", "shown"], HiddenAnswer]
    spread: list[LayerSpreadAnswer]
    gradient_ratio: float | None = Field(description="size of the first layer's gradient over the last one's")
    is_vanishing: bool = Field(description="whether that is below 1/100")
    notes: list[str] = Field(description="in words, what the real update has besides")
