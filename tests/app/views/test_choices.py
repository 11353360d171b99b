"""What can be chosen is what the registries hold, to the last option."""

import orjson

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.choices import Generators, Options, Presets
from elevenlines.app.views import choices
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec.limits import LIMITS


def test_options_tell_every_entry_with_its_own() -> None:
    found = Options.model_validate_json(encoded(choices.options()))
    assert {one.name: one.range for one in found.activations} == {
        name: entry.range for name, entry in ACTIVATIONS.items()
    }
    assert {one.name: list(one.options) for one in found.losses} == {
        name: list(entry.options) for name, entry in LOSSES.items()
    }
    assert {one.name: list(one.options) for one in found.optimizers} == {
        name: list(entry.options) for name, entry in OPTIMIZERS.items()
    }
    assert found.limits == vars(LIMITS)


def test_presets_and_data_sets_are_told_whole() -> None:
    presets = Presets.model_validate_json(encoded(choices.presets()))
    assert {one.name: one.spec for one in presets.presets} == {name: one.spec for name, one in PRESETS.items()}
    assert all(one.group for one in presets.presets)
    told = orjson.loads(encoded(choices.generators()))
    assert Generators.model_validate(told).model_dump(mode="json") == told
    assert [one["name"] for one in told["generators"]] == list(GENERATORS)
