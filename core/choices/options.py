"""Options are the numbers that refine a choice: Adam's beta1, Huber's delta. Each registry entry lists its own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One number.

    Attributes:
        default: taken where nothing is given.
        least, most: its limits, the upper one included unless `is_open`.
        help: one sentence for the page.
        is_open: whether it has to stay below `most`.
    """

    default: float
    least: float
    most: float
    help: str
    is_open: bool = False


Options = Mapping[str, Option]


def filled(options: Options, given: Mapping[str, float]) -> dict[str, float]:
    """Every option's value: as given, else its default."""
    return {name: given.get(name, option.default) for name, option in options.items()}
