"""The page's files, under addresses that change with them."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from elevenlines.app.web import files
from elevenlines.app.web.files import ANEW, FOREVER, Files, address_of
from tests.support.server import Server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the page's files that a test may change."""
    (tmp_path / "a.js").write_text("let a = 1;", "utf-8")
    monkeypatch.setattr(files, "assets", lambda _: tmp_path)
    files._state.cache_clear()
    yield tmp_path
    files._state.cache_clear()


async def test_a_file_that_changes_under_a_running_server_is_not_kept(folder: Path) -> None:
    address = address_of("a.js").removeprefix("/static")
    transport = httpx.ASGITransport(Files(directory=folder))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get(address)).headers["Cache-Control"] == FOREVER
        (folder / "a.js").write_text("let a = 2, b;", "utf-8")
        answer = await client.get(address)
    assert (answer.text, answer.headers["Cache-Control"]) == ("let a = 2, b;", ANEW)


@pytest.mark.parametrize("change", ["content", "name"])
def test_the_address_changes_with_contents_and_names(folder: Path, change: str) -> None:
    before = address_of("a.js")
    files._state.cache_clear()
    assert address_of("a.js") == before
    if change == "content":
        (folder / "a.js").write_text("let a = 2;", "utf-8")
    else:
        (folder / "a.js").rename(folder / "b.js")
    files._state.cache_clear()
    assert address_of("a.js") != before


def test_the_api_description_names_its_files_with_their_version(server: Server) -> None:
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', httpx.get(f"{server.url}/docs").text)
    assert len(named) == 4
    assert all(httpx.get(f"{server.url}{address}").headers["Cache-Control"] == FOREVER for address in named)


def test_the_page_names_its_files_with_their_version_and_a_browser_may_keep_them(server: Server) -> None:
    page = httpx.get(server.url)
    assert page.headers["Cache-Control"] == ANEW
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(named) > 5
    for address in named:
        answer = httpx.get(f"{server.url}{address}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == FOREVER


def test_another_version_of_a_file_and_one_without_a_version_are_not_kept(server: Server) -> None:
    newest = httpx.get(f"{server.url}{address_of('js/main.js')}")
    for address in ("/static/js/main.js", "/static/v-0123456789abcdef/js/main.js"):
        answer = httpx.get(f"{server.url}{address}")
        assert answer.text == newest.text
        assert answer.headers["Cache-Control"] == ANEW
    again = httpx.get(f"{server.url}/static/js/main.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_not_there_is_not_there_in_any_version(server: Server) -> None:
    for address in (address_of("js/nothing.js"), address_of("%2e%2e/pyproject.toml"), "/static/v-0/v-0/js/main.js"):
        assert httpx.get(f"{server.url}{address}").status_code == 404
