from elevenlines.core.generators.registry import GENERATORS, NOISES, TASKS

CLASSES = ["circle", "quadrants", "gaussians", "spiral", "moons", "rings", "checkerboard", "above"]


def test_all_are_there_those_with_classes_first() -> None:
    assert list(GENERATORS) == [*CLASSES, "plane", "hills", "wave"]
    assert [generator.task for generator in GENERATORS.values()] == ["classes"] * 8 + ["numbers"] * 3
    assert {generator.task for generator in GENERATORS.values()} == TASKS.keys() == NOISES.keys()


def test_each_says_what_it_is() -> None:
    for name, generator in GENERATORS.items():
        assert generator.name == name
        assert len(generator.help) > 15
        assert generator.title
    assert len({generator.title for generator in GENERATORS.values()}) == len(GENERATORS)
