"""What a tree makes of specs: run by itself in each of the two trees, with that tree's code.

Arguments: the file of the specs, the file to write. It reads both layouts of the source: packages `core` and `app`,
and inside `elevenlines`.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

PROGRAMS = 60  # specs whose programs are compared


def found(name: str, *places: str) -> Any:  # noqa: ANN401  (whatever the tree calls so)
    """A name from the first of these modules that the tree has."""
    for place in places:
        try:
            return getattr(import_module(place), name)
        except (ImportError, AttributeError):
            continue
    raise ImportError(f"{name} is in none of {places}")


RunSpec = found("RunSpec", "core.spec", "elevenlines.core.spec")
TRAINING = found("Training", "core.training", "elevenlines.core.training")
try:
    COMPILED = found("CompiledTraining", "core.compiled.training")
except ImportError:
    COMPILED = partial(TRAINING, engine=found("Compiled", "elevenlines.core.compiled.training"))


def program_of(spec: Any) -> str:  # noqa: ANN401  (the tree's own RunSpec)
    """The spec's program as text."""
    write = found("write_program", "app.views.program", "elevenlines.core.written")
    text: Callable[[Any], str] = found("text_of", "app.views.program", "elevenlines.core.written")
    return text(write(spec))


def trained(engine: Any, spec: Any) -> dict[str, Any]:  # noqa: ANN401  (the tree's own classes)
    """Where an engine leads."""
    training = engine(spec)
    training.advance(spec.training.epochs)
    point = training.measure()
    return {
        "parameters": [number.hex() for number in training.parameters.flat.tolist()],
        "measures": [point.error.hex(), point.loss.hex()],
        "end": [training.epoch, training.outcome],
    }


def main(specs: str, result: str) -> None:
    """Writes what this tree makes of them."""
    parsed = [RunSpec.model_validate(one["spec"]) for one in json.loads(Path(specs).read_text("utf-8"))]
    made = {
        "readable": [trained(TRAINING, spec) for spec in parsed],
        "compiled": [trained(COMPILED, spec) for spec in parsed],
        "programs": [program_of(spec) for spec in parsed[:: len(parsed) // PROGRAMS][:PROGRAMS]],
    }
    Path(result).write_text(json.dumps(made), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
