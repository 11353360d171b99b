"""The Python client against a real server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from elevenlines.app.client import ApiError, Playground
from elevenlines.core.generators.recipe import Recipe
from elevenlines.core.generators.suggested import suggested
from tests.support.server import ROOT, XOR_TABLE, Server


@pytest.fixture
def playground(server: Server) -> Iterator[Playground]:
    with Playground(server.url) as talking:
        yield talking


def test_start_poll_predict(playground: Playground) -> None:
    run = playground.start(XOR_TABLE, training={"epochs": 3_000}, pace=6_000, seed=3)
    states = list(run.poll())
    assert states[-1].status == "done"
    epochs = [epoch for state in states for epoch in state.history.epoch]
    assert epochs == sorted(set(epochs)), "no point comes twice"
    assert states[-1].frame is not None
    assert run.predict(XOR_TABLE["inputs"]) == states[-1].frame.predictions
    assert run.frame(1_234).exact
    assert run.wait().error == states[-1].error


def test_pause_step_resume_change_stop_delete(playground: Playground) -> None:
    run = playground.start(playground.presets()["and"], paused=True, name="by hand")
    assert (run.info.name, run.info.status) == ("by hand", "paused")
    assert run.step(5).epoch == 5
    assert run.change(learning_rate=0.5).spec.training.changes[0].epoch == 5
    assert run.resume().status in {"queued", "running", "done"}
    run.wait()
    assert playground.run(run.id).info.status == "done"
    assert run.id in [info.id for info in playground.runs()]
    assert run.stop().status == "done"
    run.delete()
    with pytest.raises(ApiError, match="404"):
        playground.run(run.id)


def test_pause(playground: Playground) -> None:
    run = playground.start(XOR_TABLE, training={"epochs": 10_000_000})
    assert run.pause().status == "paused"
    run.delete()


def test_what_the_server_refuses_is_said(playground: Playground) -> None:
    with pytest.raises(ApiError) as caught:
        playground.start({"inputs": [], "targets": []})
    assert caught.value.status == 422
    assert ("/table/inputs", "must have at least one row") in caught.value.errors


def test_the_readmes_example_runs(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(example.replace("http://127.0.0.1:8000", server.url), {})  # noqa: S102  (the README's own words)
    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("20000 ") for line in printed)


def test_a_fork(playground: Playground) -> None:
    parent = playground.start(XOR_TABLE, training={"epochs": 400})
    parent.wait()
    same, slower = parent.fork(297), parent.fork(297, training={"learning_rate": 0.1})
    assert same.info.parent is not None
    assert (same.info.parent.id, same.info.parent.epoch) == (parent.id, 297)
    assert same.wait().error == parent.info.error != slower.wait().error
    frame = parent.frame(297)
    resting = slower.fork(400, weights=frame.weights, epochs=500, name="again", paused=True)
    assert (resting.info.name, resting.info.status, resting.info.epochs) == ("again", "paused", 500)
    assert resting.frame(400).weights == frame.weights


def test_program(playground: Playground) -> None:
    run = playground.start(XOR_TABLE, training={"epochs": 30}, seed=3)
    assert "for j in range(30):" in run.program()
    assert run.program() == playground.program(run.info.spec)
    assert run.program() == playground.program(XOR_TABLE, training={"epochs": 30}, seed=3)


def test_a_table_from_a_file_is_trained_and_comes_back(playground: Playground, tmp_path: Path) -> None:
    file = tmp_path / "colours.tsv"
    file.write_text("size\tcolour\tbig\n1\tred\tno\n2.5\tblue\tyes\n", "utf-8")
    found = playground.parse_table(file, target=[2])
    assert (found.separator, found.rows, found.spec["table"]["target_names"]) == ("tab", 2, ["big=yes"])
    run = playground.start(**found.spec, training={"epochs": 20})
    run.wait()
    back = playground.parse_table(run.table_csv(epoch=7))
    assert back.table == found.table == playground.parse_table(playground.table_csv(found.spec["table"])).table
    assert [column.role for column in back.columns] == ["input"] * 3 + ["target", "left_out"]
    tested = playground.table_csv(found.spec["table"], {"test": [1]})
    assert playground.parse_table(tested).spec["split"]["test"] == [1]


def test_bad_lines_of_a_table_are_told(playground: Playground) -> None:
    with pytest.raises(ApiError) as caught:
        playground.parse_table("a,y\n1,2\n,3\n")
    assert caught.value.errors == [("line 3", "missing value in column a")]
    assert "line 3: missing value" in str(caught.value)
    preview = playground.parse_table("a,y\n1,2\n,3\n", preview=True)
    assert (preview.table, preview.errors[0].line) == (None, 3)
    assert playground.parse_table('[{"a": 1, "y": 2}]', "json").header


def test_makes_points_and_trains_them(playground: Playground) -> None:
    spec = playground.make("gaussians", points=60, noise=0.05, seed=4)
    assert spec == suggested(Recipe(name="gaussians", points=60, noise=0.05, seed=4))
    run = playground.start(spec)
    assert (run.wait().error or 1.0) < 0.05
    with pytest.raises(ApiError, match="is for above only") as caught:
        playground.make("gaussians", formula="x")
    assert caught.value.errors == [("/formula", "is for above only: leave it out")]
