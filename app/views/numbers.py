"""The numbers of a network at an epoch: a frame as it is told, with what is asked for besides."""

from typing import Any

from elevenlines.app.answers.frames import ExactFrame, Frame, LikeParameters, Norm
from elevenlines.app.runs.provenance import provenance
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.runs.workers.messages import unpack_frame
from elevenlines.core import training
from elevenlines.core.looking.gradients import whole_gradient
from elevenlines.core.network.batches import masks
from elevenlines.core.network.network import predict_entered
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.network.parameters import Norm as NormOf
from elevenlines.core.spec import RunSpec
from elevenlines.core.training.engines import engine_of
from elevenlines.core.types import Array

MOST_WEIGHTS = 5_000  # above, a frame's weights are left out unless asked for


def frame_of(
    spec: RunSpec, frame: StoredFrame, include: frozenset[str], row: int, before: StoredFrame | None = None
) -> Frame:
    """A frame with its predictions for every row.

    Args:
        spec: of the run.
        frame: as stored.
        include: "weights": them too where they are many; "layers": the value of every unit for one row; "masks":
            which of them the pass that begins here drops; "gradients": see core.looking.gradients; "update": what
            the pass that led here changed.
        row: that row, from 0.
        before: the frame of the epoch before, where it is at hand; another is left aside.
    """
    return Frame.model_construct(**_stored(spec, frame, include, row, before))


def exact_frame_of(
    run: Run, frame: StoredFrame, include: frozenset[str], row: int, before: StoredFrame | None
) -> ExactFrame:
    """The same, with its error and loss, and whether the very bits are those of the run; see `frame_of`."""
    return ExactFrame.model_construct(
        **_stored(run.spec, frame, include, row, before),
        **measured(run.spec, unpack_frame(run.spec, frame.epoch, frame.state)),
        exact=run.provenance == provenance(engine_of(run.spec)),
    )


def first_frame_of(spec: RunSpec, parameters: Parameters, include: frozenset[str], row: int) -> Frame:
    """Epoch 0 of a spec; see `frame_of`."""
    return Frame.model_construct(**_network(spec, 0, parameters, include, row))


def measured(spec: RunSpec, frame: training.Frame) -> dict[str, Any]:
    """Error and loss of a frame over the training rows, and its error over the test rows."""
    point = training.Training(spec, frame).measure()
    return {"error": point.error, "loss": point.loss, "test_error": point.test_error}


def parameters_of(spec: RunSpec, frame: StoredFrame) -> Parameters:
    """The weights and biases of a frame."""
    state = unpack_frame(spec, frame.epoch, frame.state).state
    return Parameters(state[0], Layout.of(spec))


def masks_json(spec: RunSpec, epoch: int, row: int) -> list[list[bool] | None]:
    """Which hidden units stay for one row of the table in the pass that begins there; None for a layer that loses none.

    Test rows are not trained with, so they lose none.
    """
    kept = masks(spec, epoch, row)[:-1]
    return [None if mask is None else (mask > 0.0).tolist() for mask in kept]


def _stored(
    spec: RunSpec, frame: StoredFrame, include: frozenset[str], row: int, before: StoredFrame | None
) -> dict[str, Any]:
    """The fields of a frame as it is stored; see `frame_of`."""
    parameters = parameters_of(spec, frame)
    found = _network(spec, frame.epoch, parameters, include, row)
    if "update" in include:
        found["update"] = None
        if before is not None and before.epoch == frame.epoch - 1 and _are_shown(parameters, include):
            found["update"] = _like(parameters.like(parameters.flat - parameters_of(spec, before).flat))
    return found


def _network(spec: RunSpec, epoch: int, parameters: Parameters, include: frozenset[str], row: int) -> dict[str, Any]:
    """The fields of a network at an epoch: weights, biases, predictions, and what is asked for besides."""
    layers = predict_entered(spec, parameters, spec.data.all.inputs)
    shown = _are_shown(parameters, include)
    found: dict[str, Any] = {
        "epoch": epoch,
        "weights": lists(parameters.weights) if shown else None,
        "biases": lists(parameters.biases) if shown and parameters.layout.bias else None,
        "predictions": layers[-1].tolist(),
    }
    if shown and any(norm is not None for norm in parameters.norms):
        found["batch_norm"] = [_norm(norm) for norm in parameters.norms[:-1]]
    if "layers" in include:
        found["layers"] = [layer[row].tolist() for layer in layers]
    if "masks" in include:
        found["masks"] = masks_json(spec, epoch, row)
    if "gradients" in include:
        gradient = whole_gradient(spec, training.Frame(epoch, parameters.flat[None])) if shown else None
        found["gradients"] = None if gradient is None else _like(gradient)
    return found


def _are_shown(parameters: Parameters, include: frozenset[str]) -> bool:
    """Whether an answer holds arrays of the size of the weights."""
    return "weights" in include or sum(weights.size for weights in parameters.weights) <= MOST_WEIGHTS


def _like(parameters: Parameters) -> LikeParameters:
    return LikeParameters.model_construct(
        weights=lists(parameters.weights), biases=lists(parameters.biases) if parameters.layout.bias else None
    )


def _norm(norm: NormOf | None) -> Norm | None:
    return None if norm is None else Norm.model_construct(**{name: row.tolist() for name, row in vars(norm).items()})


def lists(arrays: list[Array]) -> list[Any]:
    """Arrays as nested lists."""
    return [array.tolist() for array in arrays]
