"""How a spec becomes a stream of frames: the loop, what it records, and which engine trains. `loop.py` comes first."""

from elevenlines.core.training.loop import Frame, Point, Settings, Training

__all__ = ["Frame", "Point", "Settings", "Training"]
