"""A made table follows from its recipe alone, and is what the recipe says."""

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from elevenlines.core.generators.recipe import DIGITS, Recipe, make
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.shapes import SIDE
from elevenlines.core.spec.limits import LIMITS

GOLDEN = {  # of 500 points with noise 0.25 from the seed 3: SHA-256 of the JSON of inputs and targets, its beginning
    "circle": "f34ca19e19dcf6de",
    "quadrants": "a7472d1831ac882d",
    "gaussians": "d96ae16b58cec54d",
    "spiral": "2fd001cc7eb676fc",
    "moons": "9e3f82378e1d5047",
    "rings": "40d73f353d6f2026",
    "checkerboard": "9d0cd7a64fb91d2e",
    "above": "f03901318e2d7573",
    "plane": "7c08f39661ca929d",
    "hills": "f084d9b565ace6f4",
    "wave": "75c1c291438d14ce",
}
RECIPES = st.builds(
    Recipe,
    name=st.sampled_from(list(GENERATORS)),
    points=st.integers(2, 400),
    noise=st.floats(0, 0.5),
    seed=st.integers(0, LIMITS.seed),
)


def digest(recipe: Recipe) -> str:
    table = make(recipe)
    return hashlib.sha256(json.dumps([table.inputs, table.targets]).encode()).hexdigest()[:16]


@given(RECIPES)
def test_any_recipe_makes_a_table_within_limits(recipe: Recipe) -> None:
    table = make(recipe)
    inputs, targets = np.array(table.inputs), np.array(table.targets)
    assert inputs.shape == (recipe.points, len(recipe.generator.inputs))
    assert targets.shape == (recipe.points, 1)
    assert (table.input_names, table.target_names) == (recipe.generator.inputs, (recipe.generator.target,))
    assert np.isfinite(inputs).all()
    assert np.abs(inputs).max() < SIDE + 8 * recipe.noise + 3  # clouds and noise are normal: nearly always far less
    assert np.array_equal(inputs, np.round(inputs, DIGITS))
    assert not np.signbit(inputs[inputs == 0]).any()
    if recipe.generator.task == "classes":
        assert set(targets.ravel()) <= {0.0, 1.0}
        if recipe.generator.formula is None:
            assert abs(2 * targets.sum() - recipe.points) <= 1, "as many of each class"
    assert make(recipe) == table


@given(RECIPES, st.integers(1, 100))
def test_more_points_leave_those_that_are_there(recipe: Recipe, more: int) -> None:
    many = make(recipe.model_copy(update={"points": recipe.points + more}))
    few = make(recipe)
    assert many.inputs[: recipe.points] == few.inputs
    assert many.targets[: recipe.points] == few.targets


@pytest.mark.parametrize("name", GENERATORS)
def test_the_same_numbers_for_ever(name: str) -> None:
    assert digest(Recipe(name=name, points=500, noise=0.25, seed=3)) == GOLDEN[name]


def test_every_seed_has_points_of_its_own() -> None:
    assert len({digest(Recipe(name="spiral", seed=seed)) for seed in range(20)}) == 20


def test_noise_moves_points_by_its_deviation_and_leaves_their_classes() -> None:
    still, moved = (make(Recipe(name="moons", points=5_000, noise=noise)) for noise in (0.0, 0.3))
    assert still.targets == moved.targets
    steps = np.array(moved.inputs) - np.array(still.inputs)
    assert np.allclose(steps.std(axis=0), 0.3, atol=0.01)
    assert abs(np.corrcoef(steps.T)[0, 1]) < 0.05


def test_noise_is_added_to_numbers_and_leaves_their_places() -> None:
    still, moved = (make(Recipe(name="hills", points=5_000, noise=noise)) for noise in (0.0, 0.3))
    assert still.inputs == moved.inputs
    assert np.isclose((np.array(moved.targets) - np.array(still.targets)).std(), 0.3, atol=0.01)


def test_class_1_lies_above_the_formula() -> None:
    table = make(Recipe(name="above", noise=0.0, formula="x**2 - 1"))
    (x, y), label = np.array(table.inputs).T, np.array(table.targets)[:, 0]
    far = np.abs(y - (x**2 - 1)) > 0.01  # nearer, rounding may have carried a point across
    assert np.array_equal((label == 1)[far], (y > x**2 - 1)[far])
    assert 40 < label.sum() < 160


def test_nothing_lies_above_what_has_no_value() -> None:
    table = make(Recipe(name="above", noise=0.0, formula="sqrt(x)"))
    assert not [y for (x, _), (y,) in zip(table.inputs, table.targets, strict=True) if x < 0 and y]


@pytest.mark.parametrize(
    ("given_fields", "field", "said", "position"),
    [
        ({"name": "above", "formula": "sin(x"}, "formula", "this parenthesis is not closed", 3),
        ({"name": "above", "formula": "2 + y"}, "formula", "neither a column nor a function", 4),
        ({"name": "above", "formula": ""}, "formula", "is missing", 0),
        ({"name": "spiral", "formula": "x"}, None, "is for above only", None),
        ({"name": "snail"}, "name", "must be one of: circle", None),
        ({"name": "spiral", "points": 1}, "points", "greater than or equal to 2", None),
        ({"name": "spiral", "points": 10_001}, "points", "less than or equal to 10000", None),
        ({"name": "spiral", "noise": 0.51}, "noise", "less than or equal to 0.5", None),
        ({"name": "spiral", "seed": -1}, "seed", "greater than or equal to 0", None),
        ({"name": "spiral", "points": True}, "points", "valid integer", None),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong(
    given_fields: dict[str, object], field: str | None, said: str, position: int | None
) -> None:
    with pytest.raises(ValidationError) as caught:
        Recipe.model_validate(given_fields)
    (error,) = caught.value.errors()
    assert error["loc"] == (() if field is None else (field,))
    assert said in error["msg"]
    assert error.get("ctx", {}).get("position") == position
