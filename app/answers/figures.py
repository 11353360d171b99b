"""The pass that begins at an epoch, as the figures show it; an activation's curve."""

from pydantic import Field

from elevenlines.app.answers.answer import Answer

Numbers = list[float | None]


class Curve(Answer):
    """An activation, sampled from -6 to 6; parallel lists."""

    name: str
    formula: str
    x: list[float]
    value: list[float]
    slope: list[float]


class FigureLayer(Answer):
    """One layer, for one row. A delta is -d loss / d weighted sum: it points to where the output should go."""

    activation: str
    inputs: Numbers = Field(description="what comes in; with bias units a last one, 1")
    pre_activations: Numbers = Field(description="z as it enters the activation")
    values: Numbers = Field(description="before dropout")
    slopes: Numbers
    deltas: Numbers


class HiddenValues(Answer):
    """The hidden layers at an epoch, in prediction mode."""

    epoch: int
    values: list[list[Numbers]] = Field(description="hidden layer, row, unit")
    correlations: list[list[Numbers]] = Field(description="hidden layer, unit, output; null for a constant unit")


class HiddenPair(Answer):
    """The hidden layers, then and now."""

    first: HiddenValues = Field(description="at the run's first epoch")
    shown: HiddenValues = Field(description="at this one")


class Spread(Answer):
    """How numbers are spread: size, standard deviation, and the quartiles with both ends."""

    rms: float | None
    deviation: float | None
    least: float | None
    lower: float | None
    median: float | None
    upper: float | None
    most: float | None


class LayerSpread(Answer):
    """How a layer stands, over all rows."""

    activations: Spread
    gradients: Spread = Field(description="of |d loss / d weight|, biases left out")
    saturated: float = Field(description="share of units and rows with a slope below 1/100 of the steepest")


class Figures(Answer):
    """The pass that begins at an epoch, in training mode, all rows as one batch, before penalties and clipping."""

    epoch: int
    row: int = Field(description="the row, from 0, that `layers` is about")
    rows: list[int] = Field(description="the rows of the table that `contributions` are about, from 0")
    learning_rate: float = Field(description="in force in that pass")
    rate: float = Field(description="learning_rate, divided by the rows where gradients are averaged")
    names: list[list[str]] = Field(description="of the units of every layer, the inputs first")
    layers: list[FigureLayer] = Field(description="all but the inputs")
    contributions: list[list[list[Numbers]]] = Field(
        description="layer, input (a bias last), unit, row: rate x input x delta, what the row adds to the weight"
    )
    changes: list[list[Numbers]] = Field(description="layer, input, unit: their sums over the rows")
    correlations: list[Numbers] = Field(description="of each input column with each expected one; null where constant")
    hidden: HiddenPair
    spread: list[LayerSpread]
    gradient_ratio: float | None = Field(description="size of the first layer's gradient over the last one's")
    is_vanishing: bool = Field(description="whether that is below 1/100")
    notes: list[str] = Field(description="in words, what the real update has besides")
