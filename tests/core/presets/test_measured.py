"""The real tables: whole, in the units that they name, and with their sources beside them."""

import csv

import numpy as np
import pytest

from core.presets import PRESETS
from core.tasks import task_of
from tests.support.server import ROOT

TABLES = ROOT / "core" / "presets" / "tables"


def column(name: str, of: str) -> list[float]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8") as file:
        return [float(row[of]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("name", "rows", "kind"),
    [
        ("iris", 150, "classes"),
        ("penguins", 333, "classes"),
        ("penguin_mass", 333, "regression"),
        ("diabetes", 442, "regression"),
    ],
)
def test_a_table_is_whole(name: str, rows: int, kind: str) -> None:
    table = PRESETS[name].spec.table
    assert len(table.inputs) == rows
    assert task_of(np.array(table.targets), table.target_names).kind == kind


def test_classes_are_as_many_as_were_measured() -> None:
    assert np.sum(PRESETS["iris"].spec.table.targets, axis=0).tolist() == [50, 50, 50]
    assert np.sum(PRESETS["penguins"].spec.table.targets, axis=0).tolist() == [146, 68, 119]


def test_units_are_those_of_the_title() -> None:
    penguins = np.array(PRESETS["penguins"].spec.table.inputs)
    np.testing.assert_allclose(penguins[:, 0] * 10, column("penguins", "bill_length_mm"))
    np.testing.assert_allclose(penguins[:, 2] * 100, column("penguins", "flipper_length_mm"))
    np.testing.assert_allclose(penguins[:, 3] * 1_000, column("penguins", "body_mass_g"))


def test_standardised_columns_have_mean_0_and_deviation_1() -> None:
    table = PRESETS["diabetes"].spec.table
    inputs = np.array(table.inputs)
    np.testing.assert_allclose(inputs.mean(axis=0), 0.0, atol=1e-3)
    np.testing.assert_allclose(inputs.std(axis=0), 1.0, atol=1e-3)
    np.testing.assert_allclose(np.array(table.targets)[:, 0] * 100, column("diabetes", "progression"))


def test_every_file_has_its_source_and_its_licence() -> None:
    said = (TABLES / "SOURCES.md").read_text("utf-8")
    for file in TABLES.glob("*.csv"):
        (line,) = [line for line in said.splitlines() if line.startswith(f"| `{file.name}`")]
        licence = line.split("|")[-2]
        assert "CC0" in licence or "LICENSE-scikit-learn.txt" in licence
        with file.open(encoding="utf-8") as rows:
            assert f"| {len(list(csv.DictReader(rows)))} |" in line
    assert "BSD 3-Clause" in (TABLES / "LICENSE-scikit-learn.txt").read_text("utf-8")
