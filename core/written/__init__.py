"""The mathematics of a run written once: a spec becomes steps, each with a name, a formula and a meaning.

A program is these steps printed in a language (`printers/`), a trace the same steps with their values. Read
`statements.py` first, which says what a step is, then `forward.py`, `backward.py` and `update.py`.
"""

from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame
from elevenlines.core.written.printers import javascript
from elevenlines.core.written.printers.lines import Line, text_of
from elevenlines.core.written.printers.numpy import print_program
from elevenlines.core.written.program import numbers_written, program_of

__all__ = ["Line", "numbers_written", "program_of", "text_of", "write_javascript", "write_program"]


def write_program(spec: RunSpec, start: Frame | None = None, last: int | None = None) -> list[Line]:
    """The spec's program in Python with NumPy; see `program_of` for the arguments."""
    return print_program(program_of(spec, start, last))


def write_javascript(spec: RunSpec, start: Frame | None = None, last: int | None = None) -> str:
    """The spec's program as an ES module; see `program_of` for the arguments."""
    return javascript.print_program(program_of(spec, start, last))
