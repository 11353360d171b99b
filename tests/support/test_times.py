"""The table of times, from real runs of pytest in a folder of their own."""

import pytest

from tests.support.server import ROOT

pytest_plugins = ["pytester"]

CONFTEST = """
from tests.support.times import FolderTimes
def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(FolderTimes())
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_each_folders_time_is_told_whoever_ran_it(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(CONFTEST)
    for folder, count in (("a", 2), ("b", 3)):
        place = pytester.mkpydir(folder)
        tests = [f"def test_{number}(): pass" for number in range(count)]
        (place / f"test_{folder}.py").write_text("\n".join(tests), "utf-8")
    result = pytester.runpytest_subprocess("-n", workers)
    result.assert_outcomes(passed=5)
    lines = [r" +\d+\.\d s +2 tests  a", r" +\d+\.\d s +3 tests  b", r" +\d+\.\d s in all.*"]
    result.stdout.re_match_lines_random(lines)
