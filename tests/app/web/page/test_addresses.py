"""What an address asks for, and what is said where it cannot be had."""

from typing import Any

import pytest

from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.web.page.addresses import Asked, asked_for
from elevenlines.core.generators.recipe import Recipe, make
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import PRESETS


class NoRuns:
    """A run service that has none."""

    async def recording(self, run_id: str) -> Any:
        raise UnknownRun(f"there is no run {len(run_id)}")


async def asked(**query: str) -> Asked:
    return await asked_for(NoRuns(), query)  # type: ignore[arg-type]  # all of it that is asked here


async def test_without_anything_it_is_the_articles_second_table() -> None:
    assert await asked() == Asked(PRESETS["xor"].spec)


async def test_a_made_preset_is_known_by_its_recipe() -> None:
    assert await asked(preset="spiral") == Asked(PRESETS["spiral"].spec, recipe=Recipe(name="spiral"))
    assert (await asked(preset="and")).recipe is None


async def test_a_made_table_alone_comes_with_settings_that_learn_it() -> None:
    recipe = Recipe(name="above", points=50, noise=0.0, seed=9, formula="x + 1")
    found = await asked(made="above", points="50", noise="0", data_seed="9", formula="x + 1")
    assert found == Asked(suggested(recipe), recipe=recipe)


async def test_a_made_table_takes_the_settings_beside_it() -> None:
    found = await asked(made="moons", points="30", spec='{"seed":7,"network":{"hidden":[3]}}')
    assert found.spec.table == make(Recipe(name="moons", points=30))
    assert (found.spec.seed, found.spec.layer_sizes) == (7, (2, 3, 1))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"run": "0123"}, "not on this server"),
        ({"preset": "nothing"}, "does not exist"),
        ({"made": "snail"}, "name must be one of: circle"),
        ({"made": "spiral", "points": "many"}, "cut off or damaged"),
        ({"made": "spiral", "points": "20.5"}, "points must be a whole number"),
        ({"made": "spiral", "noise": "0.6"}, "noise must be at most 0.5"),
        ({"made": "above", "formula": "sin("}, "formula a number, a column or a function is missing here"),
        ({"made": "spiral", "spec": "[]"}, "must be an object"),
        ({"made": "spiral", "points": "5", "spec": '{"training":{"batch_size":9}}'}, "at most the number of rows"),
        ({"spec": '{"table'}, "cut off or damaged"),
    ],
)
async def test_what_is_wrong_is_said_and_the_default_shown(query: dict[str, str], said: str) -> None:
    found = await asked(**query)
    assert found.notice is not None
    assert said in found.notice
    assert found.spec == PRESETS["xor"].spec
