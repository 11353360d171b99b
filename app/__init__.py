"""The server, its page, its client and its command line."""

import os

# One thread for BLAS, before NumPy is first imported: the same sums in the same order, so the same bits.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
