"""Every source file has a test file, or a reason in mirror.toml.

core/a/b.py has tests/core/a/test_b.py, and app/a/b.py has tests/app/a/test_b.py; a package's __init__ needs none. A
module of the page, static/js/a/b.js, has a test in tests/js that imports it. What has neither stands in mirror.toml,
by its name, beside what tests it.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import ROOT

ENDINGS = {"core": ".py", "app": ".py", "static": ".js"}
REASONS: dict[str, str] = {
    f"{group['folder']}/{name}{ENDINGS[group['folder'].partition('/')[0]]}": group["because"]
    for group in tomllib.loads((ROOT / "tests" / "mirror.toml").read_text("utf-8"))["untested"]
    for name in group["files"].split()
}
IMPORTED = {
    match[1]
    for test in (ROOT / "tests" / "js").rglob("*.test.js")
    for match in re.finditer(r'from "(?:\.\./)+(static/js/[^"]+)"', test.read_text("utf-8"))
}


def sources() -> Iterator[str]:
    """The paths of all source files, from the tree's root."""
    for folder, ending in (("core", ".py"), ("app", ".py"), ("static/js", ".js")):
        for path in sorted((ROOT / folder).rglob(f"*{ending}")):
            if path.name != "__init__.py":
                yield path.relative_to(ROOT).as_posix()


def is_tested(source: str) -> bool:
    """Whether it has a test file of its own."""
    path = Path(source)
    if path.suffix == ".js":
        return source in IMPORTED
    return (ROOT / "tests" / path.with_name(f"test_{path.name}")).exists()


def test_every_file_has_tests_or_a_reason() -> None:
    missing = [source for source in sources() if not is_tested(source) and source not in REASONS]
    assert missing == [], "write tests, or a reason into tests/mirror.toml"


def test_no_reason_is_out_of_date() -> None:
    found = set(sources())
    assert [source for source in REASONS if source not in found or is_tested(source)] == []


@pytest.mark.parametrize("reason", sorted(set(REASONS.values())))
def test_a_reason_names_tests_that_are_there(reason: str) -> None:
    named = re.findall(r"tests/[\w./]+\w", reason)
    assert named or "mypy" in reason
    for name in named:
        assert (ROOT / name).exists(), name


def test_the_files_are_found() -> None:
    assert {"core/randomness.py", "app/runs/workers/worker.py", "static/js/view/run/announcer.js"} <= set(sources())
    assert is_tested("app/runs/workers/worker.py")
    assert is_tested("static/js/view/run/announcer.js")
    assert not is_tested("static/js/main.js")
