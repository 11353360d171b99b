"""Options are the numbers that refine a choice: Adam's beta1, Huber's delta. Each registry entry lists its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.fields import problem


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


def check(options: Options, given: Mapping[str, float], choice: str, *at: str) -> None:
    """Raises a problem where something is given that the choice does not have, or out of its limits."""
    for name, value in given.items():
        if name not in options:
            known = f"it has {', '.join(options)}" if options else "it has none"
            raise problem(f"is not an option of {choice}: {known}", *at, name)
        option = options[name]
        if not option.least <= value <= option.most or (option.is_open and value == option.most):
            words = "and stay below" if option.is_open else "and at most"
            raise problem(f"must be at least {option.least:g} {words} {option.most:g}", *at, name)
