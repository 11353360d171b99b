"""The page's files, under addresses that change with them."""

import re

import httpx

from elevenlines.app.web.files import FOREVER, address_of
from tests.support.server import Server


def test_the_page_names_its_files_with_their_version_and_a_browser_may_keep_them(server: Server) -> None:
    page = httpx.get(server.url)
    assert page.headers["Cache-Control"] == "no-cache"
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
        assert answer.headers["Cache-Control"] == "no-cache"
    again = httpx.get(f"{server.url}/static/js/main.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_not_there_is_not_there_in_any_version(server: Server) -> None:
    for address in (address_of("js/nothing.js"), address_of("../pyproject.toml"), "/static/v-0/v-0/js/main.js"):
        assert httpx.get(f"{server.url}{address}").status_code == 404
