"""Our training against PyTorch's, whose numbers make_torch.py has kept."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training

KEPT = json.loads(Path(__file__).with_name("torch.json").read_text("utf-8"))


def named(case: dict[str, Any]) -> str:
    network, training = case["spec"]["network"], case["spec"]["training"]
    words = [network["activation"], network["output_activation"], training.get("loss", ""), training.get("optimizer")]
    return "-".join(str(word) for word in words if word)


@pytest.mark.parametrize("case", KEPT["cases"], ids=named)
def test_a_hundred_steps_as_pytorch_makes_them(case: dict[str, Any]) -> None:
    spec, after = RunSpec.model_validate(case["spec"]), case["after"]
    training = Training(spec)
    training.advance(KEPT["steps"])
    parameters = Parameters(training.frame().state[0], Layout.of(spec))
    for mine, theirs in zip(parameters.weights, after["weights"], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)
    for mine, theirs in zip(parameters.biases, after["biases"], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)
    norms = [norm for norm in parameters.norms if norm is not None]
    for norm, rows in zip(norms, after["norms"], strict=True):
        np.testing.assert_allclose([norm.gamma, norm.beta, norm.mean, norm.variance], rows, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(training.predictions(), after["predictions"], rtol=1e-12)
