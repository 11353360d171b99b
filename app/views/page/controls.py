"""The page's settings, drawn from the registries and the spec: what each sets, what it may be, and what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import Option, Options
from elevenlines.core.spec import RunSpec

_LABELS = {"sd": "Std deviation", "delta": "Huber delta"}  # of options whose names say too little
_BOUNDS = {"minimum": "min", "exclusiveMinimum": "above", "maximum": "max", "exclusiveMaximum": "below"}


@dataclass(frozen=True)
class Control:
    """One setting.

    Attributes:
        path: where it stands in the spec, as in "training.momentum".
        label: its name on the page.
        help: what it does, its formula, the article's word for it.
        kind: "choice", "switch", "number" or "whole".
        choices: of a choice: name -> what it is.
        needs: of a choice: name -> the output activation that it cannot do without.
        empty: what stands in an empty field; None where it has to hold something.
        only: "path=name name", where it is there for some choices only.
        option: of an option, which says its limits; else the spec does.
    """

    path: str
    label: str
    help: str
    kind: str
    choices: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    empty: str | None = None
    only: str | None = None
    option: Option | None = None

    @property
    def id(self) -> str:
        """The id of its field."""
        own = self.path.removeprefix("network.").removeprefix("training.")
        return own.replace(".", "-").replace("_", "-")

    @property
    def bounds(self) -> dict[str, float]:
        """Its limits: min and max, or above and below where they are not included."""
        if self.option is not None:
            return {"min": self.option.least, "below" if self.option.is_open else "max": self.option.most}
        return _bounds_of(self.path)

    def value(self, spec: dict[str, Any]) -> Any:  # noqa: ANN401  (JSON)
        """What the spec, as JSON, has there; None for nothing."""
        found: Any = spec
        for name in self.path.split("."):
            found = None if found is None else found.get(name)
        return found


@cache
def _schema() -> dict[str, Any]:
    return RunSpec.model_json_schema()


@cache
def _bounds_of(path: str) -> dict[str, float]:
    """The limits that the spec's own description gives for a path."""
    found: dict[str, Any] = _schema()
    for name in path.split("."):
        found = _resolved(found)["properties"][name]
    found = _resolved(found)
    return {ours: found[theirs] for theirs, ours in _BOUNDS.items() if theirs in found}


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema behind a reference, or behind "this or nothing"."""
    for one in [*schema.get("anyOf", []), *schema.get("allOf", [])]:
        if one.get("type") != "null":
            return _resolved(one)
    if "$ref" in schema:
        return _resolved(_schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    return schema


def _described(registry: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, str]:
    """Each choice with its formula and its help."""
    return {name: f"{registry[name].formula} · {registry[name].help}" for name in names or registry}


def _options(path: str, choice: str, registry: Mapping[str, Any]) -> list[Control]:
    """A number for each option of each entry; alike ones of several entries are one."""
    owners: dict[str, list[str]] = {}
    options: dict[str, Options] = {name: entry.options for name, entry in registry.items()}
    for name, own in options.items():
        for option in own:
            owners[option] = [*owners.pop(option, []), name]  # now last: it follows what each entry has before it
    found = []
    for option, names in owners.items():
        one = options[names[0]][option]
        words = one.help[0].upper() + one.help[1:] if one.help[0].isascii() else one.help  # β stays β
        found.append(
            Control(
                f"{path}.{option}",
                _LABELS.get(option, option.replace("_", " ").capitalize()),
                f"{words}. Empty: {one.default:g}.",
                "number",
                empty=f"{one.default:g}",
                only=f"{choice}={' '.join(names)}",
                option=one,
            )
        )
    return found


DATA = [
    Control(
        "features.standardise",
        "Standardise",
        "Brings every input to mean 0 and deviation 1: (value - mean) / deviation, both of the training rows alone. "
        "An input that never changes stays as it is.",
        "switch",
    ),
    Control(
        "split.share",
        "Test share",
        "The share of the rows that is set aside: they are predicted and measured, but no weight ever hears of them. "
        "0.2 is every fifth row.",
        "number",
        empty="none",
    ),
    Control("split.seed", "Test seed", "Fixes which rows are drawn as test rows.", "whole", empty="1"),
]
NETWORK = [
    Control(
        "network.activation",
        "Activation",
        "What turns the sum that arrives at a hidden unit into its value; the article's nonlin().",
        "choice",
        _described(ACTIVATIONS, HIDDEN_ACTIVATIONS),
    ),
    Control(
        "network.output_activation",
        "Output",
        "The same for the last layer. A sigmoid's outputs lie between 0 and 1; softmax makes them shares of a whole.",
        "choice",
        _described(ACTIVATIONS),
    ),
    Control(
        "network.bias",
        "Bias units",
        "A constant input of 1 to every unit, with a weight b of its own: z = Σ w x + b. The article wishes for bias "
        "units; its tables carry a column of ones instead.",
        "switch",
    ),
    Control(
        "network.initializer",
        "First weights",
        "How the weights are drawn before any training; the article: evenly from -1 to 1, with mean 0.",
        "choice",
        _described(INITIALIZERS),
    ),
    *_options("network.initializer_options", "network.initializer", INITIALIZERS),
    Control(
        "training.dropout",
        "Dropout",
        "Each pass leaves out this share p of the hidden units, others each time, and scales the rest up: a / (1 - p). "
        "They fade in the drawing. Predictions use all. The article's word too.",
        "number",
    ),
    Control(
        "training.batch_norm",
        "Batch norm",
        "The article's batch normalization: sums to mean 0 and variance 1 over the batch, "
        "x̂ = (z - mean) / √(variance + 1e-5), then γ x̂ + β. Predictions use running statistics: point at a unit.",
        "switch",
    ),
]
TRAINING = [
    Control(
        "training.optimizer",
        "Optimizer",
        "How a gradient becomes an update of the weights. The article's is plain gradient descent, sgd.",
        "choice",
        _described(OPTIMIZERS),
    ),
    Control(
        "training.momentum",
        "Momentum",
        "v = m v + gradient; w -= alpha v: the share of the last step that goes on. Can be changed while it trains.",
        "number",
        empty="0.9",
        only="training.optimizer=momentum nesterov",
    ),
    *_options("training.optimizer_options", "training.optimizer", OPTIMIZERS),
    Control(
        "training.loss",
        "Loss",
        "What is made small. The article's: half the squared error.",
        "choice",
        _described(LOSSES),
        needs={name: loss.output for name, loss in LOSSES.items() if loss.output is not None},
    ),
    *_options("training.loss_options", "training.loss", LOSSES),
    Control(
        "training.reduction",
        "Reduction",
        "Whether the gradients of a batch's n rows are added up, Σ g, as in the article, or averaged, Σ g / n.",
        "choice",
        {"sum": "added up, as in the article", "mean": "averaged: alpha then does not depend on the batch's size"},
    ),
    Control(
        "training.batch_size",
        "Batch size",
        "Rows that one update looks at: w -= alpha · Σ g over these alone. Empty, the article's full batch; less, the "
        "mini-batches that it wishes for; 1, stochastic gradient descent.",
        "whole",
        empty="all rows",
    ),
    Control("training.shuffle", "Shuffle", "A new order of the rows in each epoch, fixed by the seed.", "switch"),
    Control(
        "training.l1",
        "L1",
        "The loss gains l1 · Σ|w|, each weight's gradient l1 · sign(w): small weights go to 0. The article's "
        "regularization. Can be changed while it trains.",
        "number",
    ),
    Control(
        "training.l2",
        "L2",
        "The loss gains l2 / 2 · Σ w², each weight's gradient l2 · w: large weights shrink. The article's "
        "regularization. Can be changed while it trains.",
        "number",
    ),
    Control(
        "training.delta_trim",
        "Trim deltas",
        "Clips each layer's deltas to ± this as soon as they are computed, min(max(δ, -t), t), so what flows further "
        "back is the clipped one: the article's delta trimming.",
        "number",
        empty="off",
    ),
    Control(
        "training.clip_norm",
        "Clip gradient",
        "The alternative to trimming: shortens the whole gradient to this length, g · t / ‖g‖, "
        "and keeps its direction.",
        "number",
        empty="off",
    ),
]
STOP = [
    Control(
        "training.stop_at_error",
        "Stop at error",
        "Ends the run once its error, the mean of |p - y|, is at most this.",
        "number",
        empty="never",
    ),
    Control(
        "training.stop.epochs",
        "No progress in",
        "Ends the run when its loss has not fallen in so many epochs: the rule called patience.",
        "whole",
        empty="– epochs",
    ),
    Control(
        "training.stop.improvement",
        "… of at least",
        "What counts as progress: loss < lowest - this.",
        "number",
        empty="0",
    ),
]
