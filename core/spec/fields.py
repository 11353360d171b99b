"""The building blocks of the spec's fields: strict, finite, limited, and with errors that say what to do.

Strict means: no booleans as numbers, no numbers in quotes. Lists are read as tuples, so that a spec is frozen.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from elevenlines.core.spec.limits import LIMITS


class Model(BaseModel):
    """Frozen, and with no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def problem(message: str, *at: str | int, position: int | None = None) -> PydanticCustomError:
    """An error for a person: `message` says what to do, `at` is the way from the validated field
    to the value that is wrong, for example the number of a row; `position` that of the wrong character
    of a text, from 0.
    """
    where = {} if position is None else {"position": position}
    return PydanticCustomError("spec", "{message}", {"message": message, "at": list(at), **where})


def one_of(names: Iterable[str]) -> tuple[Callable[[str], str], WithJsonSchema]:
    """A validator and a JSON schema for the names of a registry."""
    known = list(names)

    def check(name: str) -> str:
        if name not in known:
            raise problem(f"must be one of: {', '.join(known)}")
        return name

    return check, WithJsonSchema({"type": "string", "enum": known})


def _is_printable(text: str) -> str:
    """Refuses control characters and lone surrogates: neither a page nor a store can show them."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise problem("must hold printable characters only")
    if not text.strip():
        raise problem("must not be empty")
    return text


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(strict=True, min_length=1, max_length=LIMITS.name_length), AfterValidator(_is_printable)]
Cell = Annotated[Number, Field(ge=-LIMITS.cell, le=LIMITS.cell)]
Row = tuple[Cell, ...]
LearningRate = Annotated[Number, Field(gt=0, le=LIMITS.learning_rate)]
Penalty = Annotated[Number, Field(ge=0, le=LIMITS.penalty)]
Momentum = Annotated[Number, Field(ge=0, lt=1)]
Epoch = Annotated[Count, Field(ge=0, le=LIMITS.epochs)]
Matrix = tuple[tuple[Number, ...], ...]
Vector = tuple[Number, ...]
Dropout = Annotated[Number, Field(ge=0, le=LIMITS.dropout)]
Options = Annotated[
    dict[str, Number],
    Field(max_length=LIMITS.options, description="numbers that refine the choice; see /options"),
]
