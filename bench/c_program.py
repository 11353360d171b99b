"""The article's training in C: general loops, compiled on this machine, for a speed to compare with."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.types import Array

SOURCE = Path(__file__).with_name("general.c")
FLAGS = ("-O3", "-march=native", "-std=c11", "-D_POSIX_C_SOURCE=200809L")


def compile_into(folder: Path) -> Path | None:
    """The compiled program, None where there is no compiler."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return None
    program = folder / "general"
    subprocess.run([compiler, *FLAGS, "-o", program, SOURCE, "-lm"], check=True)
    return program


def train(program: Path, spec: RunSpec) -> tuple[float, Array]:
    """Milliseconds of the training alone, and the final parameters; of a spec like the article's."""
    table, training = spec.table, spec.training
    arrays: Sequence[Array] = (np.array(table.inputs), np.array(table.targets), initial_parameters(spec).flat)
    text = "\n".join(repr(float(number)) for array in arrays for number in array.ravel())
    numbers = (training.epochs, training.learning_rate, len(table.inputs), *spec.layer_sizes)
    command = [str(program), *map(str, numbers)]
    lines = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.split()
    return float(lines[0]), np.array(lines[1:], dtype=float)
