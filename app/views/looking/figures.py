"""A pass taken apart, as the page's figures read it, and in words what they leave out."""

from dataclasses import asdict

from elevenlines.app.answers.figures import Curve, FigureLayer, Figures, HiddenPair, HiddenValues, LayerSpread, Spread
from elevenlines.app.runs.run import Refused
from elevenlines.app.views.page.drawing import unit_name
from elevenlines.app.views.rows import check_row
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.inspection import (
    Hidden,
    LayerInspection,
    inspect_hidden,
    inspect_pass,
    is_too_large_to_inspect,
)
from elevenlines.core.looking.statistics import Spread as SpreadOf
from elevenlines.core.looking.statistics import correlations, curve
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame


def check_figures(spec: RunSpec, row: int, pointer: str) -> None:
    """Refuses a row that no pass learns from, and too large a network; `pointer` is what to blame for that."""
    check_row(row, len(spec.table.inputs))
    if is_too_large_to_inspect(spec):
        raise Refused(
            pointer, f"is too much to be taken apart: figures show up to {LIMITS.inspected:,} rows times weights"
        )
    if row in spec.test_rows:
        raise Refused("/query/row", "is a test row, from which nothing is learnt: choose a training row")


def figures_of(spec: RunSpec, first: Frame, shown: Frame, row: int) -> Figures:
    """What the figures show of a run at an epoch.

    Args:
        spec: of the run.
        first: the run's first frame.
        shown: the frame at which the pass begins.
        row: the training row, counted in the table from 0, that `layers` is about.
    """
    found = inspect_pass(spec, shown)
    place = spec.training_rows.index(row)
    _, inputs, targets = spec.data.training
    return Figures.model_construct(
        epoch=found.epoch,
        row=row,
        rows=list(spec.training_rows),
        learning_rate=found.learning_rate,
        rate=found.rate,
        names=[[unit_name(spec, layer, unit) for unit in range(size)] for layer, size in enumerate(spec.layer_sizes)],
        layers=[_at_row(layer, spec.activations[i], place) for i, layer in enumerate(found.layers)],
        contributions=[layer.contributions.tolist() for layer in found.layers],
        changes=[layer.changes.tolist() for layer in found.layers],
        correlations=correlations(inputs, targets).tolist(),
        hidden=HiddenPair.model_construct(
            first=_hidden(inspect_hidden(spec, first)), shown=_hidden(inspect_hidden(spec, shown))
        ),
        spread=[_spread(layer) for layer in found.layers],
        gradient_ratio=found.gradient_ratio,
        is_vanishing=found.is_vanishing,
        notes=notes(spec),
    )


def curve_of(name: str) -> Curve:
    """An activation's curve as lists."""
    sampled = curve(name)
    return Curve.model_construct(
        name=name,
        formula=ACTIVATIONS[name].formula,
        x=sampled.x.tolist(),
        value=sampled.value.tolist(),
        slope=sampled.slope.tolist(),
    )


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


def _at_row(layer: LayerInspection, activation: str, row: int) -> FigureLayer:
    return FigureLayer.model_construct(
        activation=activation,
        inputs=layer.inputs[row].tolist(),
        pre_activations=layer.pre_activations[row].tolist(),
        values=layer.values[row].tolist(),
        slopes=layer.slopes[row].tolist(),
        deltas=layer.deltas[row].tolist(),
    )


def _hidden(hidden: Hidden) -> HiddenValues:
    return HiddenValues.model_construct(
        epoch=hidden.epoch,
        values=[layer.tolist() for layer in hidden.values],
        correlations=[layer.tolist() for layer in hidden.correlations],
    )


def _spread(layer: LayerInspection) -> LayerSpread:
    return LayerSpread.model_construct(
        activations=_numbers(layer.activations), gradients=_numbers(layer.gradients), saturated=layer.saturated
    )


def _numbers(spread: SpreadOf) -> Spread:
    return Spread.model_construct(**asdict(spread))
