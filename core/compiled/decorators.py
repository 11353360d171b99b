"""How the kernel's functions are compiled: without the interpreter's lock, and kept on disk for the next start."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import config, njit

F = TypeVar("F", bound=Callable[..., Any])
U: Any = np.uint64  # whole numbers of the kernel: unsigned, see arithmetic.py

# The compiler may join the four sums of four rows into one vector (passes.py); numba leaves that out unless told.
config.SLP_VECTORIZE = 1  # type: ignore[attr-defined]  # set when numba is imported
# Products and sums may be fused, but not reordered: exp's rounding trick and equal bits need their order.
_FAST = {"contract"}


def compiled(function: F) -> F:
    """A function of its own in the machine code."""
    return cast("F", njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)(function))


def inlined(function: F) -> F:
    """A function that becomes part of each that calls it: it takes arrays, which are costly to hand over."""
    return cast("F", njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST, forceinline=True)(function))
