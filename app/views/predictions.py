"""Predictions for other rows, other tables, other weights in a run's network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pydantic import ValidationError

from elevenlines.app.answers.frames import Prediction
from elevenlines.app.runs.run import Refused
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.runs.workers.messages import unpack_frame
from elevenlines.app.views.looking.planes import is_too_much
from elevenlines.app.views.numbers import lists, measured, parameters_of
from elevenlines.core.network.network import predict, predict_entered
from elevenlines.core.network.parameters import Parameters, with_given
from elevenlines.core.spec import RunSpec, changes
from elevenlines.core.spec.fields import Matrix, Vector
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Replacement:
    """What of a run's network at an epoch is to be another; None: as it is."""

    weights: tuple[Matrix, ...] | None = None
    biases: tuple[Vector, ...] | None = None
    table: Table | None = None

    def spec_of(self, spec: RunSpec) -> RunSpec:
        """The run's spec, with the table that was sent instead of its own. Raises Refused."""
        if self.table is None:
            return spec
        inputs, targets = len(spec.table.input_names), len(spec.table.target_names)
        if (len(self.table.inputs[0]), len(self.table.targets[0])) != (inputs, targets):
            raise Refused("/table", f"must have {inputs} input and {targets} target columns, as the run's own")
        try:
            return changes.with_table(spec, self.table)
        except ValidationError as error:
            raise Refused("/table", error.errors()[0]["msg"]) from error

    def parameters_of(self, spec: RunSpec, frame: StoredFrame) -> Parameters:
        """The parameters of a frame, with those that were sent instead of its own. Raises Refused."""
        try:
            return with_given(spec, parameters_of(spec, frame), self.weights, self.biases)
        except ValidationError as error:
            place = "/" + "/".join(map(str, error.errors()[0]["ctx"]["at"][2:]))
            raise Refused(place, error.errors()[0]["msg"]) from error


def predicted(run: RunSpec, frame: StoredFrame, other: Replacement, inputs: Rows | None) -> Prediction:
    """Predictions with the values of every layer on the way; for the table's own rows with error and loss.

    Args:
        run: spec of the run.
        frame: whose network it is.
        other: what of it is another.
        inputs: rows of the table's columns; None: the table's own rows.

    Raises:
        Refused: rows, table or weights do not fit, or are too many.
    """
    spec = other.spec_of(run)
    _check_rows(spec, spec.table.inputs if inputs is None else inputs)
    parameters = other.parameters_of(spec, frame)
    if inputs is not None:
        return _prediction(predict(spec, parameters, np.array(inputs)))
    whole = unpack_frame(spec, frame.epoch, frame.state)
    found = measured(spec, replace(whole, state=np.vstack([parameters.flat, whole.state[1:]])))
    return _prediction(predict_entered(spec, parameters, spec.data.all.inputs), **found)


def _prediction(layers: list[Any], **measured: Any) -> Prediction:  # noqa: ANN401  (error, loss, test_error)
    return Prediction.model_construct(predictions=layers[-1].tolist(), layers=lists(layers), **measured)


def _check_rows(spec: RunSpec, inputs: Rows) -> None:
    width = len(spec.table.inputs[0])
    for number, given in enumerate(inputs):
        if len(given) != width:
            raise Refused(f"/inputs/{number}", f"must have {width} values, one for each input")
    if len(inputs) * sum(spec.layer_sizes) > LIMITS.answer or is_too_much(spec, len(inputs)):
        raise Refused("/inputs", "are too many for this network at once: send fewer rows at a time")
