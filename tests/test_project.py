"""The project itself: pins, vendored files, container, documents, and what must not be in any of them."""

import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import plotly.offline
import pytest

from tests.support.server import ROOT, Server

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
}
USED_OTHERWISE = {  # what other tools load by its name: the words that have them do so
    "pytest-asyncio": ("pyproject.toml", 'asyncio_mode = "auto"'),
    "pytest-xdist": ("Makefile", "--dist loadfile"),
    "hatchling": ("pyproject.toml", 'build-backend = "hatchling.build"'),
    "websockets": ("app/cli.py", 'ws="websockets'),
    "uvloop": ("app/cli.py", 'loop="auto",  # uvloop'),
}
VENDORED = json.loads((ROOT / "static" / "vendor" / "VENDORED.json").read_text("utf-8"))


def tracked() -> list[Path]:
    """The files of the project; in a checkout, those that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607  (git, wherever it is)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


@pytest.mark.parametrize("lock", LOCKS)
def test_pins_are_hashed_whole_and_without_hosts(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links", text)
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    for dependency in LOCKS[lock]:
        assert re.split(r"[<>=!~\[ ;]", dependency)[0].lower() in pinned
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_every_dependency_is_used() -> None:
    """A module imports it, or the Makefile or a script starts one of its commands, or the list above says how."""
    paths = [path for path in tracked() if path.suffix == ".py" or path.name == "Makefile"]
    text = "\n".join(path.read_text("utf-8") for path in paths if path != Path(__file__))
    names = [re.split(r"[<>=!~\[ ;]", dependency)[0] for dependency in LOCKS["requirements-dev.lock"]]
    assert USED_OTHERWISE.keys() <= set(names)
    for name in names:
        if name in USED_OTHERWISE:
            file, words = USED_OTHERWISE[name]
            assert words in (ROOT / file).read_text("utf-8"), name
            continue
        found = importlib.metadata.distribution(name)
        modules = {path.parts[0].removesuffix(".py") for path in found.files or () if path.suffix == ".py"}
        assert modules, name
        commands = {one.name for one in found.entry_points.select(group="console_scripts")}
        imports = rf"^\s*(?:import|from) (?:{'|'.join(map(re.escape, modules))})\b"
        starts = rf'(?:\$\(BIN\)/|-m |")(?:{"|".join(map(re.escape, commands | modules))})\b'
        assert re.search(f"{imports}|{starts}", text, re.MULTILINE), f"{name} is not used"


def test_npm_pins_name_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "http" not in text
    assert '"resolved"' not in text


def test_vendored_files_are_what_they_are_said_to_be() -> None:
    for entry in VENDORED:
        folder = ROOT / "static" / "vendor" / entry["folder"]
        assert "LICENSE" in entry["files"]
        assert {path.name for path in folder.iterdir()} == set(entry["files"])
        for name, digest in entry["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_plotly_in_the_page_is_plotly_in_python() -> None:
    (version,) = [entry["version"] for entry in VENDORED if entry["folder"] == "plotly"]
    assert version == plotly.offline.get_plotlyjs_version()
    assert f"v{version}" in (ROOT / "static/vendor/plotly/plotly-basic.min.js").read_text("utf-8")[:300]


def test_the_container_file_hangs_together() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split())
    stages = re.findall(r"^FROM python:(\d+)\.(\d+)-slim", text, re.MULTILINE)
    minimum = re.search(r"(\d+)\.(\d+)", PROJECT["project"]["requires-python"])
    assert minimum is not None
    assert stages
    assert all(tuple(map(int, stage)) >= tuple(map(int, minimum.groups())) for stage in stages)
    final = text.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root)", final, re.MULTILINE)
    assert "/api/v1/health" in final
    assert re.search(r"^VOLUME /data$", final, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all(f"!{name.rstrip('/')}" in ignored for name in source.split())


def test_nothing_names_a_machine_or_a_registry() -> None:
    places = re.compile(
        r"/(?:root|work|home)/(?!elevenlines)[\w.]+|index-url|registry\s*=\s*http|files\.python" + r"hosted"
    )
    for path in tracked():
        if path.suffix in {".png"} or "vendor" in path.parts or path == Path(__file__):
            continue
        found = places.search(path.read_text("utf-8"))
        assert found is None, f"{path.name}: {found}"


def test_files_stay_small() -> None:
    for path in tracked():
        if path.suffix in {".py", ".js", ".css", ".html"} and "vendor" not in path.parts:
            assert len(path.read_text("utf-8").splitlines()) <= 400, path


def test_no_script_hides_a_module_of_pythons_own() -> None:
    """Who runs a script has its folder first in what is imported: a types.py there is no start for any of them."""
    names = {path.stem for path in tracked() if path.parent.name == "tools" and path.suffix == ".py"}
    assert "link" in names
    assert names & (sys.stdlib_module_names - {"__init__"}) == set()


def test_links_in_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(
            r"\]\((?!http)([^)#]+)\)|srcset=\"([^\"]+)\"|src=\"([^\"]+)\"", document.read_text("utf-8")
        ):
            (name,) = filter(None, target)
            assert (document.parent / name).exists(), f"{document.name}: {name}"


def test_the_readmes_curl_works(server: Server) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (body,) = re.findall(r"-d '(\{.*?\})'", readme, re.DOTALL)
    response = server.http.post(
        "/runs", params={"wait": 30}, content=body, headers={"Content-Type": "application/json"}
    )
    assert response.json()["status"] == "done"
    for command in re.findall(r"^elevenlines (\w+)", readme, re.MULTILINE):
        assert command in {"train", "presets", "serve"}
