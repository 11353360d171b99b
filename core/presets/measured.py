"""Real measurements, from the files in `tables`, whose sources and licences stand beside them. Read when asked for.

Inputs are the numbers that were measured, standardised on their way into the network; a fifth of the rows is set aside.
"""

import csv
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from elevenlines.core.presets.preset import Group, Preset, table_of
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.features import Features
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.training import TrainingSpec

Column = list[float]
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
DIGITS = 6  # of a number in another unit: no digit but those that were measured


def _read(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("tables", f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _numbers(rows: Sequence[dict[str, str]], column: str, unit: float = 1.0) -> Column:
    """A column, in units of so many of the file's."""
    return [round(float(row[column]) / unit, DIGITS) for row in rows]


def _is(rows: Sequence[dict[str, str]], column: str, value: str) -> Column:
    """1 where a column has that value, else 0."""
    return [float(row[column] == value) for row in rows]


def _spec(inputs: dict[str, Column], targets: dict[str, Column], network: dict[str, Any], **training: Any) -> RunSpec:  # noqa: ANN401  (fields of the spec)
    """Columns by their names as a spec; trained by Adam, gradients averaged over the rows."""
    rows, expected = (list(zip(*columns.values(), strict=True)) for columns in (inputs, targets))
    return RunSpec(
        table=table_of(tuple(inputs), tuple(targets), rows, expected),
        network=NetworkSpec(activation="tanh", bias=True, initializer="xavier_uniform", **network),
        features=Features(standardise=True),
        split=Split(share=0.2, seed=1),
        training=TrainingSpec(optimizer="adam", reduction="mean", **training),
    )


_SHARES = {"output_activation": "softmax"}


def _iris() -> RunSpec:
    rows = _read("iris")
    names = [f"{part} {way}" for part in ("sepal", "petal") for way in ("length", "width")]
    return _spec(
        {name: _numbers(rows, f"{name.replace(' ', '_')}_cm") for name in names},
        {kind: _is(rows, "species", kind) for kind in ("setosa", "versicolor", "virginica")},
        {"hidden": (4,)} | _SHARES,
        epochs=1_000,
        learning_rate=0.02,
        loss="categorical_cross_entropy",
    )


def _bodies(rows: Sequence[dict[str, str]]) -> dict[str, Column]:
    return {
        "bill length": _numbers(rows, "bill_length_mm"),
        "bill depth": _numbers(rows, "bill_depth_mm"),
        "flipper": _numbers(rows, "flipper_length_mm"),
    }


def _penguins() -> RunSpec:
    rows = _read("penguins")
    return _spec(
        _bodies(rows) | {"mass": _numbers(rows, "body_mass_g")},
        {kind: _is(rows, "species", kind) for kind in SPECIES},
        {"hidden": (4,)} | _SHARES,
        epochs=1_000,
        learning_rate=0.02,
        loss="categorical_cross_entropy",
    )


def _penguin_mass() -> RunSpec:
    rows = _read("penguins")
    kinds = {kind: _is(rows, "species", kind) for kind in SPECIES}
    return _spec(
        _bodies(rows) | kinds | {"male": _is(rows, "sex", "male")},
        {"mass": _numbers(rows, "body_mass_g", 1_000)},
        {"hidden": (4,), "output_activation": "linear"},
        epochs=1_000,
        learning_rate=0.02,
    )


def _diabetes() -> RunSpec:
    rows = _read("diabetes")
    *names, target = rows[0]
    return _spec(
        {name: _numbers(rows, name) for name in names},
        {target: _numbers(rows, target, 100)},
        {"hidden": (3,), "output_activation": "linear"},
        epochs=500,
        learning_rate=0.02,
        l2=0.001,
    )


GROUP = Group(
    "Real measurements",
    (
        Preset("iris", "Iris", "three kinds of iris, by sepals and petals in cm; Fisher, 1936", _iris),
        Preset("penguins", "Penguins", "three kinds of penguin, by bill and flipper in mm and mass in g", _penguins),
        Preset("penguin_mass", "Mass of a penguin", "in kg, by bill, flipper, kind and sex", _penguin_mass),
        Preset(
            "diabetes",
            "Diabetes",
            "how far it has gone in a year, in hundreds, by ten measurements; much stays unexplained",
            _diabetes,
        ),
    ),
)
