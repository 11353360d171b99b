"""Runs modules in one Node process."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Each module is imported after the other; what it logs is its own.
_RUNNER = """
import { pathToFileURL } from "node:url";
const outputs = [];
for (const file of process.argv.slice(2)) {
  const lines = [];
  console.log = (...words) => lines.push(words.join(" ") + "\\n");
  await import(pathToFileURL(file));
  outputs.push(lines.join(""));
}
process.stdout.write(JSON.stringify(outputs));
"""


def node() -> str:
    """The Node of the environment, else the machine's."""
    own = Path(sys.executable).parent / "node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "the development dependencies hold a Node"
    return found


def outputs_of(modules: Sequence[str], folder: Path) -> list[str]:
    """What each module prints.

    Args:
        modules: their texts.
        folder: where they are written.
    """
    runner = folder / "runner.mjs"
    runner.write_text(_RUNNER, "utf-8")
    files = []
    for number, text in enumerate(modules):
        file = folder / f"program{number}.mjs"
        file.write_text(text, "utf-8")
        files.append(str(file))
    done = subprocess.run([node(), str(runner), *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    found: list[str] = json.loads(done.stdout)
    return found
