import os
import shutil
from pathlib import Path

import pytest

from elevenlines.app.runs import compiled


@pytest.fixture
def core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that may be changed, and no folder named by the environment."""
    copy = tmp_path / "core"
    shutil.copytree(compiled._CORE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "_CORE", copy)
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    return copy


def folder(otherwise: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    compiled.keep_in(otherwise)
    return Path(os.environ[compiled.VARIABLE])


def test_other_sources_are_compiled_anew_and_the_old_ones_go(
    core: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder(tmp_path, monkeypatch)
    assert before.is_relative_to(core)
    before.mkdir(parents=True)
    assert folder(tmp_path, monkeypatch) == before
    (core / "compiled" / "passes.py").write_text("changed = True\n", "utf-8")
    assert folder(tmp_path, monkeypatch) != before
    assert not before.exists()


def test_where_the_package_cannot_be_written_it_lies_with_the_data(
    core: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: path != core)
    assert folder(tmp_path / "data", monkeypatch).parent == tmp_path / "data" / "compiled"


def test_a_folder_that_the_environment_names_is_left_as_it_is(
    core: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(compiled.VARIABLE, "elsewhere")
    compiled.keep_in(tmp_path)
    assert os.environ[compiled.VARIABLE] == "elsewhere"


def test_it_is_compiled_once(core: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.VARIABLE, str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    (core / "training" / "engines.py").write_text(
        "from pathlib import Path\ndef warm():\n    with Path('asked').open('a') as f: f.write('once ')\n", "utf-8"
    )
    compiled.make()
    compiled.make()
    assert (tmp_path / "asked").read_text("utf-8") == "once "
