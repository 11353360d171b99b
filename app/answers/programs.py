"""A spec or a run as a program, line by line."""

from typing import Literal

from pydantic import Field

from elevenlines.app.answers.answer import Answer


class ProgramLine(Answer):
    """A line of a program."""

    number: int = Field(description="from 1")
    text: str
    html: str = Field(description="the same with its words marked by classes: tok-k a keyword, tok-mi a number, ...")
    reads: list[str] = Field(description="the variables that it reads, in a trace's names")
    writes: list[str] = Field(description="the variables that it gives a new value")
    meaning: str
    is_row: bool = Field(description="whether it holds one row of a matrix, and nothing else")
    traced: dict[str, str] = Field(
        description="a trace's names for variables that it calls otherwise; empty for one that it has not as it is here"
    )


class Program(Answer):
    """A program that trains a spec, alone with NumPy, and prints its error and predictions."""

    language: Literal["python"]
    text: str
    lines: list[ProgramLine]
