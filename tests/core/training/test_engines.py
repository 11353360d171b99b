import subprocess
import sys

import pytest

from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin, engine_of
from tests.support.server import ROOT


def spec(rows: int, hidden: list[int], **training: object) -> RunSpec:
    table = {"inputs": [[0.5] * 8] * rows, "targets": [[1]] * rows}
    return RunSpec.model_validate({"table": table, "network": {"hidden": hidden}, "training": training})


@pytest.mark.parametrize(
    ("asked", "engine"),
    [
        (spec(4, [4]), "compiled"),
        (spec(10_000, [16]), "compiled"),
        (spec(32, [64]), "compiled"),
        (spec(1_000, [256]), "reference"),
        (spec(1_000, [256], batch_size=10), "compiled"),
        (spec(1, [256, 256]), "reference"),
    ],
)
def test_the_engine_follows_from_the_spec_alone(asked: RunSpec, engine: str) -> None:
    assert engine_of(asked) == engine
    assert begin(asked).engine == engine


def test_without_numba_the_readable_engine_trains_everything() -> None:
    program = """
import sys
sys.modules["numba"] = None  # what an import of it finds
from elevenlines.core.training.engines import begin, engine_of, warm
from elevenlines.core.presets import PRESETS
warm()
training = begin(PRESETS["xor"].spec)
training.advance(100)
print(engine_of(PRESETS["xor"].spec), training.measure().error)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = Training(spec(1, [])).engine
    assert done.stdout.split()[0] == expected == "reference"
