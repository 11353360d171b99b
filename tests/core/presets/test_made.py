import pytest

from elevenlines.core.generators.recipe import Recipe
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import GROUPS, PRESETS
from elevenlines.core.presets.made import PLANE, REGRESSION


@pytest.mark.parametrize("name", GENERATORS)
def test_a_made_preset_is_what_is_made_by_default(name: str) -> None:
    assert PRESETS[name].spec == suggested(Recipe(name=name))


def test_every_data_set_is_in_its_group() -> None:
    assert [group.title for group in (PLANE, REGRESSION)] == ["Points in the plane", "Regression"]
    assert [preset.name for group in (PLANE, REGRESSION) for preset in group.presets] == list(GENERATORS)
    assert GROUPS.index(PLANE) + 1 == GROUPS.index(REGRESSION)
