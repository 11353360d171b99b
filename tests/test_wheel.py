"""The wheel, installed in an environment that has its dependencies and nothing of this tree."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

from elevenlines import __all__ as exported
from elevenlines.core import __version__
from elevenlines.core.presets import PRESETS
from elevenlines.core.training.engines import begin
from tests.support.server import ROOT, Server

ASK = """
import sys
from elevenlines import Playground
with Playground(sys.argv[1]) as playground:
    print(playground.start(playground.presets()["and"]).wait().error)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built anew."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment of its own with the wheel in it; it finds the others by links, this tree not."""
    folder = tmp_path_factory.mktemp("environment")
    dependencies = folder / "dependencies"
    dependencies.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(("elevenlines", "__pycache__")) and entry.suffix != ".pth":
            (dependencies / entry.name).symlink_to(entry)
    venv.create(folder / "venv", symlinks=True)
    found = folder / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(found), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*install, str(wheel)], check=True)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
    return found


@pytest.fixture
def installed(python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Its server, started by its command in an empty folder; it compiles its kernel first."""
    for name in ("PYTHONPATH", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(Server, "command", [str(python.with_name("elevenlines")), "serve"])
    monkeypatch.setattr(Server, "folder", empty)
    monkeypatch.setattr(Server, "deadline", 600.0)
    running = Server(tmp_path / "data")
    yield running
    running.close()


def test_it_holds_one_package_and_all_of_it(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tracked = ["git", "ls-files", "-z", "app", "core", "static", "templates"]
    listed = subprocess.run(tracked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    parts = {f"elevenlines/{name}" for name in listed if name and (ROOT / name).exists()}
    assert names == parts | {"elevenlines/__init__.py", "elevenlines/py.typed"}


def test_it_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    said = Parser().parsestr(archive.read(name).decode("utf-8"))
    assert (said["Name"], said["Version"]) == ("elevenlines", __version__)
    assert (said["Author"], said["License-Expression"]) == ("The Eleven Lines authors", "MIT")
    assert said["Project-URL"] is said["Home-page"] is None
    assert f"Programming Language :: Python :: 3.{sys.version_info.minor}" in said.get_all("Classifier", [])


def test_installed_in_an_empty_environment_it_serves_the_page_and_trains(installed: Server, python: Path) -> None:
    page = installed.http.get(installed.url)
    assert page.status_code == 200
    assert 'class="network"' in page.text
    assert installed.http.get(f"{installed.url}/static/js/main.js").status_code == 200
    spec = PRESETS["and"].spec
    training = begin(spec)
    training.advance(spec.training.epochs)
    apart = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ask = [str(python), "-c", ASK, installed.url]
    printed = subprocess.run(ask, cwd=installed.folder, env=apart, capture_output=True, text=True, check=True).stdout
    assert float(printed) == training.measure().error
    assert list(installed.folder.iterdir()) == [], "it leaves nothing where it is started"


def test_what_is_imported_is_the_wheels_alone(python: Path, tmp_path: Path) -> None:
    look = f"import elevenlines, sys; print(elevenlines.__file__, *[elevenlines.{exported[0]}.__module__])"
    ask = [str(python), "-I", "-c", look]
    file, module = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert Path(file).is_relative_to(python.parents[1])
    assert module.startswith("elevenlines.")
    for name in ("app", "core", "static", "templates"):
        found = subprocess.run(
            [str(python), "-I", "-c", f"import {name}"], cwd=tmp_path, capture_output=True, check=False
        )
        assert found.returncode != 0, name
