"""The page: one template, drawn for the spec that the address holds."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.frames import Preview
from elevenlines.app.assets import assets
from elevenlines.app.views.page import controls
from elevenlines.app.views.page.figures import error_figure
from elevenlines.app.views.preview import preview_of
from elevenlines.app.web.files import address_of
from elevenlines.app.web.page.addresses import Asked, asked_for
from elevenlines.app.web.page.context import Context, Start
from elevenlines.app.web.requests.parameters import Service
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
    return Markup(encoded(content).decode().replace("<", "\\u003c"))  # noqa: S704  (escaped here)


@cache
def templates() -> Jinja2Templates:
    """The page's templates, with what they may call."""
    environment = Environment(
        loader=FileSystemLoader(Path(assets("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script"] = _for_script
    environment.globals["file"] = address_of
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
    address_of("")
    templates().get_template("page.html")


@cache
def _presets() -> dict[str, dict[str, Any]]:
    """The specs that come with the page, so that choosing one asks nobody: those with few rows."""
    few = {name: one.spec for name, one in PRESETS.items() if len(one.spec.table.inputs) <= PRESET_ROWS}
    return {name: spec.model_dump(mode="json") for name, spec in few.items()}


@router.get("/")
async def page(request: Request, service: Service) -> Response:
    """The playground."""
    asked = await asked_for(service, request.query_params)
    row = min(1, len(asked.spec.table.inputs) - 1)
    narrow = "Mobi" in request.headers.get("user-agent", "")  # a guess; the page asks again where it is wrong
    shown = await run_in_threadpool(preview_of, asked.spec, frozenset({"layers", "masks"}), row, narrow=narrow)
    start = _start(asked, shown, request.app.state.settings.body_limit, narrow=narrow)
    theme = request.cookies.get("theme")
    context = _context(asked, shown, start, row, theme if theme in THEMES else None)
    response = templates().TemplateResponse(request, "page.html", vars(context))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _start(asked: Asked, shown: Preview, body_bytes: int, *, narrow: bool) -> Start:
    return Start(
        preview={name: part for name, part in shown if name != "svg"},
        run=asked.run,
        parents=asked.parents,
        recipe=asked.recipe,
        made={name: Recipe(name=name) for name in GENERATORS},
        preset=next((name for name, one in PRESETS.items() if one.spec == asked.spec), None),
        presets=_presets(),
        defaults=PRESETS[DEFAULT_PRESET].spec.model_dump(mode="json", exclude={"table"}),
        limits=dict(LIMITS.__dict__),
        activations=HIDDEN_ACTIVATIONS,
        formulas={name: activation.formula for name, activation in ACTIVATIONS.items()},
        middles={name: activation.middle for name, activation in ACTIVATIONS.items()},
        ranges={name: activation.range for name, activation in ACTIVATIONS.items()},
        addressBytes=ADDRESS_BYTES,
        bodyBytes=body_bytes,
        narrow=narrow,
        figure=error_figure(),
    )


def _context(asked: Asked, shown: Preview, start: Start, row: int, theme: str | None) -> Context:
    return Context(
        theme=theme,
        styles=_styles(),
        later=LATER,
        spec=asked.spec,
        spec_json=asked.spec.model_dump(mode="json", exclude={"table"}),
        svg=Markup(shown.svg),  # noqa: S704  (the drawing escapes what people typed)
        frame=shown.frame,
        error=shown.error,
        test_error=shown.test_error,
        test_rows=shown.test_rows,
        row=row,
        notice=asked.notice,
        generators=GENERATORS,
        noises=NOISES,
        sample=asked.recipe or Sample(),
        groups=GROUPS,
        preset=start.preset,
        controls={
            "data": controls.DATA,
            "network": controls.NETWORK,
            "training": controls.TRAINING,
            "stop": controls.STOP,
        },
        limits=LIMITS,
        speeds=SPEEDS,
        playbacks=PLAYBACKS,
        tabs=TABS,
        curves=list(ACTIVATIONS),
        start=start,
    )
