"""Which engine trains a spec: the compiled one where layers are small, NumPy's matrix products where they are large.

That follows from the spec alone, never from what is warm: so the same spec gives the same bits on the same machine.
"""

from importlib.util import find_spec

from core.limits import LIMITS
from core.spec import RunSpec
from core.training import Frame, Training

HAS_COMPILER = find_spec("numba") is not None  # else the readable engine trains everything


def engine_of(spec: RunSpec) -> str:
    """The name of the engine that trains a spec: "compiled" or "reference".

    One update's forward pass takes rows x weights multiply-adds; up to LIMITS.compiled of them the kernel's plain
    loops beat the calls that NumPy needs for each layer (measured in docs/benchmarks.md).
    """
    is_small = spec.batch_sizes[0] * spec.weights <= LIMITS.compiled
    return "compiled" if HAS_COMPILER and is_small else "reference"


def begin(spec: RunSpec, start: Frame | None = None, first: int = 0) -> Training:
    """Enters a run with the engine that it belongs to; see Training."""
    if engine_of(spec) == "reference":
        return Training(spec, start, first)
    from core.compiled.training import CompiledTraining  # noqa: PLC0415  (numba is heavy: only who trains pays)

    return CompiledTraining(spec, start, first)


def warm() -> None:
    """Compiles the kernel, or loads it from its cache: nobody's first run waits for that."""
    spec = RunSpec.model_validate({"table": {"inputs": [[0.0], [1.0]], "targets": [[0.0], [1.0]]}})
    training = begin(spec)
    training.advance(2)
    training.measure()
