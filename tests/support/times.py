"""How long the tests of each folder took, summed over the workers: which part of the suite has grown."""

from collections import defaultdict
from pathlib import PurePosixPath

import pytest


class FolderTimes:
    """A plugin of pytest that prints, at the end, the tests and the seconds of each folder."""

    def __init__(self) -> None:
        """Begins with no time spent."""
        self._seconds: dict[str, float] = defaultdict(float)
        self._tests: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Adds the set-up, the test or the tear-down; workers send theirs here."""
        folder = str(PurePosixPath(report.nodeid.partition("::")[0]).parent)
        self._seconds[folder] += report.duration
        self._tests[folder].add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Prints the table, the longest first."""
        terminalreporter.section("time per folder")
        for folder in sorted(self._seconds, key=lambda one: -self._seconds[one]):
            terminalreporter.line(f"{self._seconds[folder]:8.1f} s {len(self._tests[folder]):6,} tests  {folder}")
        total = sum(self._seconds.values())
        terminalreporter.line(f"{total:8.1f} s in all, over every worker")
