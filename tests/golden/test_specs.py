"""300 random specs over every option: both engines arrive where specs.json says; see make_specs.py."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import engine_named, has_compiler

KEPT: list[dict[str, Any]] = json.loads(Path(__file__).with_name("specs.json").read_text("utf-8"))
ENGINES = ["reference", "compiled"] if has_compiler() else ["reference"]
TOLERANCE = {"reference": 1e-12, "compiled": 1e-9}  # relative to max(1, |x|): last bits differ between processors


def begun(engine: str, spec: RunSpec) -> Training:
    """A training of the spec by that engine."""
    return Training(spec, engine=engine_named(engine))


def reached(training: Training) -> np.ndarray:
    """What is compared: the parameters, the error, the loss."""
    point = training.measure()
    return np.array([*training.frame().state[0], point.error, point.loss])


@pytest.mark.parametrize("engine", ENGINES)
def test_every_spec_leads_where_it_led(engine: str) -> None:
    for case in KEPT:
        training = begun(engine, RunSpec.model_validate(case["spec"]))
        training.advance(training.spec.training.epochs)
        assert (training.epoch, training.outcome) == (case["epoch"], case["outcome"]), case["spec"]
        expected = np.array([*case["parameters"], case["error"], case["loss"]])
        missed = np.abs(reached(training) - expected) / np.maximum(1, np.abs(expected))
        assert missed.max() <= TOLERANCE[engine], f"{missed.max()}: {case['spec']}"


def test_the_specs_are_many_and_small() -> None:
    assert len({json.dumps(case["spec"]) for case in KEPT}) == len(KEPT) >= 300
    assert Path(__file__).with_name("specs.json").stat().st_size < 1_000_000
