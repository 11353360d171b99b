"""What there is to start from and to choose: presets, registries, data sets that can be made; how the server is."""

from typing import Literal

from pydantic import Field

from elevenlines.app.answers.answer import Answer
from elevenlines.core.generators.recipe import Sample
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.table import Table


class Preset(Answer):
    """A spec ready to be posted."""

    name: str
    group: str = Field(description="the title of its group in the page's menu")
    title: str
    text: str
    spec: RunSpec


class Presets(Answer):
    """All presets."""

    presets: list[Preset]


class ChoiceOption(Answer):
    """A number that refines a choice."""

    default: float
    least: float
    most: float
    help: str
    is_open: bool = Field(description="whether it has to stay below most")


class Choice(Answer):
    """One entry of a registry."""

    name: str
    formula: str
    help: str
    range: tuple[float | None, float | None] | None = Field(
        description="of an activation: the least and the most that it gives; null: there is no bound"
    )
    options: dict[str, ChoiceOption] = Field(description="by their names, as the spec takes them")


class Options(Answer):
    """The registries and limits."""

    activations: list[Choice]
    losses: list[Choice]
    optimizers: list[Choice]
    initializers: list[Choice]
    limits: dict[str, float]


class Generator(Answer):
    """A data set that can be made."""

    name: str
    title: str
    help: str
    task: Literal["classes", "numbers"] = Field(description="two classes, told as 0 and 1; or a number to learn")
    noise: str = Field(description="what its noise does")
    formula: str | None = Field(description="f(x) unless another is given; null: it has no formula")
    example: Table = Field(description="some of its points")


class SampleLimits(Answer):
    """The least and the most that may be asked for."""

    points: tuple[int, int]
    noise: tuple[float, float]
    seed: tuple[int, int]


class Generators(Answer):
    """All data sets that can be made, and how a sample of each may be."""

    generators: list[Generator]
    limits: SampleLimits = Field(description="the least and the most of each")
    defaults: Sample


class Made(Answer):
    """A sample of a data set."""

    table: Table
    spec: RunSpec = Field(description="that table, with settings that learn it: ready to be posted")


class Health(Answer):
    """Whether runs can be started."""

    ready: bool
    reason: str | None
    version: str
    runs: dict[str, int] = Field(description="how many train and how many wait")
