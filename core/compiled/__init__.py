"""The compiled engine: the mathematics of core.network and core.training as one numba kernel over flat arrays."""
