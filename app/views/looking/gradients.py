"""A gradient check as a program reads it: each kind of parameter of each layer, both gradients beside each other."""

from math import isfinite

import numpy as np

from elevenlines.app.answers.passes import GradientCheck, GradientTable, ParameterName
from elevenlines.app.runs.run import Refused, WrongState
from elevenlines.core.looking.gradients import check_gradient, is_too_large
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame
from elevenlines.core.types import Array


def check_size(spec: RunSpec) -> None:
    """Refuses a network with too many gradients to be checked."""
    if is_too_large(spec):
        raise Refused(
            "/path/run_id", f"has too large a network: gradients are checked up to {LIMITS.checked:,} parameters"
        )


def gradients_of(spec: RunSpec, frame: Frame) -> GradientCheck:
    """Every gradient at a frame, computed twice; `layer` counts from 0, as in weights[layer].

    Raises:
        WrongState: the numbers overflow there.
    """
    check = check_gradient(spec, frame)
    if not isfinite(check.max_relative_difference):
        raise WrongState("the network's numbers overflow here: there is nothing to compare")
    like = check.analytic.like
    marks = (like(mark.astype(np.float64)) for mark in (check.kinks, check.lost))
    tables = [check.analytic, check.numeric, like(check.relative), *marks]
    groups = []
    for (layer, name, analytic), *others in zip(*map(_groups, tables), strict=True):
        numeric, relative, kinks, lost = (values for _, _, values in others)
        groups.append(
            GradientTable.model_construct(
                layer=layer,
                parameter=name,
                analytic=analytic.tolist(),
                numeric=numeric.tolist(),
                relative_difference=relative.tolist(),
                kinks=(kinks > 0.0).tolist(),
                lost=(lost > 0.0).tolist(),
            )
        )
    return GradientCheck.model_construct(
        epoch=frame.epoch, max_relative_difference=check.max_relative_difference, gradients=groups
    )


def _groups(parameters: Parameters) -> list[tuple[int, ParameterName, Array]]:
    """Layer, name and values of all that is trained, in the order of the layers."""
    found: list[tuple[int, ParameterName, Array]] = []
    for layer, (weights, norm) in enumerate(zip(parameters.weights, parameters.norms, strict=True)):
        found.append((layer, "weights", weights))
        if parameters.layout.bias:
            found.append((layer, "biases", parameters.biases[layer]))
        if norm is not None:
            found += [(layer, "gamma", norm.gamma), (layer, "beta", norm.beta)]
    return found
