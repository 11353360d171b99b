"""The table "to add a …" in docs/architecture.md stays true: its files are there, and what it says follows, follows."""

import importlib
import json
import pkgutil
import re

import httpx
import pytest

from elevenlines.app import answers
from elevenlines.app.answers.answer import Answer
from elevenlines.app.views.page import controls
from elevenlines.app.web import routes
from elevenlines.app.web.page.page import LATER, SHEETS, TABS
from elevenlines.app.web.routes import ROUTERS, metrics, watching
from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.presets import PRESETS
from elevenlines.core.tables import FORMATS
from tests.support.server import ROOT, Server

TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", TEXT.partition("## To add a")[2].partition("\n## ")[0], re.MULTILINE)
NOT_ANSWERED = {"Answer", "OverPlane", "SurfacesHead", "LookHead", "PieceHead"}  # a base; heads of arrays, in headers
CHOICES = {
    "network.activation": list(HIDDEN_ACTIVATIONS),
    "network.output_activation": list(ACTIVATIONS),
    "network.initializer": list(INITIALIZERS),
    "training.optimizer": list(OPTIMIZERS),
    "training.loss": list(LOSSES),
}


@pytest.mark.parametrize(("what", "where"), ROWS[2:], ids=lambda text: str(text)[:20])
def test_every_file_of_the_table_is_there(what: str, where: str) -> None:
    named = [name for name in re.findall(r"`([^`]+)`", where) if "/" in name and not name.startswith("/")]
    assert named or "registry" in where, what
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_listing_of_folders_is_there_too() -> None:
    listing = TEXT.partition("```\n")[2].partition("```")[0]
    folder = ROOT
    for line in listing.splitlines():
        names = line.strip().partition("  ")[0].split()
        if not line.startswith(" "):
            folder = ROOT / names[0]
            names = names if folder.is_dir() else []
            assert folder.exists(), line
        elif line[2] != " ":
            assert all((folder / name).exists() for name in names if "/" in name or "." in name), line


def test_menus_are_the_registries(server: Server) -> None:
    page = httpx.get(server.url).text
    for path, names in CHOICES.items():
        (control,) = [one for one in [*controls.NETWORK, *controls.TRAINING] if one.path == path]
        assert list(control.choices) == names
    assert [name for name in PRESETS if f'<option value="{name}"' not in page] == []
    assert [name for name in GENERATORS if f'id="made-picture-{name}"' not in page] == []
    told = server.get("/options")
    assert [one["name"] for one in told["losses"]] == list(LOSSES)
    for name in FORMATS:
        assert f'data-format="{name}"' in page


def test_every_routes_router_is_part_of_the_app() -> None:
    found = [
        importlib.import_module(f"{package.__name__}.{module.name}")
        for package in (routes, watching)
        for module in pkgutil.iter_modules(package.__path__)
        if not module.ispkg
    ]
    assert {id(module.router) for module in found if module is not metrics} == set(map(id, ROUTERS))


def test_every_answer_is_in_the_description(server: Server) -> None:
    described = json.dumps(httpx.get(f"{server.url}/openapi.json").json()["components"]["schemas"])
    for module in pkgutil.iter_modules(answers.__path__):
        for name, kind in vars(importlib.import_module(f"{answers.__name__}.{module.name}")).items():
            is_base = isinstance(kind, type) and issubclass(kind, Answer) and bool(kind.__subclasses__())
            if isinstance(kind, type) and issubclass(kind, Answer) and not is_base and name not in NOT_ANSWERED:
                assert f'"{name}": {{' in described, name


def test_a_tab_has_its_template_and_its_type() -> None:
    (declared,) = re.findall(r"^export type Tab = (.*);$", (ROOT / "static/js/types.d.ts").read_text("utf-8"), re.M)
    assert json.loads(f"[{declared.replace(' | ', ', ')}]") == list(TABS)
    for name in TABS:
        assert (ROOT / "templates" / "parts" / f"{name}.html").exists()


def test_every_sheet_is_in_the_page() -> None:
    assert {file.stem for file in (ROOT / "static" / "css").iterdir()} == {*SHEETS, *LATER}
