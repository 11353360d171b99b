"""Which epochs a recording keeps: dense at the start, where most happens, then thinning geometrically.

A schedule is a pure function of the spec's first epoch and size. So a point that was shown once is never thinned
away later, and a run that was cut off and goes on keeps the same epochs as one that was not.
"""

from dataclasses import dataclass

from core.limits import LIMITS

MILESTONE = 10_000  # every multiple is kept: the article prints there


@dataclass(frozen=True)
class Schedule:
    """Keeps the first epoch, every epoch for a while, then `density` for each doubling, and milestones.

    Attributes:
        first: the epoch at which the recording begins.
        density: kept epochs in each doubling of the epochs passed; a power of two, or 0 for none.
        milestones: whether every multiple of 10,000 is kept.
    """

    first: int
    density: int
    milestones: bool = True

    def holds(self, epoch: int) -> bool:
        """Whether that epoch is kept."""
        return epoch == self.first or epoch == self.after(epoch - 1)

    def after(self, epoch: int) -> int:
        """The first kept epoch after that one; beyond every limit if there is none."""
        if epoch < self.first:
            return self.first
        candidates = [LIMITS.epochs + 1]
        if self.milestones:
            candidates.append((epoch // MILESTONE + 1) * MILESTONE)
        if self.density:
            passed = epoch - self.first + 1
            stride = 1 << max(0, passed.bit_length() - self.density.bit_length())
            candidates.append(self.first + -(-passed // stride) * stride)
        return min(candidates)


def history_schedule(first: int) -> Schedule:
    """The schedule of the points of the error curve: below LIMITS.history_points for the longest run."""
    return Schedule(first, density=256)


def frame_schedule(first: int, frame_bytes: int) -> Schedule:
    """The schedule of whole frames, as dense as their size allows.

    Args:
        first: the epoch at which the recording begins.
        frame_bytes: bytes of one frame.
    """
    most = min(LIMITS.frames, LIMITS.frame_bytes // max(frame_bytes, 1))
    milestones = LIMITS.epochs // MILESTONE
    doublings = LIMITS.epochs.bit_length()
    keep_milestones = most > milestones + doublings
    room = most - milestones if keep_milestones else most
    density = 32
    while density and density * doublings > room:
        density //= 2
    return Schedule(first, density, keep_milestones)
