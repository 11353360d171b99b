"""What all tests share: real servers, the compiled kernel made once, and the time that each folder takes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from elevenlines.app.runs.workers.compiled import make
from tests.support.server import Server
from tests.support.times import FolderTimes

settings.register_profile("house", deadline=None)  # how long an example takes depends on what runs beside it
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Where several processes test, the first has the kernel compiled before there are others to compile it too."""
    if hasattr(config, "workerinput"):
        return
    config.pluginmanager.register(FolderTimes())
    if config.getoption("numprocesses"):
        make()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests first: they take longest, and where several processes test, short ones even out the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of a process that do it no harm."""
    make()  # a server that has to compile first is not ready in time
    running = Server(tmp_path_factory.mktemp("data"))
    yield running
    running.close()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers of the test's own, all on the same data unless told otherwise."""
    make()
    running: list[Server] = []

    def start(*options: str, data: Path = tmp_path / "data", **environment: str) -> Server:
        running.append(Server(data, *options, **environment))
        return running[-1]

    yield start
    for one in running:
        one.close()
