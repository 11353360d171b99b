"""What the page's address asks for: a run, a preset, a made table with settings beside it, or a whole spec."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from pydantic import ValidationError

from elevenlines.app.answers.runs import RunInfo
from elevenlines.app.runs.run import Run, UnknownRun
from elevenlines.app.runs.service import RunService
from elevenlines.app.views.runs import run_info
from elevenlines.app.web.door.problems import sentences
from elevenlines.core.generators.recipe import Recipe, make
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import DEFAULT_PRESET, PRESETS
from elevenlines.core.spec import RunSpec

NUMBERS = {"points": "points", "noise": "noise", "data_seed": "seed"}  # in the address -> of a recipe
MOST_PARENTS = 8  # whose curves stand beside a fork's
_INSTEAD = "This is the default instead."


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Attributes:
        spec: what the page shows.
        run: the run that the address names.
        parents: the runs that it comes from, the first of all first, as far as they are still there; id and name.
        recipe: how the spec's table was made, where it was.
        notice: what is wrong with the address, in words.
    """

    spec: RunSpec = PRESETS[DEFAULT_PRESET].spec
    run: RunInfo | None = None
    parents: tuple[dict[str, str], ...] = ()
    recipe: Recipe | None = None
    notice: str | None = None


async def asked_for(service: RunService, query: Mapping[str, str]) -> Asked:
    """What an address asks for; the default, with a notice, where that cannot be had."""
    try:
        return await _read(service, query)
    except UnknownRun:
        return Asked(notice=f"The link names a run that is not on this server. {_INSTEAD}")
    except orjson.JSONDecodeError:
        return Asked(notice=f"The link is cut off or damaged. {_INSTEAD}")
    except ValidationError as error:
        wrong = "; ".join(f"{pointer[1:].replace('/', ' ')} {said}" for pointer, said in sentences(error)[:3])
        return Asked(notice=f"The link is wrong: {wrong}. {_INSTEAD}")


async def _read(service: RunService, query: Mapping[str, str]) -> Asked:
    if "run" in query:
        stored = (await service.recording(query["run"])).run
        return Asked(stored.spec, run_info(stored), await _parents(service, stored))
    if "preset" in query:
        return _preset(query["preset"])
    if "made" in query:
        return _made(query)
    if "spec" in query:
        return Asked(RunSpec.model_validate(orjson.loads(query["spec"])))
    return Asked()


async def _parents(service: RunService, run: Run) -> tuple[dict[str, str], ...]:
    found: list[dict[str, str]] = []
    with contextlib.suppress(UnknownRun):  # deleted since
        while run.parent is not None and len(found) < MOST_PARENTS:
            run = (await service.recording(run.parent[0])).run
            found.insert(0, {"id": run.id, "name": run.name})
    return tuple(found)


def _preset(name: str) -> Asked:
    if name not in PRESETS:
        return Asked(notice=f"The link names a preset that does not exist. {_INSTEAD}")
    return Asked(PRESETS[name].spec, recipe=Recipe(name=name) if name in GENERATORS else None)


def _made(query: Mapping[str, str]) -> Asked:
    """A made table with the settings that the address holds beside it; without any, with those that learn it."""
    given = {field: orjson.loads(query[name]) for name, field in NUMBERS.items() if name in query}
    recipe = Recipe.model_validate({"name": query["made"], "formula": query.get("formula"), **given})
    if "spec" not in query:
        return Asked(suggested(recipe), recipe=recipe)
    settings = orjson.loads(query["spec"])
    whole = settings | {"table": make(recipe)} if isinstance(settings, dict) else settings
    return Asked(RunSpec.model_validate(whole), recipe=recipe)
