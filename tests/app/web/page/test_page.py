"""The page as the server draws it: for what its address asks for, with all that its scripts are handed."""

import json
import re
from typing import Any

import httpx
import pytest

from elevenlines.app.web.page.page import PRESET_ROWS
from elevenlines.core.presets import PRESETS
from tests.support.server import Server


def start(page: str) -> Any:
    (text,) = re.findall(r'<script type="application/json" id="start">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def test_a_preset_is_drawn_and_handed_over(server: Server) -> None:
    page = httpx.get(f"{server.url}/?preset=full_adder")
    found = start(page.text)
    assert page.headers["cache-control"] == "no-cache"
    assert '<svg class="network"' in page.text
    assert (found["preset"], found["run"]) == ("full_adder", None)
    assert found["preview"]["spec"] == PRESETS["full_adder"].spec.model_dump(mode="json")
    assert "svg" not in found["preview"], "it is in the page"
    same = server.http.post("/preview?include=layers,masks&row=1", json=found["preview"]["spec"]).json()
    assert found["preview"] == {name: part for name, part in same.items() if name != "svg"}


def test_a_run_is_handed_over_as_the_api_tells_it(server: Server) -> None:
    run = server.start(paused=True, name="</script><b>")
    found = start(httpx.get(f"{server.url}/?run={run['id']}").text)
    assert found["run"] == server.get(f"/runs/{run['id']}")


def test_presets_with_many_rows_are_fetched_later(server: Server) -> None:
    few = {name for name, one in PRESETS.items() if len(one.spec.table.inputs) <= PRESET_ROWS}
    assert set(start(httpx.get(server.url).text)["presets"]) == few != set(PRESETS)


@pytest.mark.parametrize(("theme", "drawn"), [("dark", 'data-theme="dark"'), ("purple", '<html lang="en">')])
def test_the_theme_is_drawn(server: Server, theme: str, drawn: str) -> None:
    assert drawn in httpx.get(server.url, cookies={"theme": theme}).text
