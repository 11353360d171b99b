"""How a spec becomes a stream of frames: training, what it records, and which engine does the arithmetic.

Read `readable.py` first, the loop itself, then `training.py`, which enters and leaves it anywhere.
"""

from elevenlines.core.training.frame import Frame, Point
from elevenlines.core.training.timetable import Settings
from elevenlines.core.training.training import Engine, Training

__all__ = ["Engine", "Frame", "Point", "Settings", "Training"]
