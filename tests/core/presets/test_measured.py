"""The real tables: whole, in the units that they name, and with their sources beside them."""

import csv

import numpy as np
import pytest

from elevenlines.core.looking.tasks import task_of
from elevenlines.core.presets import PRESETS
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


def test_numbers_are_those_that_were_measured() -> None:
    penguins = np.array(PRESETS["penguins"].spec.table.inputs)
    names = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    np.testing.assert_array_equal(penguins, np.transpose([column("penguins", name) for name in names]))
    masses = np.array(PRESETS["penguin_mass"].spec.table.targets)[:, 0]
    np.testing.assert_allclose(masses * 1_000, column("penguins", "body_mass_g"))
    diabetes = PRESETS["diabetes"].spec.table
    np.testing.assert_array_equal(np.array(diabetes.inputs)[:, 2], column("diabetes", "bmi"))
    np.testing.assert_allclose(np.array(diabetes.targets)[:, 0] * 100, column("diabetes", "progression"))


@pytest.mark.parametrize("name", ["iris", "penguins", "penguin_mass", "diabetes"])
def test_a_fifth_of_the_rows_is_set_aside_and_inputs_are_standardised(name: str) -> None:
    spec = PRESETS[name].spec
    assert len(spec.test_rows) == pytest.approx(0.2 * len(spec.table.inputs), abs=1)
    entering = spec.data.entrance.apply(spec.data.columns)[list(spec.training_rows)]
    np.testing.assert_allclose(entering.mean(axis=0), 0.0, atol=1e-9)
    np.testing.assert_allclose(entering.std(axis=0), 1.0)


def test_every_file_has_its_source_and_its_licence() -> None:
    said = (TABLES / "SOURCES.md").read_text("utf-8")
    for file in TABLES.glob("*.csv"):
        (line,) = [line for line in said.splitlines() if line.startswith(f"| `{file.name}`")]
        licence = line.split("|")[-2]
        assert "CC0" in licence or "LICENSE-scikit-learn.txt" in licence
        with file.open(encoding="utf-8") as rows:
            assert f"| {len(list(csv.DictReader(rows)))} |" in line
    assert "BSD 3-Clause" in (TABLES / "LICENSE-scikit-learn.txt").read_text("utf-8")
