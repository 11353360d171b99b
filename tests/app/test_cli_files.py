"""Tables from files on the command line, and predictions into them."""

from pathlib import Path

import numpy as np
import pytest

from elevenlines.app.cli_files import write_predictions
from elevenlines.core.spec import RunSpec
from elevenlines.core.tables import read
from tests.app.test_cli import run

CSV = "size,colour,big\n1,red,no\n2.5,blue,yes\n"
BAD = "a,y\n1,1\n,0\n0,1\nx,2\n1,0\n0,1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_a_csv_file_is_trained_and_its_predictions_are_written(file: Path, tmp_path: Path) -> None:
    file.write_text("a,b,target:y,split\n0,0,0,train\n0,1,1,train\n1,0,1,test\n", "utf-8")
    out = tmp_path / "out.csv"
    done = run("train", "--table", str(file), "--epochs", "20", "--predictions", str(out))
    assert done.returncode == 0, done.stderr
    written = out.read_text("utf-8").splitlines()
    assert written[0] == "a,b,target:y,predicted:y,split"
    assert [line.rpartition(",")[2] for line in written[1:]] == ["train", "train", "test"]
    again, given = read(out.read_bytes(), "csv"), read(file.read_bytes(), "csv")
    assert (again.table, again.split) == (given.table, given.split)
    assert "test error" in done.stdout


def test_columns_are_named_or_numbered(file: Path, tmp_path: Path) -> None:
    file.write_text(CSV, "utf-8")
    headers = []
    for options in (("--target", "size", "--skip", "1"), ("--target", "0", "--text", "classes")):
        out = tmp_path / "out.csv"
        done = run("train", "--table", str(file), "--epochs", "2", "--predictions", str(out), *options)
        assert done.returncode == 0, done.stderr
        headers.append(out.read_text("utf-8").splitlines()[0])
    assert headers == ["big=no,big=yes,target:size,predicted:size", "colour,big,target:size,predicted:size"]


def test_bad_lines_are_listed_and_left_out_on_demand(file: Path) -> None:
    file.write_text(BAD, "utf-8")
    refused = run("train", "--table", str(file))
    assert refused.returncode == 2
    assert "line 3: missing value in column a\nline 5: not a number in column a\n" in refused.stderr
    assert "--drop" in refused.stderr
    dropped = run("train", "--table", str(file), "--drop", "--epochs", "2")
    assert dropped.returncode == 0, dropped.stderr
    assert "left out lines 3, 5 of" in dropped.stderr


def test_a_json_list_is_a_table_too(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    file.write_text('[{"a": 0, "y": 1}, {"a": 1, "y": 0}]', "utf-8")
    assert run("train", "--table", str(file), "--epochs", "2").returncode == 0
    assert "for j in range" in run("program", "--spec", str(file)).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--target", "weight"), "--target must name columns that are there: 3 of them"),
        (("--skip", "7"), "--skip must name columns that are there"),
        (("--predictions", "/nowhere/out.csv", "--epochs", "2"), "/nowhere/out.csv cannot be written"),
    ],
)
def test_what_is_wrong_is_said(file: Path, options: tuple[str, ...], said: str) -> None:
    file.write_text(CSV, "utf-8")
    done = run("train", "--table", str(file), *options)
    assert done.returncode in {1, 2}
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_written_is_said_before_anything_is_trained(tmp_path: Path) -> None:
    for place in ("/nowhere/out.csv", str(tmp_path)):
        done = run("train", "--epochs", "10000000", "--predictions", place)
        assert (done.returncode, done.stdout) == (2, "")
    kept = tmp_path / "kept.csv"
    kept.write_text("as it was", "utf-8")
    fresh = tmp_path / "fresh.csv"
    for file in (kept, fresh):
        assert run("train", "--epochs", "0", "--predictions", str(file)).returncode == 2
    assert kept.read_text("utf-8") == "as it was"
    assert not fresh.exists()


def test_a_field_of_a_file_is_named(tmp_path: Path) -> None:
    body = tmp_path / "body.json"
    body.write_text('{"table": {"inputs": [[0, 1e9]], "targets": [[0]]}, "training": {"epochs": 0}}', "utf-8")
    done = run("train", "--table", str(body))
    assert "table.inputs[0][1]: must be at most 1,000,000" in done.stderr.splitlines()
    assert "training.epochs: must be at least 1" in done.stderr.splitlines()


def test_options_of_a_file_need_one(tmp_path: Path) -> None:
    done = run("train", "--preset", "xor", "--drop")
    assert done.returncode == 2
    assert "give it as --table" in " ".join(done.stderr.replace("│", " ").split())
    missing = run("train", "--table", str(tmp_path / "missing.csv"))
    assert "cannot be read" in missing.stderr


def test_what_overflowed_is_an_empty_cell(tmp_path: Path) -> None:
    spec = RunSpec.model_validate({"table": {"inputs": [[1], [2], [3]], "targets": [[0], [0], [0]]}})
    write_predictions(tmp_path / "out.csv", spec, np.array([[np.inf], [np.nan], [0.5]]))
    assert (tmp_path / "out.csv").read_text("utf-8").split() == ["a,target:y,predicted:y", "1,0,", "2,0,", "3,0,0.5"]
