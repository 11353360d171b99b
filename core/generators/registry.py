"""The registry of data sets that can be made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from elevenlines.core.generators import shapes, surfaces
from elevenlines.core.generators.draws import Draws
from elevenlines.core.types import Array, Integers

TASKS = {"classes": "Points in the plane", "numbers": "Regression"}  # what is learnt -> the heading on the page
NOISES = {
    "classes": "moves each point: the standard deviation in x and in y",
    "numbers": "is added to the value: its standard deviation",
}
Function = Callable[[Array], Array]
Make = Callable[[Draws, Function], tuple[tuple[Array, ...], Array | Integers]]


@dataclass(frozen=True)
class Generator:
    """One data set.

    Attributes:
        name: for programs.
        title: for people.
        help: one sentence for the page.
        task: a point belongs to one of two "classes", told as 0 and 1; or has "numbers" to learn.
        make: (draws, f) -> the inputs, each (points,), and the target, (points,), without noise.
        inputs: names of the input columns.
        target: name of the target column.
        formula: what f is unless a sample says otherwise; None: it has no formula.
    """

    name: str
    title: str
    help: str
    task: Literal["classes", "numbers"]
    make: Make
    inputs: tuple[str, ...] = ("x", "y")
    target: str = "class"
    formula: str | None = None


def _shape(shape: Callable[[Draws], shapes.Shape]) -> Make:
    def make(draws: Draws, _: Function) -> tuple[tuple[Array, ...], Integers]:
        x, y, label = shape(draws)
        return (x, y), label

    return make


def _surface(surface: Callable[[Draws], surfaces.Surface]) -> Make:
    return lambda draws, _: surface(draws)


def _above(draws: Draws, function: Function) -> tuple[tuple[Array, ...], Array]:
    """Class 1 above a curve. Where f(x) has no value nothing lies above it: a comparison with NaN is false."""
    x, y = shapes.everywhere(draws)
    return (x, y), np.where(y > function(x), 1.0, 0.0)


_ALL = (
    Generator("circle", "Circle", "a disc in a ring: no straight line parts them", "classes", _shape(shapes.circle)),
    Generator(
        "quadrants",
        "XOR in the plane",
        "class 1 where exactly one of x and y is positive",
        "classes",
        _shape(shapes.quadrants),
    ),
    Generator(
        "gaussians",
        "Two Gaussians",
        "two clouds: a straight line parts them, as far as noise lets it",
        "classes",
        _shape(shapes.gaussians),
    ),
    Generator(
        "spiral",
        "Spiral",
        "two arms wound around each other",
        "classes",
        _shape(shapes.spiral),
    ),
    Generator("moons", "Moons", "two half rings, each reaching into the other", "classes", _shape(shapes.moons)),
    Generator("rings", "Rings", "four rings around each other, in turn", "classes", _shape(shapes.rings)),
    Generator(
        "checkerboard",
        "Checkerboard",
        "four by four squares, in turn",
        "classes",
        _shape(shapes.checkerboard),
    ),
    Generator(
        "above",
        "y > f(x)",
        "class 1 above a curve that you type",
        "classes",
        _above,
        formula="2*sin(2*x)",
    ),
    Generator(
        "plane", "Plane", "a value that rises evenly with x and y", "numbers", _surface(surfaces.plane), target="z"
    ),
    Generator("hills", "Hills", "two hills and two hollows", "numbers", _surface(surfaces.hills), target="z"),
    Generator("wave", "Sine", "a sine of one input", "numbers", _surface(surfaces.wave), ("x",), "y"),
)
GENERATORS: dict[str, Generator] = {generator.name: generator for generator in _ALL}
