"""A spec as a NumPy program in the article's names: as short as its options allow, and with the engine's numbers."""

from elevenlines.app.views.program.lines import Line
from elevenlines.app.views.program.writing import numbers_written, text_of, write_program

__all__ = ["Line", "numbers_written", "text_of", "write_program"]
