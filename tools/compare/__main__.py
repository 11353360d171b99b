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
NEAR = 1e-9  # of the numbers in answers, which the compiled engine trained
FEW = 4  # differences shown of each answer
SHOWN = 240  # characters of a difference


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
    told = {key: differences(_read(before[key]), _read(after.get(key, ""))) for key in before}
    differing = {key: places for key, places in told.items() if places}
    print(f"{what}: {len(before) - len(differing)} of {len(before)} are the same")
    for key, places in differing.items():
        print(f"  {key}: {len(places)} differ", *(place[:SHOWN] for place in places[:FEW]), sep="\n    ")


def _read(text: str) -> Any:  # noqa: ANN401  (JSON, or the text itself)
    """What a body holds, without the status before it."""
    try:
        return json.loads(text[text.find(" ") + 1 :])
    except ValueError:
        return text


def differences(one: Any, other: Any, at: str = "") -> list[str]:  # noqa: ANN401  (JSON)
    """Where two values differ, numbers by more than the last digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = list(dict.fromkeys([*one, *other]))
        return [found for key in keys for found in differences(one.get(key), other.get(key), f"{at}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [found for place, pair in pairs for found in differences(*pair, f"{at}/{place}")]
    if isinstance(one, float) and isinstance(other, float):
        return [] if abs(one - other) <= NEAR * max(1.0, abs(one)) else [f"{at}: {one!r} is {other!r}"]
    if one == other:
        return []
    if isinstance(one, str) and isinstance(other, str):
        place = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
        one, other = one[max(0, place - 40) :], other[max(0, place - 40) :]
    return [f"{at}: {str(one)[: SHOWN // 2]!r} is {str(other)[: SHOWN // 2]!r}"]


if __name__ == "__main__":
    sys.exit(main())
