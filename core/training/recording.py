"""A recording keeps what the schedules ask for, until somebody takes it away to store it."""

from elevenlines.core.training.frame import Frame, Point
from elevenlines.core.training.schedule import NOTHING, Schedule, frame_schedule, history_schedule


class Recording:
    """Points of the error curve and frames, as they come.

    Attributes:
        history, kept: which epochs get a point, and which a frame.
    """

    def __init__(self, first: int, frame_bytes: int, *, is_kept: bool = True) -> None:
        """Begins with none.

        Args:
            first: the epoch at which the recording begins.
            frame_bytes: bytes of one frame.
            is_kept: whether anything is kept at all.
        """
        self.history: Schedule = history_schedule(first) if is_kept else NOTHING
        self.kept: Schedule = frame_schedule(first, frame_bytes) if is_kept else NOTHING
        self.points: list[Point] = []
        self.frames: list[Frame] = []

    def next_after(self, epoch: int) -> int:
        """The first epoch after that one at which anything is kept."""
        return min(self.history.after(epoch), self.kept.after(epoch))

    def take(self) -> tuple[list[Point], list[Frame]]:
        """What was kept since the last call."""
        taken = self.points, self.frames
        self.points, self.frames = [], []
        return taken
