"""A table as arrays: its rows apart for training and test, and nobody's to write to."""

import numpy as np
import pytest

from elevenlines.core.spec.data import Data
from elevenlines.core.spec.features import Features
from elevenlines.core.spec.split import Split
from elevenlines.core.spec.table import Table

TABLE = Table.model_validate({"inputs": [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], "targets": [[0.0], [1.0], [0.5]]})


def test_rows_keep_their_numbers() -> None:
    data = Data.of(TABLE, Features(), Split(test=(1,)))
    assert data.training.numbers.tolist() == [0, 2]
    assert data.test.numbers.tolist() == [1]
    np.testing.assert_array_equal(data.training.inputs, [[0.0, 1.0], [4.0, 5.0]])
    np.testing.assert_array_equal(data.test.targets, [[1.0]])
    np.testing.assert_array_equal(data.all.inputs, data.columns)


def test_without_a_split_all_rows_train() -> None:
    data = Data.of(TABLE, Features(), None)
    assert data.training is data.all
    assert data.test.inputs.shape == (0, 2)


def test_shared_arrays_cannot_be_written_to() -> None:
    data = Data.of(TABLE, Features(formulas=("a",)), Split(test=(1,)))
    for array in (data.columns, data.all.inputs, data.training.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
