import os
from pathlib import Path

import pytest

from elevenlines.app.runs import compiled
from elevenlines.core.compiled import cache
from tests.support.package import copied_package, run_with


@pytest.mark.parametrize("is_writable", [True, False])
def test_where_the_package_cannot_be_written_it_lies_with_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_writable: bool
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")  # so that it is put back at the end
    monkeypatch.delenv(cache.VARIABLE)
    beside = tmp_path / "beside"
    if not is_writable:
        beside.write_text("no folder", "utf-8")
    monkeypatch.setattr(cache, "BESIDE", beside)
    compiled.keep_in(tmp_path / "data")
    folder = cache.folder()
    assert folder is not None
    assert folder.is_relative_to(beside if is_writable else tmp_path / "data" / "compiled")


def test_a_folder_that_the_environment_names_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "named"))
    compiled.keep_in(tmp_path / "data")
    assert os.environ[cache.VARIABLE] == str(tmp_path / "named")


def test_it_is_compiled_once(tmp_path: Path) -> None:
    package, asked = copied_package(tmp_path / "packages", "core", "app"), tmp_path / "asked"
    with (package / "core" / "training" / "engines.py").open("a", encoding="utf-8") as engines:
        engines.write(f"\n\ndef warm():\n    with open({str(asked)!r}, 'a') as file:\n        file.write('once ')\n")
    for _ in range(2):
        run_with(package, "from elevenlines.app.runs.compiled import make\nmake()\nmake()")
    assert asked.read_text("utf-8") == "once "
