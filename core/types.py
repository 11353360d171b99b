"""The array types of the core: NumPy arrays of 64-bit floats, seldom of integers."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
