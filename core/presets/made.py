"""Made data sets, as they are made by default: points of two classes, and numbers to learn."""

from functools import partial

from elevenlines.core.generators.recipe import Recipe
from elevenlines.core.generators.registry import GENERATORS, TASKS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets.preset import Group, Preset


def _group(task: str) -> Group:
    presets = (
        Preset(name, entry.title, entry.help, partial(suggested, Recipe(name=name)))
        for name, entry in GENERATORS.items()
        if entry.task == task
    )
    return Group(TASKS[task], tuple(presets))


PLANE, REGRESSION = _group("classes"), _group("numbers")
