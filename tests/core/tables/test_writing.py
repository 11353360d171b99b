"""What is written reads back to the same table and the same test rows, bit for bit."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.tables import FORMATS, Contents, read
from elevenlines.core.tables.source import Form
from elevenlines.core.tables.writing import write_csv, write_json

CELL = st.floats(-LIMITS.cell, LIMITS.cell) | st.integers(-3, 3).map(float)
RISKY = ["=1+1", "'=x", "+a", "-", "@b", "'", 'a"b', "a,b", "a;b", " a ", "1", "NA", "\ufeffa", "a\u2028b"]
ROLES = ["split", "Split", "target:a", "predicted:a", "input:a", "x" * LIMITS.name_length]
NAME = st.text(max_size=12).filter(lambda text: text.isprintable() and bool(text.strip())) | st.sampled_from(
    RISKY + ROLES
)


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    rows, inputs, targets = draw(st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)))

    def block(columns: int, cell: st.SearchStrategy[Any] = CELL) -> Any:
        return st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows)

    def names(columns: int) -> Any:
        return st.lists(NAME, min_size=columns, max_size=columns, unique=True)

    table = {"inputs": draw(block(inputs)), "targets": draw(block(targets))}
    table |= {"input_names": draw(names(inputs)), "target_names": draw(names(targets))}
    by_hand = draw(st.lists(st.integers(0, rows - 1), unique=True))
    share, seed = draw(st.sampled_from([0.0, 0.5])), draw(st.integers(0, 9))
    split = Split(share=share, seed=seed, test=tuple(by_hand)) if draw(st.booleans()) else None
    predictions = draw(st.none() | block(targets, st.none() | st.floats(allow_nan=False, allow_infinity=False)))
    return Contents(Table.model_validate(table), split, predictions)


def bits(table: Table) -> list[str]:
    return [value.hex() for block in (table.inputs, table.targets) for row in block for value in row]


@given(contents())
def test_csv_comes_back(given_contents: Contents) -> None:
    found = read(write_csv(given_contents), "csv")
    assert not found.errors
    table = given_contents.table
    assert found.table == table
    assert found.table is not None
    assert bits(found.table) == bits(table)
    rows = len(table.inputs)
    tested = None if given_contents.split is None else given_contents.split.test_rows(rows)
    assert (None if found.split is None else found.split.test_rows(rows)) == tested


@given(contents())
def test_json_comes_back(given_contents: Contents) -> None:
    written = write_json(given_contents)
    found = read(written, "json")
    assert found.table == given_contents.table
    assert found.table is not None
    assert bits(found.table) == bits(given_contents.table)
    assert found.split == given_contents.split
    predictions = given_contents.predictions
    assert json.loads(written).get("predictions") == (
        None if predictions is None else [list(row) for row in predictions]
    )


def test_how_it_looks() -> None:
    table = Table(
        inputs=((0.0, -0.5), (1.0, 1e-7)), targets=((1.0,), (0.0,)), input_names=("a", "=b"), target_names=("y",)
    )
    written = write_csv(Contents(table, Split(test=(1,)), [[0.75], [None]])).decode()
    assert written.split("\r\n") == [
        "a,'=b,target:y,predicted:y,split",
        "0,-0.5,1,0.75,train",
        "1,1e-07,0,,test",
        "",
    ]


def test_every_format_is_one_that_is_read() -> None:
    table = Table.model_validate({"inputs": [[0]], "targets": [[1]]})
    forms: tuple[Form, ...] = ("csv", "json")
    assert tuple(FORMATS) == forms
    for form in forms:
        assert read(FORMATS[form].write(Contents(table)), form).table == table
