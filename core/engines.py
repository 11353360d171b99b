"""Which engine trains a spec: the compiled one where layers are small, NumPy's matrix products where they are large.

That follows from the spec alone, never from what is warm: so the same spec gives the same bits on the same machine.
"""

from core.limits import LIMITS
from core.spec import RunSpec
from core.training import Frame, Training

try:
    from core.compiled.training import CompiledTraining
except ImportError:  # a machine that numba does not run on
    CompiledTraining = None  # type: ignore[assignment,misc]  # asked for below


def engine_for(spec: RunSpec) -> type[Training]:
    """The engine that trains a spec.

    One update's forward pass takes rows x weights multiply-adds; up to LIMITS.compiled of them the kernel's plain
    loops beat the calls that NumPy needs for each layer (measured in docs/benchmarks.md).
    """
    if CompiledTraining is None or spec.batch_sizes[0] * spec.weights > LIMITS.compiled:
        return Training
    return CompiledTraining


def begin(spec: RunSpec, start: Frame | None = None, first: int = 0) -> Training:
    """Enters a run with the engine that it belongs to; see Training."""
    return engine_for(spec)(spec, start, first)


def warm() -> None:
    """Compiles the kernel, or loads it: nobody's first run waits for that."""
    spec = RunSpec.model_validate({"table": {"inputs": [[0.0], [1.0]], "targets": [[0.0], [1.0]]}})
    begin(spec).advance(2)
