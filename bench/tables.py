"""How fast a large table is read, and whether the server stays free meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median
from time import perf_counter

import httpx

from bench.table import Line
from tests.support.server import Server

ROWS, COLUMNS = 10_000, 50
TYPES = {"Content-Type": "text/csv"}


def measure(server: Server) -> list[Line]:
    """10,000 rows of 50 columns with all their digits, as CSV, over HTTP; beside it, small questions."""
    draw = Random(1)  # noqa: S311  (numbers to be read)
    lines = [",".join(repr(draw.gauss(0.0, 1.0)) for _ in range(COLUMNS)) for _ in range(ROWS)]
    body = "\n".join(lines).encode()
    took = []
    for _ in range(5):
        begin = perf_counter()
        assert server.http.post("/tables/parse", content=body, headers=TYPES).status_code == 200
        took.append(perf_counter() - begin)
    what = f"median {median(took):.2f} s, slowest {max(took):.2f} s, for {len(body) / 1e6:.1f} MB"
    return [
        Line("a table of 10,000 rows of 50 columns is read", what, "within 1 s", is_met=max(took) <= 1.0),
        answers_meanwhile(server, body),
    ]


def answers_meanwhile(server: Server, body: bytes) -> Line:
    """How long others wait for an answer while such a table is read."""
    waited = []
    with ThreadPoolExecutor() as pool, httpx.Client(base_url=f"{server.url}/api/v1") as other:
        reading = pool.submit(server.http.post, "/tables/parse", content=body, headers=TYPES)
        while not reading.done():
            begin = perf_counter()
            other.get("/health")
            waited.append(perf_counter() - begin)
    what = f"median {median(waited) * 1e3:.0f} ms, slowest {max(waited) * 1e3:.0f} ms"
    return Line("a small question while it is read", what, "slowest within 300 ms", is_met=max(waited) <= 0.3)
