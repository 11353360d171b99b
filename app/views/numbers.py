"""What a program reads of a run: the JSON of runs, states and frames, as plain dictionaries."""

from typing import Any

import orjson

from elevenlines.app.runs.messages import unpack_frame
from elevenlines.app.runs.recording import Snapshot
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.store import StoredFrame
from elevenlines.core.looking.gradients import whole_gradient
from elevenlines.core.network.batches import masks
from elevenlines.core.network.network import predict, predict_entered
from elevenlines.core.network.parameters import Layout, Norm, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame, Training
from elevenlines.core.types import Array

MOST_WEIGHTS = 5_000  # above, a frame's weights are left out unless asked for


def run_json(run: Run) -> dict[str, Any]:
    """The run as api.md has it."""
    here = f"/api/v1/runs/{run.id}"
    return _head(run) | {
        "name": run.name,
        "message": run.message,
        "parent": None if run.parent is None else {"id": run.parent[0], "epoch": run.parent[1]},
        "created_at": run.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "engine": run.engine,
        "pace": run.pace,
        "spec": orjson.Fragment(run.spec.json_text),
        "test_rows": run.spec.test_rows,
        "inputs": inputs_json(run.spec),
        "links": {
            "self": here,
            "state": f"{here}/state",
            "events": f"{here}/events",
            "page": f"/?run={run.id}",
        },
    }


def inputs_json(spec: RunSpec) -> dict[str, Any]:
    """What enters the network: the names of the input units, and what they are standardised with."""
    entrance, is_standardised = spec.data.entrance, spec.features.standardise
    return {
        "names": spec.input_names,
        "mean": entrance.mean.tolist() if is_standardised else None,
        "deviation": entrance.deviation.tolist() if is_standardised else None,
    }


def state_json(
    snapshot: Snapshot, since: int | None, include: frozenset[str], row: int, before: StoredFrame | None = None
) -> dict[str, Any]:
    """What is new of a run since that epoch; None: all of it.

    Args:
        snapshot: of the run, with the history since then.
        since: the `next` of the last answer.
        include: what a frame shall hold besides, see `frame_json`.
        row: the row, from 0, that `layers` is about.
        before: the frame of the epoch before, where it is at hand; another is left aside.
    """
    run, newest, history = snapshot.run, snapshot.newest, snapshot.history
    curves = {"epoch": history.epoch, "error": history.error, "loss": history.loss}
    is_news = since is None or newest.epoch > since
    return _head(run) | {
        "message": run.message,
        "history": curves | {"test_error": history.test_error if run.spec.test_rows else None},
        "frame": frame_json(run.spec, newest, include, row, before) if is_news else None,
        "next": history.epoch[-1] if history.epoch else since if since is not None else run.epoch,
    }


def frame_json(
    spec: RunSpec, frame: StoredFrame, include: frozenset[str], row: int, before: StoredFrame | None = None
) -> dict[str, Any]:
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
    parameters = parameters_of(spec, frame)
    found = network_json(spec, frame.epoch, parameters, include, row)
    if "update" in include:
        found["update"] = None
        if before is not None and before.epoch == frame.epoch - 1:
            change = parameters.like(parameters.flat - parameters_of(spec, before).flat)
            found["update"] = _weights_and_biases(change) if _are_shown(parameters, include) else None
    return found


def masks_json(spec: RunSpec, epoch: int, row: int) -> list[list[bool] | None]:
    """Which hidden units stay for one row of the table in the pass that begins there; None for a layer that loses none.

    Test rows are not trained with, so they lose none.
    """
    kept = masks(spec, epoch, row)[:-1]
    return [None if mask is None else (mask > 0.0).tolist() for mask in kept]


def parameters_of(spec: RunSpec, frame: StoredFrame) -> Parameters:
    """The weights and biases of a frame."""
    state = unpack_frame(spec, frame.epoch, frame.state).state
    return Parameters(state[0], Layout.of(spec))


def network_json(
    spec: RunSpec, epoch: int, parameters: Parameters, include: frozenset[str], row: int
) -> dict[str, Any]:
    """The network at an epoch: weights, biases, predictions, and what is asked for besides."""
    layers = predict_entered(spec, parameters, spec.data.all.inputs)
    shown = _are_shown(parameters, include)
    found: dict[str, Any] = {
        "epoch": epoch,
        "weights": _lists(parameters.weights) if shown else None,
        "biases": _lists(parameters.biases) if shown and parameters.layout.bias else None,
        "predictions": layers[-1].tolist(),
    }
    if shown and any(norm is not None for norm in parameters.norms):
        found["batch_norm"] = [_norm_json(norm) for norm in parameters.norms[:-1]]
    if "layers" in include:
        found["layers"] = [layer[row].tolist() for layer in layers]
    if "masks" in include:
        found["masks"] = masks_json(spec, epoch, row)
    if "gradients" in include:
        gradient = whole_gradient(spec, Frame(epoch, parameters.flat[None])) if shown else None
        found["gradients"] = None if gradient is None else _weights_and_biases(gradient)
    return found


def measures_json(spec: RunSpec, frame: Frame) -> dict[str, float | None]:
    """Error and loss of a frame over the training rows, and its error over the test rows."""
    point = Training(spec, frame).measure()
    return {"error": point.error, "loss": point.loss, "test_error": point.test_error}


def _are_shown(parameters: Parameters, include: frozenset[str]) -> bool:
    """Whether an answer holds arrays of the size of the weights."""
    return "weights" in include or sum(weights.size for weights in parameters.weights) <= MOST_WEIGHTS


def _weights_and_biases(parameters: Parameters) -> dict[str, Any]:
    return {
        "weights": _lists(parameters.weights),
        "biases": _lists(parameters.biases) if parameters.layout.bias else None,
    }


def _head(run: Run) -> dict[str, Any]:
    """What runs and states have in common."""
    return {
        "id": run.id,
        "status": str(run.status),
        "epoch": run.epoch,
        "epochs": run.epochs,
        "error": run.error,
        "loss": run.loss,
        "test_error": run.test_error,
        "revision": run.revision,
    }


def _norm_json(norm: Norm | None) -> dict[str, Any] | None:
    return None if norm is None else {name: row.tolist() for name, row in vars(norm).items()}


def _lists(arrays: list[Array]) -> list[Any]:
    return [array.tolist() for array in arrays]


def predictions_json(spec: RunSpec, parameters: Parameters, inputs: Array | None) -> dict[str, Any]:
    """Predictions for other rows (None: the table's), and the values of every layer on the way."""
    if inputs is None:
        layers = predict_entered(spec, parameters, spec.data.all.inputs)
    else:
        layers = predict(spec, parameters, inputs)
    return {"predictions": layers[-1].tolist(), "layers": _lists(layers)}
