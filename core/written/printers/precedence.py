"""Where parentheses are needed, in every language that writes formulas like C and Python."""

from dataclasses import dataclass

ALTERNATIVE, COMPARISON, SUM, PRODUCT, MINUS, POWER, ATOM = range(7)
INFIX = {
    "or": ALTERNATIVE, "equal": COMPARISON, "greater": COMPARISON, "less": COMPARISON, "at_most": COMPARISON,
    "at_least": COMPARISON, "add": SUM, "subtract": SUM, "multiply": PRODUCT, "divide": PRODUCT,
    "whole_quotient": PRODUCT,
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A formula as text, and how tightly its outermost operation binds."""

    text: str
    binds: int = ATOM

    def within(self, least: int) -> str:
        """The text where only what binds at least so tightly may stand without parentheses."""
        return self.text if self.binds >= least else f"({self.text})"


def infix(sign: str, op: str, left: Text, right: Text) -> Text:
    """An operation between two terms. What stands right of it keeps its own parentheses: sums are not associative."""
    binds = INFIX[op]
    after = binds if op == "or" else binds + 1
    return Text(f"{left.within(binds)} {sign} {right.within(after)}", binds)


def say(number: float) -> str:
    """A number that reads back as the same bits, as short as that goes: 1, 0.5, 1e-08."""
    number = float(number)
    if number.is_integer() and abs(number) < 2**53:
        return str(int(number))
    return repr(number)
