"""A program as a page shows it: each line with its tokens marked by classes, coloured by the page's own sheet."""

from functools import cache
from html import escape
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from elevenlines.app.answers.programs import Program, ProgramLine
from elevenlines.core.written import Line, text_of


@cache
def _tools() -> tuple[Any, Any]:
    return PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True, classprefix="tok-")


def line_html(line: Line) -> str:
    """One line as HTML. None of ours spans lines, so that each can be read by itself; rows of numbers stay plain."""
    if line.is_row or not line.text:
        return escape(line.text)
    lexer, formatter = _tools()
    html: str = highlight(line.text, lexer, formatter)
    return html.rstrip("\n")


def program_of(lines: list[Line]) -> Program:
    """A program as the API gives it."""
    return Program.model_construct(
        language="python",
        text=text_of(lines),
        lines=[
            ProgramLine.model_construct(
                number=number,
                text=line.text,
                html=line_html(line),
                reads=list(line.reads),
                writes=list(line.writes),
                meaning=line.meaning,
                is_row=line.is_row,
                traced=dict(line.traced),
            )
            for number, line in enumerate(lines, start=1)
        ],
    )
