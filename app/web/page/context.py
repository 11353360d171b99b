"""All that the page's templates may use, and all that its scripts are handed: each with its name and its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from elevenlines.app.answers.frames import Frame
from elevenlines.app.answers.runs import RunInfo
from elevenlines.app.views.page.controls import Control
from elevenlines.core.generators.recipe import Recipe, Sample
from elevenlines.core.generators.registry import Generator
from elevenlines.core.presets import Group
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import Limits


@dataclass(frozen=True)
class Start:
    """What the scripts are handed, as JSON; static/js/types.d.ts has the same.

    Attributes:
        preview: epoch 0 of the spec, but for its drawing, which is in the page.
        run: the run that the address names.
        parents: id and name of the runs that it comes from, the first of all first.
        recipe: how the table was made, where it was.
        made: the recipe of each data set.
        preset: the preset that the page shows; None if it is none.
        presets: specs of presets with few rows; others are fetched when they are chosen.
        defaults: a spec without its table: what an address need not say.
        limits: core.spec.limits.
        activations: of hidden layers.
        formulas, middles, ranges: of activations, by name.
        addressBytes: the longest address that the page makes.
        bodyBytes: the largest body that the server takes.
        narrow: whether the drawing is the one for a phone.
        figure: the empty error plot, for Plotly.
    """

    preview: dict[str, Any]
    run: RunInfo | None
    parents: Sequence[dict[str, str]]
    recipe: Recipe | None
    made: dict[str, Recipe]
    preset: str | None
    presets: dict[str, dict[str, Any]]
    defaults: dict[str, Any]
    limits: dict[str, float]
    activations: Sequence[str]
    formulas: dict[str, str]
    middles: dict[str, float]
    ranges: dict[str, tuple[float | None, float | None]]
    addressBytes: int  # noqa: N815  (a script's name)
    bodyBytes: int  # noqa: N815  (a script's name)
    narrow: bool
    figure: dict[str, Any]


@dataclass(frozen=True)
class Context:
    """What the templates use. A test holds these fields equal to the names that stand in them.

    Attributes:
        theme: "light" or "dark"; None: as the system has it.
        styles: the first screen's style sheets.
        later: names of the others, which nothing waits for.
        spec: what the page shows.
        spec_json: the same as JSON, without its table: the settings' values.
        svg: its drawing.
        frame, error, test_error, test_rows: epoch 0 of it.
        row: the row that the units show, from 0.
        notice: what is wrong with the address, in words.
        generators, noises, sample: data sets that can be made, what noise does to each kind, and what is drawn.
        groups, preset: the menu of presets, and which one is shown.
        controls: the settings, by the part of the panel in which they stand.
        limits: core.spec.limits.
        speeds, playbacks: paces of a run and of a recording, each with its name.
        tabs: what is shown beside the network, each with its name.
        curves: the activations that have a curve to be looked at.
        start: what the scripts are handed.
    """

    theme: str | None
    styles: Markup
    later: Sequence[str]
    spec: RunSpec
    spec_json: dict[str, Any]
    svg: Markup
    frame: Frame
    error: float | None
    test_error: float | None
    test_rows: Sequence[int]
    row: int
    notice: str | None
    generators: Mapping[str, Generator]
    noises: Mapping[str, str]
    sample: Sample
    groups: Sequence[Group]
    preset: str | None
    controls: Mapping[str, Sequence[Control]]
    limits: Limits
    speeds: Mapping[str, str]
    playbacks: Mapping[str, str]
    tabs: Mapping[str, str]
    curves: Sequence[str]
    start: Start
