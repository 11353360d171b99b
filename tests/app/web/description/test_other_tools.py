"""Other people's tools read the description: two judge it, a third makes a client of it that trains a network."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from tests.support.server import ROOT, XOR_TABLE, Server

CONFIG = """
post_hooks: []  # its own would tidy up with tools that need not be there
content_type_overrides:  # it sends no text, only bytes; the header stays what it is
  text/csv: application/octet-stream
  text/tab-separated-values: application/octet-stream
"""


@pytest.fixture(scope="module")
def document(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    file.write_bytes(httpx.get(f"{server.url}/openapi.json").content)
    return file


@pytest.fixture(scope="module")
def made(document: Path) -> Iterator[str]:
    """The name of the client's package, which can be imported meanwhile."""
    config = document.with_name("config.yaml")
    config.write_text(CONFIG, "utf-8")
    where = ["--path", document, "--output-path", document.with_name("made_client"), "--config", config]
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    found = subprocess.run([*command, *map(str, where)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    assert "warning" not in found.stdout.lower(), found.stdout
    sys.path.insert(0, str(document.parent))
    yield "made_client"
    sys.path.remove(str(document.parent))


def test_the_standards_own_validator_finds_nothing(document: Path) -> None:
    validate(json.loads(document.read_text("utf-8")))


def test_redocly_finds_nothing(document: Path) -> None:
    found = subprocess.run(
        [ROOT / "node_modules/.bin/redocly", "lint", document, "--config", ROOT / "redocly.yaml"],
        env=os.environ
        | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "REDOCLY_TELEMETRY": "off"}
        | {"REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"},  # it asks nobody for news
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_names_are_ours_alone(document: Path) -> None:
    described = json.loads(document.read_text("utf-8"))
    assert not [name for name in described["components"]["schemas"] if "_" in name], "names of modules"
    assert described["info"]["license"]["identifier"] == "MIT"
    assert described["servers"]


def test_a_made_client_trains_and_predicts(server: Server, made: str) -> None:
    def module(path: str) -> Any:
        found: ModuleType = importlib.import_module(f"{made}.{path}")
        return found

    models = importlib.import_module(f"{made}.models")
    with module("client").Client(base_url=server.url, raise_on_unexpected_status=True) as client:
        body = models.NewRun.from_dict({"table": XOR_TABLE, "training": {"epochs": 500}})
        run = module("api.runs.start_run").sync(client=client, body=body, wait=0.0)
        assert isinstance(run, models.RunInfo)
        since: dict[str, int] = {}
        state = None
        while state is None or state.status not in {"done", "failed"}:
            state = module("api.watching.read_state").sync(run.id, client=client, wait=10.0, **since)
            assert isinstance(state, models.State)
            since = {"since": state.next_, "seen": state.revision}
        asked = models.PredictRequest.from_dict({"inputs": XOR_TABLE["inputs"]})
        predicted = module("api.watching.predict_rows").sync(run.id, client=client, body=asked)
        assert isinstance(predicted, models.Prediction)
        assert predicted.predictions == server.get(f"/runs/{run.id}/frames/500")["predictions"]
        refused = module("api.runs.read_run").sync("nothing", client=client)
        assert isinstance(refused, models.Problem)
        assert refused.status == 404
