"""Measures and prints a table; with --write, docs/benchmarks.md too."""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import httpx

from bench import article, engine, page, serving, surfaces, tables
from bench.table import Line, machine, show
from tests.support.server import ROOT, Server


def start_up() -> Line:
    """From the command to an address that answers."""
    with tempfile.TemporaryDirectory() as data:
        begin = perf_counter()
        command = ["make", "--silent", "run", f"ARGS=--port 0 --no-browser --data {data}"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        httpx.get(f"{address}/api/v1/health")
        took = perf_counter() - begin
        process.terminate()
        process.wait()
    return Line("`make run`, the second call, until it answers", f"{took:.1f} s", "under 3 s", is_met=took < 3)


def main() -> None:
    """Everything, in one run."""
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        try:
            lines = [*engine.measure(), *article.measure(server), *serving.measure(server)]
            lines += [*tables.measure(server), *page.measure(server), *surfaces.measure(server)]
        finally:
            server.close()
    lines.append(start_up())
    text = f"# Benchmarks\n\n`make bench`, {datetime.now(UTC):%Y-%m-%d}, on {machine()}.\n\n{show(lines)}\n"
    print(text)
    if "--write" in sys.argv:
        (ROOT / "docs" / "benchmarks.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
