"""A pass taken apart, as the page's figures read it: plain dictionaries, and in words what they leave out."""

from dataclasses import asdict
from typing import Any

from elevenlines.app.views.drawing import unit_name
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.inspection import Hidden, Inspection, LayerInspection
from elevenlines.core.looking.statistics import correlations, curve
from elevenlines.core.spec import RunSpec


def figures_json(spec: RunSpec, found: Inspection, hidden: tuple[Hidden, Hidden], row: int) -> dict[str, Any]:
    """What the figures show of a run at an epoch, as schemas.FiguresAnswer has it.

    Args:
        spec: of the run.
        found: the pass that begins at the epoch.
        hidden: at the run's first epoch, and at this one.
        row: the training row, counted in the table from 0, that `layers` is about.
    """
    place = spec.training_rows.index(row)
    first, shown = hidden
    _, inputs, targets = spec.data.training
    names = [[unit_name(spec, layer, unit) for unit in range(size)] for layer, size in enumerate(spec.layer_sizes)]
    return {
        "epoch": found.epoch,
        "row": row,
        "rows": spec.training_rows,
        "learning_rate": found.learning_rate,
        "rate": found.rate,
        "names": names,
        "layers": [_at_row(layer, spec.activations[i], place) for i, layer in enumerate(found.layers)],
        "contributions": [layer.contributions.tolist() for layer in found.layers],
        "changes": [layer.changes.tolist() for layer in found.layers],
        "correlations": correlations(inputs, targets).tolist(),
        "hidden": {"first": _hidden(first), "shown": _hidden(shown)},
        "spread": [_spread(layer) for layer in found.layers],
        "gradient_ratio": found.gradient_ratio,
        "is_vanishing": found.is_vanishing,
        "notes": notes(spec),
    }


def curve_json(name: str) -> dict[str, Any]:
    """An activation's curve as lists."""
    sampled = curve(name)
    activation = ACTIVATIONS[name]
    return {
        "name": name,
        "formula": activation.formula,
        "x": sampled.x.tolist(),
        "value": sampled.value.tolist(),
        "slope": sampled.slope.tolist(),
    }


def notes(spec: RunSpec) -> list[str]:
    """What the real update has besides, or differently: one sentence each; none for the article's own training."""
    training, rows = spec.training, len(spec.training_rows)
    is_batched = training.batch_size is not None and training.batch_size < rows
    asked: list[tuple[bool, str]] = [
        (is_batched, f"Training takes {training.batch_size} rows at a time; here all are one batch."),
        (
            training.optimizer != "sgd",
            f"Updates here are −alpha × gradient; {training.optimizer} makes its own step of that gradient.",
        ),
        (training.reduction == "mean", f"Gradients are averaged: each row counts 1/{rows}."),
        (bool(training.l1 or training.l2), "L1 and L2 pull at the weights besides; that is not shown."),
        (training.clip_norm is not None, "Clipping may shorten the whole update afterwards."),
        (training.delta_trim is not None, f"Deltas are trimmed to ±{training.delta_trim or 0:g}."),
        (any(layer.dropout for layer in spec.layers), "Units that this pass drops pass on 0."),
        (any(layer.batch_norm for layer in spec.layers), "Batch normalisation is that of this batch."),
    ]
    return [sentence for holds, sentence in asked if holds]


def _at_row(layer: LayerInspection, activation: str, row: int) -> dict[str, Any]:
    return {
        "activation": activation,
        "inputs": layer.inputs[row].tolist(),
        "pre_activations": layer.pre_activations[row].tolist(),
        "values": layer.values[row].tolist(),
        "slopes": layer.slopes[row].tolist(),
        "deltas": layer.deltas[row].tolist(),
    }


def _hidden(hidden: Hidden) -> dict[str, Any]:
    return {
        "epoch": hidden.epoch,
        "values": [layer.tolist() for layer in hidden.values],
        "correlations": [layer.tolist() for layer in hidden.correlations],
    }


def _spread(layer: LayerInspection) -> dict[str, Any]:
    return {
        "activations": asdict(layer.activations),
        "gradients": asdict(layer.gradients),
        "saturated": layer.saturated,
    }
