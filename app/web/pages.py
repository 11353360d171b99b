"""The page: one template, drawn for the spec that the address holds."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.assets import assets
from app.runs.run import UnknownRun
from app.views import controls
from app.views.figures import error_figure
from app.views.numbers import run_json
from app.views.preview import preview_json
from app.web.parameters import Service
from app.web.problems import sentences
from core.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from core.limits import LIMITS
from core.presets import DEFAULT_PRESET, GROUPS, PRESETS
from core.spec import RunSpec

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


_INSTEAD = "This is the default instead."


async def _asked_for(
    service: Service, spec: str | None, preset: str | None, run: str | None
) -> tuple[RunSpec, dict[str, Any] | None, str | None]:
    """The spec of an address, its run if it names one, and what is wrong with it in words."""
    wanted, found, notice = PRESETS[DEFAULT_PRESET].spec, None, None
    if run is not None:
        try:
            stored = (await service.recording(run)).run
            wanted, found = stored.spec, run_json(stored)
        except UnknownRun:
            notice = f"The link names a run that is not on this server. {_INSTEAD}"
    elif preset is not None:
        if preset in PRESETS:
            wanted = PRESETS[preset].spec
        else:
            notice = f"The link names a preset that does not exist. {_INSTEAD}"
    elif spec is not None:
        try:
            wanted = RunSpec.model_validate(orjson.loads(spec))
        except orjson.JSONDecodeError:
            notice = f"The link is cut off or damaged. {_INSTEAD}"
        except ValidationError as error:
            wrong = "; ".join(f"{pointer[1:].replace('/', ' ')} {said}" for pointer, said in sentences(error)[:3])
            notice = f"The link is wrong: {wrong}. {_INSTEAD}"
    return wanted, found, notice


@router.get("/")
async def page(
    request: Request,
    service: Service,
    spec: Annotated[str | None, Query()] = None,
    preset: Annotated[str | None, Query()] = None,
    run: Annotated[str | None, Query()] = None,
) -> Response:
    """The playground."""
    wanted, found, notice = await _asked_for(service, spec, preset, run)
    row = min(1, len(wanted.table.inputs) - 1)
    narrow = "Mobi" in request.headers.get("user-agent", "")  # a guess; the page asks again where it is wrong
    shown = await run_in_threadpool(preview_json, wanted, frozenset({"layers", "masks"}), row, narrow=narrow)
    chosen = next((name for name, one in PRESETS.items() if one.spec == wanted), None)
    start = {
        "preview": {name: part for name, part in shown.items() if name != "svg"},
        "run": found,
        "preset": chosen,
        "presets": _presets(),
        "defaults": _defaults(),
        "limits": LIMITS.__dict__,
        "activations": HIDDEN_ACTIVATIONS,
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
        "notice": notice,
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
