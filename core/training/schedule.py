"""Which epochs a recording keeps: dense at the start, where most happens, then thinning geometrically.

A schedule is a pure function of the spec's first epoch and size. So a point that was shown once is never thinned
away later, and a run that was cut off and goes on keeps the same epochs as one that was not.
"""

from dataclasses import dataclass

from elevenlines.core.spec.limits import LIMITS

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

    def between(self, first: int, last: int) -> list[int]:
        """The kept epochs from `first` to `last`, both included: all at once, where `after` finds one by one."""
        kept = {self.first} if first <= self.first <= last else set()
        if self.milestones:
            kept.update(range(max(1, -(-first // MILESTONE)) * MILESTONE, last + 1, MILESTONE))
        low, high = max(1, first - self.first), last - self.first  # epochs passed since the recording began
        while self.density and low <= high:
            stride = self._stride(low)
            end = min(high, (1 << low.bit_length()) - 1)  # the last epoch of this doubling
            kept.update(range(self.first - (-low // stride) * stride, self.first + end + 1, stride))
            low = end + 1
        return sorted(kept)

    def before(self, epoch: int) -> int:
        """The last kept epoch at or before that one, which is none before the first."""
        passed = epoch - self.first
        candidates = [self.first]
        if self.milestones and epoch // MILESTONE * MILESTONE > self.first:
            candidates.append(epoch // MILESTONE * MILESTONE)
        if self.density and passed > 0:
            stride = self._stride(passed)
            candidates.append(self.first + passed // stride * stride)
        return max(candidates)

    def after(self, epoch: int) -> int:
        """The first kept epoch after that one; beyond every limit if there is none."""
        if epoch < self.first:
            return self.first
        candidates = [LIMITS.epochs + 1]
        if self.milestones:
            candidates.append((epoch // MILESTONE + 1) * MILESTONE)
        if self.density:
            passed = epoch - self.first + 1
            stride = self._stride(passed)
            candidates.append(self.first + -(-passed // stride) * stride)
        return min(candidates)

    def _stride(self, passed: int) -> int:
        """From one kept epoch to the next, so many epochs after the first."""
        return 1 << max(0, passed.bit_length() - self.density.bit_length())


NOTHING = Schedule(LIMITS.epochs + 1, density=0, milestones=False)


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
