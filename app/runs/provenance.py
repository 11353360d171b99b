"""Which engine, versions and processor made a run: where they are equal, a replay gives the same bits."""

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import version

import numpy as np
from numpy._core._multiarray_umath import __cpu_features__ as _cpu_features  # NumPy offers no public name

from elevenlines.core import __version__


@cache
def provenance(engine: str) -> str:
    """A line that is equal on machines that compute the same bits."""
    features = sorted(name for name, present in _cpu_features.items() if present)
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    processor = json.dumps([platform.machine(), features, blas.get("name"), blas.get("version")])
    digest = hashlib.sha256(processor.encode()).hexdigest()[:12]
    compiler = f" · numba {version('numba')}" if engine == "compiled" else ""
    return f"{engine} · elevenlines {__version__} · numpy {np.__version__} · processor {digest}{compiler}"
