"""How the kernel's functions are compiled: without the interpreter's lock, and kept on disk for the next start."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import config, njit

from elevenlines.core.compiled import cache

F = TypeVar("F", bound=Callable[..., Any])
U: Any = np.uint64  # whole numbers of the kernel: unsigned, see arithmetic.py

# The compiler may join neighbouring numbers into a vector; numba leaves that out unless told.
config.SLP_VECTORIZE = 1  # type: ignore[attr-defined]  # set when numba is imported
# Products and sums may be fused, but not reordered: exp's rounding trick and equal bits need their order.
_FAST = {"contract"}
# No references are counted. For each view of an array one would be added and taken back, which waits for every store
# before it: four fifths of the time. The option has no public name. With it numba refuses to make an array; none of
# these functions may return one either, nor a part of one.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": _FAST, "_nrt": False}
_FOLDER = cache.folder()


def kept(function: F) -> F:
    """A function that Python calls: its machine code is kept on disk, with that of all that it calls."""
    if _FOLDER is None:
        return compiled(function)
    others = config.CACHE_DIR  # type: ignore[attr-defined]  # set when numba is imported
    config.CACHE_DIR = str(_FOLDER)  # type: ignore[attr-defined]  # for this function alone: it is asked for here
    try:
        return cast("F", njit(**_OPTIONS, cache=True)(function))
    finally:
        config.CACHE_DIR = others  # type: ignore[attr-defined]  # as it was


def compiled(function: F) -> F:
    """A function of its own in the machine code."""
    return cast("F", njit(**_OPTIONS)(function))


def inlined(function: F) -> F:
    """A function that becomes part of each that calls it: it takes arrays or vectors, which are costly to hand over."""
    return cast("F", njit(**_OPTIONS, forceinline=True)(function))


def allocating(function: F) -> F:
    """A function of its own that makes arrays."""
    return cast("F", njit(**_OPTIONS | {"_nrt": True})(function))
