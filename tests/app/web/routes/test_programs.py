"""Programs over HTTP: of a spec, of a run, of a fork; as lines and as a file."""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.core.written.node import outputs_of
from tests.core.written.test_javascript import printed
from tests.core.written.test_program import run_file
from tests.support.server import XOR_TABLE, Server


def test_lines_are_the_text_and_their_html_says_no_more(server: Server) -> None:
    found = server.http.post("/program", json={"table": XOR_TABLE}).json()
    assert "".join(f"{line['text']}\n" for line in found["lines"]) == found["text"]
    assert [line["number"] for line in found["lines"]] == list(range(1, len(found["lines"]) + 1))
    for line in found["lines"]:
        plain = re.sub(r'<span class="tok-[a-z0-9]+">|</span>', "", line["html"])
        assert (
            plain.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == line["text"]
        )
        assert "style" not in line["html"]
    assert any("tok-k" in line["html"] for line in found["lines"])


def test_a_file_prints_the_runs_error(server: Server, tmp_path: Path) -> None:
    started = server.start(name='../ö "X" & 7', training={"epochs": 2_000, "optimizer": "adam", "learning_rate": 0.01})
    run = server.ended(started["id"])
    response = server.http.get(f"/runs/{run['id']}/export/python")
    assert response.headers["content-type"] == "text/x-python; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="x-7.py"'
    assert response.text == server.get(f"/runs/{run['id']}/program")["text"]
    file = tmp_path / "x-7.py"
    file.write_text(response.text, "utf-8")
    (error,), predictions = run_file(file)
    assert error == pytest.approx(run["error"], rel=1e-8)
    frame = server.get(f"/runs/{run['id']}/frames/2000")
    np.testing.assert_allclose(predictions, frame["predictions"], rtol=1e-8)


def test_a_module_prints_the_runs_error(server: Server, tmp_path: Path) -> None:
    run = server.ended(server.start(name="XOR", training={"epochs": 2_000})["id"])
    response = server.http.get(f"/runs/{run['id']}/export/javascript")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="xor.mjs"'
    (output,) = outputs_of([response.text], tmp_path)
    errors, _, predictions = printed(output)
    assert errors[-1] == pytest.approx(run["error"], rel=1e-9)
    frame = server.get(f"/runs/{run['id']}/frames/2000")
    np.testing.assert_allclose(predictions, frame["predictions"], rtol=1e-8)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("weights", [None, [[[0.5, -1.0], [1.0, 2.0], [0.1, -0.3]], [[1.0], [-1.0]]]])
def test_a_forks_file_goes_on_where_it_left(
    server: Server, tmp_path: Path, optimizer: str, weights: list[list[list[float]]] | None
) -> None:
    training = {"epochs": 50, "optimizer": optimizer, "learning_rate": 0.1, "batch_size": 2}
    parent = server.start(network={"hidden": [2]}, training=training)
    server.ended(parent["id"])
    body = {"epoch": 20, "weights": weights, "training": {"batch_size": 3}}
    fork = server.ended(server.http.post(f"/runs/{parent['id']}/fork", json=body).json()["id"])
    assert fork["epoch"] == 50
    file = tmp_path / "fork.py"
    file.write_text(server.http.get(f"/runs/{fork['id']}/export/python").text, "utf-8")
    assert "for j in range(20, 50):" in file.read_text("utf-8")
    assert run_file(file)[0] == pytest.approx([fork["error"]], rel=1e-8)


def test_a_stopped_runs_program_ends_where_it_did(server: Server) -> None:
    run = server.start(paused=True, training={"epochs": 50})
    server.http.post(f"/runs/{run['id']}/step", json={"epochs": 9})
    assert "range(50)" in server.get(f"/runs/{run['id']}/program")["text"]
    server.http.post(f"/runs/{run['id']}/stop")
    assert "range(9)" in server.get(f"/runs/{run['id']}/program")["text"]


def test_an_unknown_format_is_refused_in_words(server: Server) -> None:
    run = server.start(paused=True)
    response = server.http.get(f"/runs/{run['id']}/export/docx")
    assert response.status_code == 404
    assert response.json()["detail"] == "there is no such format: choose one of python, javascript, csv, json"
