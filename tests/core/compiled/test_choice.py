"""What compiled code does not know fails when it is imported, by name."""

import subprocess
import sys

import pytest

from elevenlines.core.compiled.choice import chosen, codes
from elevenlines.core.compiled.decorators import U, compiled, inlined


def imported(before: str) -> str:
    """The last line that a new interpreter says when it imports the compiled engine after those statements."""
    command = [sys.executable, "-c", f"{before}\nimport elevenlines.core.compiled.training"]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    return found.stderr.strip()[-200:]


@pytest.mark.parametrize(
    ("registry", "entry", "said"),
    [
        ("activations.ACTIVATIONS", "linear", "the activation planted has no compiled code"),
        ("losses.LOSSES", "huber", "the loss planted has no compiled code"),
        ("optimizers.OPTIMIZERS", "adam", "the optimizer planted has no compiled code"),
    ],
)
def test_an_unknown_entry_of_a_registry_fails_at_import_by_name(registry: str, entry: str, said: str) -> None:
    module, name = registry.split(".")
    known = f"from elevenlines.core.choices.{module} import {name} as registry\n"
    assert said in imported(f"{known}registry['planted'] = registry[{entry!r}]")
    assert f"{entry}, which no registry has" in imported(f"{known}del registry[{entry!r}]")


def test_an_option_that_compiled_code_does_not_know_fails_at_import() -> None:
    planted = (
        "from elevenlines.core.choices.optimizers import OPTIMIZERS\n"
        "options = OPTIMIZERS['adam'].options\n"
        "options['planted'] = options['beta1']"
    )
    assert "the optimizer adam knows other options" in imported(planted)


def test_codes_are_places_in_the_table() -> None:
    assert codes("colour", ["red", "blue"], {"blue": 1, "red": 2}) == {"blue": 0, "red": 1}


def test_a_code_chooses_its_own_function() -> None:
    functions = [inlined(lambda x, y: x + y), inlined(lambda x, y: x - y), compiled(lambda x, y: x * y)]
    choose = chosen(functions)

    @compiled
    def calculate(code: int, x: float, y: float) -> float:
        return choose(code, (x, y))  # type: ignore[no-any-return]  # numba tells

    assert [calculate(U(code), 7.0, 2.0) for code in range(3)] == [9.0, 5.0, 14.0]
