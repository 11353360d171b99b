"""Which engine trains a spec: the compiled one where layers are small, NumPy's matrix products where they are large.

That follows from the spec alone, never from what is warm: so the same spec gives the same bits on the same machine.
"""

import os
from importlib.util import find_spec

from elevenlines.core.spec import RunSpec
from elevenlines.core.training.frame import Frame
from elevenlines.core.training.readable import Readable
from elevenlines.core.training.training import Engine, Training

FEW_WEIGHTS = 300  # for so small a network the kernel is the faster for any number of rows
MOST_WEIGHTS = 20_000
MOST_WORK = 300_000  # multiply-adds of one batch's forward pass
COMPILER = "ELEVENLINES_COMPILER"  # environment variable: where it is 0, the readable engine trains everything
try:
    _HAS_NUMBA = find_spec("numba") is not None
except ValueError:  # it is there in name only
    _HAS_NUMBA = False


def has_compiler() -> bool:
    """Whether there is numba, and it may be used."""
    return _HAS_NUMBA and os.environ.get(COMPILER) != "0"


def engine_of(spec: RunSpec) -> str:
    """The name of the engine that trains a spec: "compiled" or "reference".

    NumPy's matrix products win where matrices are large enough to keep them busy. Measured over rows of a batch from
    1 to 5,000 and widths from 8 to 256, where the compiled engine took 0.01 to 8 times as long.
    """
    work = spec.batch_sizes[0] * spec.weights
    is_small = spec.weights <= MOST_WEIGHTS and work <= MOST_WORK
    return "compiled" if has_compiler() and (is_small or spec.weights <= FEW_WEIGHTS) else "reference"


def begin(spec: RunSpec, start: Frame | None = None, first: int = 0) -> Training:
    """Enters a run with the engine that it belongs to; see Training."""
    return Training(spec, start, first, engine=engine_named(engine_of(spec)))


def engine_named(name: str) -> type[Engine]:
    """The engine of that name."""
    if name == Readable.name:
        return Readable
    from elevenlines.core.compiled.training import Compiled  # noqa: PLC0415  (numba is heavy: only who trains pays)

    return Compiled


def warm() -> None:
    """Compiles the kernel, or loads it from its cache: nobody's first run waits for that."""
    spec = RunSpec.model_validate({"table": {"inputs": [[0.0], [1.0]], "targets": [[0.0], [1.0]]}})
    training = begin(spec)
    training.advance(2)
    training.measure()
