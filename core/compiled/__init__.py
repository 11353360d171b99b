"""The compiled engine: the mathematics of core.network and core.training as machine code over flat arrays.

Read `kernel.py` first: it trains one run; `passes.py` is its way forward and back, and `activations.py`, `losses.py`
and `optimizers.py` hold what the registries name. `lanes.py` trains many runs at once, `training.py` is the engine that
a run sees. Importing the package is cheap: its modules, but for `cache.py`, import numba.
"""
