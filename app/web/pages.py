"""The page: one template, drawn for the spec that the address holds."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.assets import assets
from elevenlines.app.views import controls
from elevenlines.app.views.figures import error_figure
from elevenlines.app.views.preview import preview_json
from elevenlines.app.web.addresses import asked_for
from elevenlines.app.web.parameters import Service
from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.generators.recipe import Recipe, Sample
from elevenlines.core.generators.registry import GENERATORS, NOISES
from elevenlines.core.presets import DEFAULT_PRESET, GROUPS, PRESETS
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(include_in_schema=False)
SPEEDS = {  # pace -> its name on the page
    '"unhurried"': "unhurried",
    "1": "1 / s",
    "10": "10 / s",
    "100": "100 / s",
    "1000": "1,000 / s",
    "10000": "10,000 / s",
    "null": "as fast as it goes",
}
PLAYBACKS = {  # epochs a second -> its name; the page's own, a run knows nothing of it
    '"unhurried"': "unhurried",
    "1": "1 epoch / s",
    "10": "10 / s",
    "100": "100 / s",
    "1000": "1,000 / s",
    "10000": "10,000 / s",
}
TABS = {"settings": "Settings", "plane": "Plane", "program": "Program", "steps": "Steps", "figures": "Figures"}
# Later ones may refine earlier ones.
SHEETS = (
    "tokens",
    "layout",
    "controls",
    "side",
    "settings",
    "table",
    "inputs",
    "network",
    "weights",
    "plot",
)
LATER = (  # of what the first screen does not show: linked, nothing waits for them
    "grid",
    "data",
    "made",
    "figures",
    "scores",
    "steps",
    "program",
    "plane",
)
THEMES = ("light", "dark")  # anything else: as the system has it
ADDRESS_BYTES = 8_000
PRESET_ROWS = 40  # the specs of presets with more rows are fetched when somebody chooses them


def _for_script(content: Any) -> Markup:  # noqa: ANN401  (JSON)
    """JSON inside a script element: no `<` that could end it."""
    return Markup(orjson.dumps(content).decode().replace("<", "\\u003c"))  # noqa: S704  (escaped here)


@cache
def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(Path(assets("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script"] = _for_script
    return Jinja2Templates(env=environment)


@cache
def _styles() -> Markup:
    """The first screen's style sheets in one piece inside the page: its drawing waits for no further request."""
    folder = assets("static") / "css"
    sheets = [(folder / f"{name}.css").read_text("utf-8") for name in SHEETS]
    return Markup("\n".join(sheets))  # noqa: S704  (our own files)


def warm() -> None:
    """Does beforehand what the first page would have to wait for: the figure's package takes half a second."""
    error_figure()
    _presets()
    _styles()
    _templates().get_template("page.html")


@cache
def _presets() -> dict[str, dict[str, Any]]:
    """The specs that come with the page, so that choosing one asks nobody: those with few rows."""
    few = {name: one.spec for name, one in PRESETS.items() if len(one.spec.table.inputs) <= PRESET_ROWS}
    return {name: spec.model_dump(mode="json") for name, spec in few.items()}


def _defaults() -> dict[str, Any]:
    """A spec's defaults without its table: what an address need not say."""
    return PRESETS[DEFAULT_PRESET].spec.model_dump(mode="json", exclude={"table"})


@router.get("/")
async def page(request: Request, service: Service) -> Response:
    """The playground."""
    asked = await asked_for(service, request.query_params)
    wanted = asked.spec
    row = min(1, len(wanted.table.inputs) - 1)
    narrow = "Mobi" in request.headers.get("user-agent", "")  # a guess; the page asks again where it is wrong
    shown = await run_in_threadpool(preview_json, wanted, frozenset({"layers", "masks"}), row, narrow=narrow)
    chosen = next((name for name, one in PRESETS.items() if one.spec == wanted), None)
    start = {
        "preview": {name: part for name, part in shown.items() if name != "svg"},
        "run": asked.run,
        "parents": asked.parents,
        "recipe": asked.recipe and asked.recipe.model_dump(),
        "made": {name: Recipe(name=name).model_dump() for name in GENERATORS},
        "preset": chosen,
        "presets": _presets(),
        "defaults": _defaults(),
        "limits": LIMITS.__dict__,
        "activations": HIDDEN_ACTIVATIONS,
        "formulas": {name: activation.formula for name, activation in ACTIVATIONS.items()},
        "middles": {name: activation.middle for name, activation in ACTIVATIONS.items()},
        "ranges": {name: activation.range for name, activation in ACTIVATIONS.items()},
        "addressBytes": ADDRESS_BYTES,
        "bodyBytes": request.app.state.settings.body_limit,
        "narrow": narrow,
        "figure": error_figure(),
    }
    theme = request.cookies.get("theme")
    context = {
        "theme": theme if theme in THEMES else None,
        "styles": _styles(),
        "later": LATER,
        "spec": wanted,
        "svg": Markup(shown["svg"]),  # noqa: S704  (the drawing escapes what people typed)
        "frame": shown["frame"],
        "error": shown["error"],
        "test_error": shown["test_error"],
        "test_rows": shown["test_rows"],
        "row": row,
        "notice": asked.notice,
        "generators": GENERATORS,
        "noises": NOISES,
        "sample": asked.recipe or Sample(),
        "groups": GROUPS,
        "preset": chosen,
        "spec_json": wanted.model_dump(mode="json", exclude={"table"}),
        "controls": {
            "data": controls.DATA,
            "network": controls.NETWORK,
            "training": controls.TRAINING,
            "stop": controls.STOP,
        },
        "limits": LIMITS,
        "speeds": SPEEDS,
        "tabs": TABS,
        "curves": list(ACTIVATIONS),
        "playbacks": PLAYBACKS,
        "start": start,
    }
    response = _templates().TemplateResponse(request, "page.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response
