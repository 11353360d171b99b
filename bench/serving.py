"""How soon the server answers while it trains."""

import time
from statistics import median
from time import perf_counter

from bench.table import Line
from tests.support.server import XOR_TABLE, Server

FOREVER = {"epochs": 10_000_000}
POLLS = 300


def measure(server: Server) -> list[Line]:
    """Polls and commands beside two runs that train; traces; forty runs side by side."""
    return [*polls_and_commands(server), any_epoch(server), traces(server), *forty_runs(server)]


def any_epoch(server: Server) -> Line:
    """Epochs of the article's run all over its length, hardly any of them kept."""
    run_id = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE}).json()["id"]
    took = []
    for number in range(100):
        begin = perf_counter()
        server.get(f"/runs/{run_id}/frames/{(number * 7_919 + 13) % 60_000}", include="layers,weights", row=1)
        took.append(perf_counter() - begin)
    what = f"median {median(took) * 1e3:.1f} ms, slowest {max(took) * 1e3:.1f} ms"
    return Line("any epoch of the article's run, exactly", what, "within 50 ms", is_met=max(took) <= 0.050)


def traces(server: Server) -> Line:
    """One iteration of the article's network, taken apart."""
    run_id = server.http.post("/runs", params={"wait": 30}, json={"table": XOR_TABLE}).json()["id"]
    took = []
    for _ in range(100):
        begin = perf_counter()
        server.get(f"/runs/{run_id}/trace")
        took.append(perf_counter() - begin)
    what = f"median {median(took) * 1e3:.1f} ms, slowest {max(took) * 1e3:.1f} ms"
    return Line("trace of one iteration answers", what, "median at most 20 ms", is_met=median(took) <= 0.020)


def polls_and_commands(server: Server) -> list[Line]:
    """Two runs as fast as they go."""
    network = {"hidden": [24, 24]}  # the article's would have trained its ten million epochs before the last question
    runs = [server.start(training=FOREVER, network=network)["id"] for _ in range(2)]
    since, polls = 0, []
    for _ in range(POLLS):
        begin = perf_counter()
        since = server.get(f"/runs/{runs[0]}/state", since=since)["next"]
        polls.append(perf_counter() - begin)
        time.sleep(0.01)  # a person's page polls ten times a second
    took: dict[str, list[float]] = {"pause": [], "step": [], "resume": [], "stop": []}
    for _ in range(15):
        for command in ("pause", "step", "resume"):
            begin = perf_counter()
            assert server.http.post(f"/runs/{runs[0]}/{command}").status_code == 200
            took[command].append(perf_counter() - begin)
    for run_id in runs:
        begin = perf_counter()
        server.http.post(f"/runs/{run_id}/stop")
        took["stop"].append(perf_counter() - begin)
    ordered = sorted(polls)
    lines = [
        Line(
            "a poll while two runs train",
            f"median {median(polls) * 1e3:.1f} ms, p95 {ordered[int(0.95 * POLLS)] * 1e3:.1f} ms",
            "median at most 5 ms",
            is_met=median(polls) <= 0.005,
        )
    ]
    for command in ("pause", "step", "stop"):
        slowest = max(took[command])
        what = f"median {median(took[command]) * 1e3:.0f} ms, slowest {slowest * 1e3:.0f} ms"
        lines.append(Line(f"{command} takes effect", what, "within 100 ms", is_met=slowest <= 0.1))
    return lines


def forty_runs(server: Server) -> list[Line]:
    """Forty runs at 100 epochs a second each."""
    ids = [server.start(training=FOREVER, pace=100)["id"] for _ in range(40)]
    time.sleep(1)
    before = [server.get(f"/runs/{run_id}")["epoch"] for run_id in ids]
    begin = perf_counter()
    time.sleep(5)
    after = [server.get(f"/runs/{run_id}")["epoch"] for run_id in ids]
    elapsed = perf_counter() - begin
    rates = [(late - early) / elapsed for early, late in zip(before, after, strict=True)]
    for run_id in ids:
        server.http.delete(f"/runs/{run_id}")
    what = f"{min(rates):.0f} to {max(rates):.0f} epochs a second each"
    return [Line("forty live runs paced at 100 epochs a second", what, "all advance", is_met=min(rates) > 80)]
