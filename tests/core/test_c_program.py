"""The C program that the benchmarks compare with computes the same."""

from pathlib import Path

import numpy as np
import pytest

from bench import c_program
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec.changes import with_epochs
from elevenlines.core.training import Training


@pytest.mark.parametrize("name", ["xor", "first_column"])
def test_c_ends_where_the_engine_ends(name: str, tmp_path: Path) -> None:
    program = c_program.compile_into(tmp_path)
    if program is None:
        pytest.skip("no C compiler here")
    spec = with_epochs(PRESETS[name].spec, 60_000)
    training = Training(spec)
    training.advance(spec.training.epochs)
    took, parameters = c_program.train(program, spec)
    wanted = training.frame().state[0]
    assert took > 0
    assert (np.abs(parameters - wanted) <= 1e-9 * np.maximum(1.0, np.abs(wanted))).all()
