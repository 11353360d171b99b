"""Runs another revision and this tree side by side on this machine, and tells where they differ.

The readable engine is to give the same bits, the compiled one the same numbers to 1e-12, programs and the bodies of the
API the same text. What a change alters on purpose is told as a difference all the same: the reader decides.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.compare.answers import answers_of
from tools.link import make_package

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "tests" / "golden" / "specs.json"
CLOSE = 1e-12
RUNS = 10
SHOWN = 200  # characters of a difference


def main() -> int:
    """Compares with the revision that is named; 1 where numbers differ."""
    revision = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "tree"
        _git("worktree", "add", "--detach", str(other), revision)
        try:
            before, after = (_numbers(tree, Path(folder)) for tree in (other, ROOT))
            bodies = [_answers(tree, Path(folder)) for tree in (other, ROOT)]
        finally:
            _git("worktree", "remove", "--force", str(other))
    is_equal = _tell_numbers(before, after)
    _tell("programs", dict(enumerate(before["programs"])), dict(enumerate(after["programs"])))
    _tell("answers", *bodies)
    return 0 if is_equal else 1


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True)  # noqa: S607  (git, wherever it is)


def _numbers(tree: Path, folder: Path) -> dict[str, Any]:
    result = folder / "result.json"
    script = ROOT / "tools" / "compare" / "trained.py"
    command = [sys.executable, "-P", str(script), str(SPECS), str(result)]
    subprocess.run(command, cwd=tree, env=_environment(tree, folder), check=True)
    found: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return found


def _environment(tree: Path, folder: Path) -> dict[str, str]:
    """In which a tree's own code is imported: as the package elevenlines, or as older trees have it."""
    packages = folder / f"packages-{tree.name}"
    if not packages.exists():
        packages.mkdir()
        make_package(packages, tree)
    return os.environ | {"PYTHONPATH": f"{packages}{os.pathsep}{tree}"}


def _answers(tree: Path, folder: Path) -> dict[str, str]:
    module = "elevenlines.app.cli" if (tree / "tools" / "package").is_dir() else "app.cli"
    data = folder / f"data-{tree.name}"
    command = [sys.executable, "-m", module, "serve", "--port", "0", "--data", str(data), "--no-browser"]
    environment = _environment(tree, folder)
    with subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            found = re.search(r"http://[^\s/]+:(\d+)", line)
            assert found, f"no address in {line!r}"
            specs = [one["spec"] for one in json.loads(SPECS.read_text("utf-8"))]
            return answers_of(f"http://127.0.0.1:{found[1]}", specs[:: len(specs) // RUNS][:RUNS])
        finally:
            server.terminate()


def _tell_numbers(before: dict[str, Any], after: dict[str, Any]) -> bool:
    same: int = sum(one == other for one, other in zip(before["readable"], after["readable"], strict=True))
    distances = [_distance(*pair) for pair in zip(before["compiled"], after["compiled"], strict=True)]
    close = sum(distance <= CLOSE for distance in distances)
    print(f"readable engine: {same} of {len(distances)} specs have the same bits")
    print(f"compiled engine: {close} within {CLOSE:g}, the farthest {max(distances):.2g}")
    return same == close == len(distances)


def _distance(one: dict[str, Any], other: dict[str, Any]) -> float:
    if one["end"] != other["end"]:
        return float("inf")
    pairs = [
        (float.fromhex(left), float.fromhex(right))
        for part in ("parameters", "measures")
        for left, right in zip(one[part], other[part], strict=True)
    ]
    return max(abs(left - right) / max(1.0, abs(left)) for left, right in pairs)


def _tell(what: str, before: dict[Any, str], after: dict[Any, str]) -> None:
    differing = [key for key in before if before[key] != after.get(key)]
    print(f"{what}: {len(before) - len(differing)} of {len(before)} are the same")
    for key in differing:
        left, right = before[key], after.get(key, "")
        at = next((i for i, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), 0)
        start = max(0, at - 40)
        print(f"  {key}\n    was {left[start : at + SHOWN]!r}\n    is  {right[start : at + SHOWN]!r}")


if __name__ == "__main__":
    sys.exit(main())
