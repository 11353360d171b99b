"""A gradient check as a program reads it: each kind of parameter of each layer, both gradients beside each other."""

from typing import Any

import numpy as np

from elevenlines.core.looking.gradients import GradientCheck
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.types import Array


def gradients_json(check: GradientCheck, epoch: int) -> dict[str, Any]:
    """The check as api.md has it; `layer` counts from 0, as in weights[layer].

    Args:
        check: of a run's network.
        epoch: at which it was made.
    """
    like = check.analytic.like
    marks = (like(mark.astype(np.float64)) for mark in (check.kinks, check.lost))
    tables = [check.analytic, check.numeric, like(check.relative), *marks]
    groups = []
    for (layer, name, analytic), *others in zip(*map(_groups, tables), strict=True):
        numeric, relative, kinks, lost = (values for _, _, values in others)
        groups.append(
            {
                "layer": layer,
                "parameter": name,
                "analytic": analytic.tolist(),
                "numeric": numeric.tolist(),
                "relative_difference": relative.tolist(),
                "kinks": (kinks > 0.0).tolist(),
                "lost": (lost > 0.0).tolist(),
            }
        )
    return {"epoch": epoch, "max_relative_difference": check.max_relative_difference, "gradients": groups}


def _groups(parameters: Parameters) -> list[tuple[int, str, Array]]:
    """Layer, name and values of all that is trained, in the order of the layers."""
    found: list[tuple[int, str, Array]] = []
    for layer, (weights, norm) in enumerate(zip(parameters.weights, parameters.norms, strict=True)):
        found.append((layer, "weights", weights))
        if parameters.layout.bias:
            found.append((layer, "biases", parameters.biases[layer]))
        if norm is not None:
            found += [(layer, "gamma", norm.gamma), (layer, "beta", norm.beta)]
    return found
