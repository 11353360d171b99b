"""Errors as RFC 9457 has them: one shape for every way to fail."""

from pydantic import Field

from elevenlines.app.answers.answer import Answer


class FieldError(Answer):
    """What is wrong with one field."""

    pointer: str = Field(
        description='JSON pointer into the body, or /query/NAME; "" for the whole body', examples=["/training/epochs"]
    )
    line: int | None = Field(default=None, description="of a file that was sent, from 1; only where that is meant")
    detail: str = Field(examples=["must be at most 10,000,000"])
    position: int | None = Field(
        default=None, description="of the wrong character of a formula, from 0; left out elsewhere", examples=[7]
    )


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = Field(examples=["urn:elevenlines:problem:invalid-value"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(description="a sentence that says what to do")
    errors: list[FieldError] = Field(default=[], description="each field that is wrong")
