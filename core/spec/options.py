"""Whether the options that a spec gives belong to what it chose, and are within their limits."""

from collections.abc import Mapping

from elevenlines.core.choices.options import Options
from elevenlines.core.spec.fields import problem


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
