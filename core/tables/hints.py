"""Hints at text that may be meant for numbers: to a person's eye it is numbers, or days."""

import re
from collections.abc import Sequence

LOOKED_AT = 200  # texts, so that a file of nothing but texts takes no longer
_GROUPED = re.compile(r"[+-]?\d{1,3}([,.'’ \u00a0\u202f])\d{3}(\1\d{3})*([.,]\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ]+\d{1,2}:.*)?", re.ASCII)


def is_grouped(text: str) -> bool:
    """Whether the text is a number whose digits are grouped, as in 1,234.5."""
    return _GROUPED.fullmatch(text) is not None


def hint_of(texts: Sequence[str]) -> str | None:
    """What more than half of the different texts of a column look like, and what to do; None for any other.

    Of very many, some are looked at, evenly among them.
    """
    cells = [text.strip() for text in texts[:: 1 + len(texts) // LOOKED_AT]]
    grouped = {cell for cell in cells if is_grouped(cell)}
    if grouped and 2 * sum(cell in grouped or _PLAIN.fullmatch(cell) is not None for cell in cells) > len(cells):
        return "looks like numbers with thousands signs: write them without"
    if 2 * sum(_DATE.fullmatch(cell) is not None for cell in cells) > len(cells):
        return "looks like dates: write them as numbers, such as days since the first"
    return None
