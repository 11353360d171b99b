"""Eleven Lines: a neural network that you can watch learn.

`from elevenlines import Playground` gives the client of a running server; `elevenlines.core` trains without one.
The packages inside are the tree's own folders: `tools/link.py` links them here, and the wheel holds copies.
"""

import os

# One thread for BLAS, before NumPy is first imported: the same sums in the same order, so the same bits.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from typing import TYPE_CHECKING, Any  # noqa: E402  (after the above, which has to come first)

if TYPE_CHECKING:
    from elevenlines.app.client import ApiError, Playground, Run

__all__ = ["ApiError", "Playground", "Run"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever is asked for)
    """The client's names, imported when they are first asked for: who trains needs no HTTP."""
    if name in __all__:
        from elevenlines.app import client  # noqa: PLC0415  (see above)

        return getattr(client, name)
    raise AttributeError(f"elevenlines has no {name}")
