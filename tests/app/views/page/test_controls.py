"""The page's settings: every one explains itself, and together they are all that a spec has of network and training."""

from typing import Any

import pytest

from elevenlines.app.views.page.controls import DATA, NETWORK, STOP, TRAINING, Control
from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.network import NetworkSpec
from elevenlines.core.spec.training import TrainingSpec

ALL = [*DATA, *NETWORK, *TRAINING, *STOP]
ELSEWHERE = {
    "network.hidden",
    "network.initial",
    "training.epochs",
    "training.learning_rate",
    "training.changes",
    "training.frozen",  # at a weight
}


def test_labels_are_words() -> None:
    assert [control.label for control in ALL if "_" in control.label] == []


def of(path: str) -> Control:
    return next(control for control in ALL if control.path == path)


def test_every_field_of_network_and_training_can_be_set() -> None:
    fields = {f"network.{name}" for name in NetworkSpec.model_fields}
    fields |= {f"training.{name}" for name in TrainingSpec.model_fields}
    settable = {".".join(control.path.split(".")[:2]) for control in [*NETWORK, *TRAINING, *STOP]}
    assert settable | ELSEWHERE == fields


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.path)
def test_each_has_its_help_and_its_limits(control: Control) -> None:
    assert control.help.endswith(".")
    assert len(control.help.split()) >= 3
    assert not set(control.help) & set("ΑΒΓΔΕΗΜΡΣ") - {"Σ"}, "a letter of a formula stays small"
    assert bool(control.choices) == (control.kind == "choice")
    if control.kind in {"number", "whole"}:
        assert control.bounds.keys() & {"min", "above"}, "an amount below 0 makes no sense anywhere but of weights"


@pytest.mark.parametrize(
    ("path", "registry", "names"),
    [
        ("network.activation", ACTIVATIONS, HIDDEN_ACTIVATIONS),
        ("network.output_activation", ACTIVATIONS, list(ACTIVATIONS)),
        ("network.initializer", INITIALIZERS, list(INITIALIZERS)),
        ("training.optimizer", OPTIMIZERS, list(OPTIMIZERS)),
        ("training.loss", LOSSES, list(LOSSES)),
    ],
)
def test_each_choice_tells_its_formula(path: str, registry: dict[str, Any], names: list[str]) -> None:
    assert list(of(path).choices) == names
    for name, told in of(path).choices.items():
        assert told == f"{registry[name].formula} · {registry[name].help}"


@pytest.mark.parametrize(
    ("path", "formula", "word"),
    [
        ("network.bias", "z = Σ w x + b", "bias units"),
        ("training.batch_size", "Σ g", "mini-batches"),
        ("training.delta_trim", "min(max(δ, -t), t)", "delta trimming"),
        ("training.l1", "l1 · Σ|w|", "regularization"),
        ("training.l2", "l2 / 2 · Σ w²", "regularization"),
        ("training.dropout", "a / (1 - p)", "article"),
        ("training.batch_norm", "(z - mean) / √(variance + 1e-5)", "batch normalization"),
        ("training.clip_norm", "g · t / ‖g‖", "alternative to trimming"),
    ],
)
def test_what_the_article_wishes_for_has_its_formula_and_its_word(path: str, formula: str, word: str) -> None:
    assert formula in of(path).help
    assert word in of(path).help


def test_options_are_there_for_those_who_have_them() -> None:
    assert of("training.optimizer_options.epsilon").only == "training.optimizer=rmsprop adam adamw"
    assert of("training.loss_options.delta").only == "training.loss=huber"
    assert of("training.loss_options.delta").bounds == {"min": 1e-6, "max": 1e6}
    assert of("training.optimizer_options.beta1").bounds == {"min": 0, "below": 1}
    assert of("training.loss").needs["categorical_cross_entropy"] == "softmax"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("training.delta_trim", ["as soon as they are computed", "flows further back", "article's delta trimming"]),
        ("training.clip_norm", ["alternative to trimming", "whole gradient"]),
        ("training.dropout", ["leaves out", "scales the rest up", "Predictions use all"]),
        ("training.batch_norm", ["mean 0 and variance 1", "running statistics"]),
        ("training.l1", ["l1 · sign(w)"]),
        ("training.l2", ["l2 · w"]),
    ],
)
def test_what_has_to_be_said_in_words(path: str, words: list[str]) -> None:
    assert all(word in of(path).help for word in words)


def test_a_value_is_what_the_spec_has_there() -> None:
    spec = RunSpec.model_validate({"table": {"inputs": [[1]], "targets": [[1]]}, "training": {"stop": {"epochs": 7}}})
    found = spec.model_dump(mode="json")
    assert of("training.stop.epochs").value(found) == 7
    assert of("split.share").value(found) is None
    assert of("training.loss").id == "loss"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_options_come_in_the_order_of_each_entry(name: str) -> None:
    begin = "training.optimizer_options."
    of_name = (control for control in TRAINING if name in (control.only or "").partition("=")[2].split())
    shown = [control.path for control in of_name if control.path.startswith(begin)]
    assert shown == [begin + option for option in OPTIMIZERS[name].options]
