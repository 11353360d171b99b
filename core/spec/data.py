"""Data is a table as arrays, the way the engines see it: what enters the network, apart for training and for test."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.spec.features import Entrance, Features
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table
from elevenlines.core.types import Array


class Rows(NamedTuple):
    """Some rows of a table.

    Attributes:
        numbers: which they are in the table, from 0.
        inputs: what enters the network, (rows, inputs).
        targets: (rows, outputs).
    """

    numbers: NDArray[np.intp]
    inputs: Array
    targets: Array


@dataclass(frozen=True, eq=False)  # by identity: arrays have no single answer, and specs are compared by their fields
class Data:
    """A table's rows, ready for the network.

    Attributes:
        entrance: what made the inputs of the columns.
        columns: the table's inputs as they are, (rows, columns).
        all, training, test: its rows; those of test may be none.
    """

    entrance: Entrance
    columns: Array
    all: Rows
    training: Rows
    test: Rows

    @classmethod
    def of(cls, table: Table, features: Features, split: Split | None) -> "Data":
        """The data of a spec. Its arrays are shared and must not be written to.

        Raises:
            PydanticCustomError: the features do not fit the table, see Entrance.
        """
        count = len(table.inputs)
        columns, targets = np.array(table.inputs), np.array(table.targets)
        tested = np.zeros(count, dtype=np.bool_)
        if split is not None:
            tested[list(split.test_rows(count))] = True
        training, test = np.flatnonzero(~tested), np.flatnonzero(tested)
        entrance, inputs = Entrance.of(features, table.input_names, columns, training.tolist())
        whole = Rows(np.arange(count), inputs, targets)
        parts = [Rows(rows, inputs[rows], targets[rows]) for rows in (training, test)] if len(test) else [whole]
        for array in (columns, inputs, targets, *(array for part in parts for array in part)):
            array.setflags(write=False)
        return cls(entrance, columns, whole, parts[0], parts[1] if len(test) else Rows(test, inputs[:0], targets[:0]))
