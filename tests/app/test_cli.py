"""The command line, as it is typed."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest

from elevenlines.app.settings import Settings
from elevenlines.core.presets import PRESETS
from tests.support.server import COMMAND, ROOT, XOR_TABLE, Server, wait_for


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_presets_lists_them_all() -> None:
    printed = run("presets").stdout
    assert [line.split()[0] for line in printed.splitlines()] == list(PRESETS)


def test_train_a_table_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    file.write_text(json.dumps(XOR_TABLE), "utf-8")
    done = run("train", "--table", str(file), "--epochs", "600", "--alpha", "0.5", "--hidden", "3,2", "--seed", "7")
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^Error:", done.stdout, re.MULTILINE)) == 6
    assert "epoch 600" in done.stdout
    whole = tmp_path / "spec.json"
    spec = {
        "table": XOR_TABLE,
        "training": {"epochs": 600, "learning_rate": 0.5},
        "network": {"hidden": [3, 2]},
        "seed": 7,
    }
    whole.write_text(json.dumps(spec), "utf-8")
    assert run("train", "--table", str(whole)).stdout == done.stdout


def test_train_made_points_as_the_api_does(server: Server) -> None:
    options = ("--made", "moons", "--points", "30", "--noise", "0.2", "--data-seed", "3")
    printed = run("train", *options, "--epochs", "20").stdout
    spec = server.http.post("/generators/moons", json={"points": 30, "noise": 0.2, "seed": 3}).json()["spec"]
    spec["training"]["epochs"] = 20
    end = server.http.post("/runs", params={"wait": 30}, json=spec).json()
    assert f"error {end['error']:.12g}  loss {end['loss']:.12g}" in printed


def test_program_prints_what_the_api_writes(server: Server, tmp_path: Path) -> None:
    spec = PRESETS["half_adder"].spec.model_dump(mode="json")
    written = server.http.post("/program", json=spec).json()["text"]
    assert run("program", "--preset", "half_adder").stdout == written
    file = tmp_path / "spec.json"
    file.write_text(json.dumps(spec), "utf-8")
    assert run("program", "--spec", str(file)).stdout == written


def test_the_command_line_and_the_api_print_the_same_numbers(server: Server) -> None:
    printed = run("train", "--preset", "half_adder", "--epochs", "500").stdout
    spec = PRESETS["half_adder"].spec.model_dump(mode="json")
    spec["training"]["epochs"] = 500
    end = server.http.post("/runs", params={"wait": 30}, json=spec).json()
    assert f"error {end['error']:.12g}  loss {end['loss']:.12g}" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("train", "--preset", "nothing"), "there is no preset nothing"),
        (("train", "--table", "missing.json"), "missing.json cannot be read"),
        (("train", "--preset", "xor", "--table", "x"), "not both"),
        (("train", "--epochs", "0"), "--epochs: must be at least 1"),
        (("train", "--hidden", "4,0"), "--hidden: must be at least 1"),
        (("train", "--made", "moons", "--data-seed", "-1"), "--data-seed: must be at least 0"),
        (("train", "--hidden", "four"), "--hidden takes whole numbers"),
        (("train", "--made", "snail"), "--made: must be one of: circle"),
        (("train", "--made", "above", "--formula", "sin("), "--formula: a number, a column or a function is missing"),
        (("train", "--made", "spiral", "--preset", "xor"), "one of them"),
        (("train", "--made", "spiral", "--drop"), "--drop are about a file"),
        (("train", "--made", "spiral", "--target", "y"), "--drop are about a file"),
        (("train", "--points", "30"), "data set: give --made"),
        (("train", "--preset", "xor", "--noise", "0.2"), "data set: give --made"),
        (("train", "--preset", "xor", "--data-seed", "1"), "data set: give --made"),
        (("train", "--table", "x.csv", "--formula", "x"), "data set: give --made"),
        (("serve", "--port", "99999"), "--port: must be at most 65,535"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in re.sub(r"\s*[│╭╰─╮╯]\s*|\s+", " ", done.stderr)


def test_divergence_ends_with_a_failure(tmp_path: Path) -> None:
    spec = {
        "table": {"inputs": [[1, 2], [3, 4]], "targets": [[1], [0]]},
        "network": {"activation": "linear", "output_activation": "linear"},
        "training": {"learning_rate": 10},
    }
    file = tmp_path / "spec.json"
    file.write_text(json.dumps(spec), "utf-8")
    done = run("train", "--table", str(file))
    assert done.returncode == 1
    assert "try a smaller alpha" in done.stdout


def test_a_port_that_is_taken_is_said(server: Server) -> None:
    port = server.url.rpartition(":")[2]
    done = run("serve", "--port", port, "--no-browser", "--data", str(server.data))
    assert done.returncode == 1
    assert "try --port 0" in done.stderr


def test_every_setting_is_in_the_docs() -> None:
    described = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`ELEVENLINES_{name.upper()}`" in described
        assert field.description is not None
        assert field.description in described


def test_settings_come_from_the_environment(start_server: object) -> None:
    running: Server = start_server(token="from-the-environment")  # type: ignore[operator]  # noqa: S106  (made up)
    assert running.page.endswith("/?token=from-the-environment")
    assert httpx.get(f"{running.url}/api/v1/runs").status_code == 401


def test_serve_opens_the_page_unless_told_not_to(tmp_path: Path) -> None:
    """The system's browser is stood in for by a script that writes down what it was asked to open."""
    opened = tmp_path / "opened"
    stand_in = tmp_path / "browser"
    stand_in.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n', "utf-8")
    stand_in.chmod(0o755)
    environment = os.environ | {"BROWSER": f"{stand_in} %s"}
    for options in (["--no-browser"], []):
        command = [*COMMAND, "serve", "--port", "0", "--data", str(tmp_path / "data"), *options]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        wait_for(partial(answers, address), "the server")
        if options:
            assert not opened.exists()
        else:
            assert wait_for(opened.exists, "the browser")
            assert opened.read_text("utf-8").strip() == address
        process.terminate()
        process.wait()
        process.stdout.close()


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/v1/health").status_code in {200, 503}
    except httpx.TransportError:
        return False


def test_a_whole_body_of_the_api_can_be_trained_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_text(json.dumps({"table": XOR_TABLE, "name": "mine", "pace": 10, "paused": True}), "utf-8")
    done = run("train", "--table", str(file), "--epochs", "60")
    assert done.returncode == 0, done.stderr
    assert "epoch 60" in done.stdout


def test_serve_says_what_is_wrong_before_it_prints_an_address(tmp_path: Path, server: Server) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "elevenlines.sqlite3").write_bytes(b"no database" * 100)
    for data, said in ((damaged, "file is not a database"), (server.data, "another server works in")):
        refused = run("serve", "--port", "0", "--no-browser", "--data", str(data))
        assert (refused.returncode, refused.stdout) == (1, "")
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_setting_that_cannot_be_read_is_said_in_words() -> None:
    environment = os.environ | {"ELEVENLINES_ALLOWED_HOSTS": "example.org"}
    command = [*COMMAND, "serve"]
    refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "allowed_hosts" in refused.stderr
    assert 'as in ["name"]' in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_setting_of_the_environment_is_named_as_it_is_there() -> None:
    environment = os.environ | {"ELEVENLINES_PORT": "-1"}
    command = [*COMMAND, "serve"]
    refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert refused.stderr.startswith("ELEVENLINES_PORT: must be at least 0")


def test_who_waits_for_a_run_while_the_server_stops_is_told(start_server: Callable[..., Server]) -> None:
    server = start_server()
    with ThreadPoolExecutor() as pool:
        body = {"table": XOR_TABLE, "pace": 1}
        waiting = pool.submit(httpx.post, f"{server.url}/api/v1/runs?wait=30", json=body, timeout=60)
        wait_for(lambda: server.get("/runs")["runs"], "the run")
        server.process.send_signal(signal.SIGTERM)
        answer = waiting.result()
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "the server is stopping"
