"""What there is to start from and to choose, from the registries."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from elevenlines.app.answers import choices
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.generators.recipe import Recipe, Sample, make
from elevenlines.core.generators.registry import GENERATORS, NOISES, Generator
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import GROUPS, PRESETS, Preset
from elevenlines.core.spec.limits import LIMITS

EXAMPLE_POINTS = 80  # of a data set: enough to see what it is
_GROUP_OF = {preset.name: group.title for group in GROUPS for preset in group.presets}


def presets() -> choices.Presets:
    """Every preset."""
    return choices.Presets.model_construct(presets=[preset_of(preset) for preset in PRESETS.values()])


def preset_of(preset: Preset) -> choices.Preset:
    """One preset."""
    return choices.Preset.model_construct(
        name=preset.name,
        group=_GROUP_OF[preset.name],
        title=preset.title,
        text=preset.text,
        spec=preset.spec,
    )


def options() -> choices.Options:
    """Every entry of the registries, and the limits."""
    return choices.Options.model_construct(
        activations=_choices(ACTIVATIONS),
        losses=_choices(LOSSES),
        optimizers=_choices(OPTIMIZERS),
        initializers=_choices(INITIALIZERS),
        limits=dict(LIMITS.__dict__),
    )


def _choices(registry: Mapping[str, Any]) -> list[choices.Choice]:
    """The entries of a registry; an activation has a range, the others may have options."""
    return [
        choices.Choice.model_construct(
            name=name,
            formula=entry.formula,
            help=entry.help,
            range=getattr(entry, "range", None),
            options={
                option: choices.ChoiceOption.model_construct(**asdict(one))
                for option, one in getattr(entry, "options", {}).items()
            },
        )
        for name, entry in registry.items()
    ]


def generators() -> choices.Generators:
    """Every data set that can be made, each with some of its points."""
    return choices.Generators.model_construct(
        generators=[_generator(one) for one in GENERATORS.values()],
        limits=choices.SampleLimits.model_construct(
            points=(LIMITS.points_least, LIMITS.rows), noise=(0.0, LIMITS.noise), seed=(0, LIMITS.seed)
        ),
        defaults=Sample(),
    )


def _generator(generator: Generator) -> choices.Generator:
    return choices.Generator.model_construct(
        name=generator.name,
        title=generator.title,
        help=generator.help,
        task=generator.task,
        noise=NOISES[generator.task],
        formula=generator.formula,
        example=make(Recipe(name=generator.name, points=EXAMPLE_POINTS)),
    )


def made(recipe: Recipe) -> choices.Made:
    """A sample of a data set, with settings that learn it."""
    spec = suggested(recipe)
    return choices.Made.model_construct(table=spec.table, spec=spec)
