"""Fixtures that all tests share: real servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.server import Server

settings.register_profile("house", deadline=None)  # how long an example takes depends on what runs beside it
settings.load_profile("house")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that do it no harm."""
    running = Server(tmp_path_factory.mktemp("data"))
    yield running
    running.close()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers of the test's own, all on the same data unless told otherwise."""
    running: list[Server] = []

    def start(*options: str, data: Path = tmp_path / "data", **environment: str) -> Server:
        running.append(Server(data, *options, **environment))
        return running[-1]

    yield start
    for one in running:
        one.close()
