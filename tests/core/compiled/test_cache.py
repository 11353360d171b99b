"""Nobody runs what older sources were compiled to: fresh interpreters over a copy of the package that is edited."""

from pathlib import Path

import pytest

from tests.support.package import copied_package, run_with

PART = "from elevenlines.core.compiled.decorators import inlined\n\n@inlined\ndef part():\n    return {}\n"
WHOLE = """
from elevenlines.core.compiled.decorators import kept
from elevenlines.core.compiled.part import part

@kept
def whole():
    return part()
"""
ASK = """
from elevenlines.core.compiled.whole import whole
print(whole(), sum(whole.stats.cache_hits.values()))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the core with a function that is kept, and one in another file that it calls and which says 1."""
    copy = copied_package(tmp_path / "packages", "core")
    (copy / "core" / "compiled" / "whole.py").write_text(WHOLE, "utf-8")
    say(copy, 1)
    return copy


def say(package: Path, number: int) -> None:
    (package / "core" / "compiled" / "part.py").write_text(PART.format(number), "utf-8")


def kept_below(folder: Path) -> list[str]:
    """The folders that hold machine code, by their own names."""
    return sorted({index.parents[1].name for index in folder.rglob("*.nbi")})


@pytest.mark.parametrize("before", ["", "import numba", "import numba\nnumba.config.CACHE_DIR = 'elsewhere'"])
def test_other_sources_are_compiled_anew(package: Path, before: str) -> None:
    asked = f"{before}\n{ASK}"
    assert [run_with(package, asked), run_with(package, asked)] == ["1 0", "1 1"]
    say(package, 2)
    assert [run_with(package, asked), run_with(package, asked)] == ["2 0", "2 1"]


def test_it_lies_beside_the_sources_and_the_old_one_goes(package: Path) -> None:
    run_with(package, ASK)
    beside = package / "core" / "__pycache__" / "compiled"
    before = kept_below(beside)
    say(package, 2)
    run_with(package, ASK)
    after = kept_below(beside)
    assert (len(before), len(after)) == (1, 1)
    assert before != after


def test_where_the_package_cannot_be_written_it_lies_in_the_users_cache(package: Path, tmp_path: Path) -> None:
    (package / "core" / "__pycache__").write_text("no folder", "utf-8")
    users = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert [run_with(package, ASK, **users), run_with(package, ASK, **users)] == ["1 0", "1 1"]
    assert len(kept_below(tmp_path / "cache")) == 1


def test_a_folder_of_the_environments_is_no_way_round(package: Path, tmp_path: Path) -> None:
    named = {"NUMBA_CACHE_DIR": str(tmp_path / "named")}
    assert run_with(package, ASK, **named) == "1 0"
    assert len(kept_below(tmp_path / "named")) == 1
    say(package, 2)
    assert run_with(package, ASK, **named) == "2 0"


def test_where_nothing_can_be_written_nothing_is_kept(package: Path, tmp_path: Path) -> None:
    (package / "core" / "__pycache__").write_text("no folder", "utf-8")
    (tmp_path / "cache").write_text("no folder", "utf-8")
    users = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert [run_with(package, ASK, **users), run_with(package, ASK, **users)] == ["1 0", "1 0"]


def test_functions_of_others_are_kept_where_they_were(package: Path) -> None:
    asked = f"import numba\nbefore = numba.config.CACHE_DIR\n{ASK}\nprint(numba.config.CACHE_DIR == before)"
    assert run_with(package, asked).splitlines()[-1] == "True"
