"""A run is a spec under way: its status, how far it is, and where it came from."""

from dataclasses import dataclass
from datetime import datetime

from elevenlines.app.answers.status import Pace, Status
from elevenlines.core.spec import RunSpec


@dataclass(frozen=True)
class Run:
    """One run as it stands. Never changed: every change makes a new one, with a higher revision.

    Attributes:
        id: hexadecimal, made by the server.
        first: the epoch at which its recording begins.
        epoch: passes made.
        error, loss: of the network at `epoch`, see core.training.loop.Point; None where they are not finite.
        test_error: the same, over the test rows; None where there are none, too.
        revision: raised by whatever a poll can show.
        message: why it ended, in words.
        parent: the run and the epoch that it was forked from.
        goal: while it is stepped, the epoch at which it pauses again.
        engine: which engine trains it.
        provenance: engine, versions and processor; the same bits come back where this is equal.
    """

    id: str
    name: str
    spec: RunSpec
    status: Status
    created_at: datetime
    first: int
    epoch: int
    error: float | None
    loss: float | None
    pace: Pace
    engine: str
    provenance: str
    revision: int = 1
    message: str | None = None
    parent: tuple[str, int] | None = None
    goal: int | None = None
    test_error: float | None = None

    @property
    def epochs(self) -> int:
        """The epoch at which it is done."""
        return self.spec.training.epochs

    @property
    def until(self) -> int:
        """The epoch up to which it goes on now."""
        return self.epochs if self.goal is None else self.goal


class RunError(Exception):
    """A command to a run that cannot be carried out.

    RunError
    ├── UnknownRun     there is none of that id
    ├── WrongState     its status does not allow it
    ├── Refused        a value that this run does not take
    ├── QueueFull      too many runs wait already
    └── Stopping       the server is going down
    """


class UnknownRun(RunError):  # noqa: N818  (the tree's root says Error)
    """There is no run of that id."""


class WrongState(RunError):  # noqa: N818  (the tree's root says Error)
    """The run's status does not allow it; the message says what would."""


class Refused(RunError):  # noqa: N818  (the tree's root says Error)
    """A value that this run does not take; `pointer` names its field."""

    def __init__(self, pointer: str, detail: str) -> None:
        """Keeps the field's JSON pointer beside the sentence that says what to do."""
        super().__init__(detail)
        self.pointer = pointer


class QueueFull(RunError):  # noqa: N818  (the tree's root says Error)
    """Too many runs wait already."""


class Stopping(RunError):  # noqa: N818  (the tree's root says Error)
    """The server is going down."""
