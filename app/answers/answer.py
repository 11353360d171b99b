"""What every answer is: a frozen model that is built without a check, since the server made it, and read with one."""

from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from elevenlines.core.spec import RunSpec


class Answer(BaseModel):
    """What the server says. Views build it by `model_construct`, the client reads it by `model_validate`.

    A field that a view does not give is not told; one that a later server adds is left alone. A number that is not
    finite is told as null.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)


def encoded(answer: Any) -> bytes:  # noqa: ANN401  (an answer, or plain JSON that holds some)
    """An answer as JSON, with numbers in full: the shortest text that reads back as the same bits."""
    return orjson.dumps(answer, _plain, orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:  # noqa: ANN401  (what orjson does not know itself)
    if isinstance(value, Answer):
        fields, told = value.__dict__, value.__pydantic_fields_set__
        return fields if len(told) == len(fields) else {name: fields[name] for name in fields if name in told}
    if isinstance(value, RunSpec):
        return orjson.Fragment(value.json_text)
    if isinstance(value, BaseModel):  # a part of a spec
        return {name: getattr(value, name) for name in type(value).model_fields}
    raise TypeError(f"{type(value).__name__} is no part of an answer")
