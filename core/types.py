"""The one array type of the core: NumPy arrays of 64-bit floats."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
