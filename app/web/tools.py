"""Routes beside the runs: previews, presets, options, health."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from elevenlines.app.runs.run import UnknownRun
from elevenlines.app.views.preview import preview_json
from elevenlines.app.web.parameters import Include, Narrow, RowNumber, Service
from elevenlines.app.web.problems import declared
from elevenlines.app.web.runs import BODY, answers, json_response
from elevenlines.app.web.schemas import (
    HealthAnswer,
    NewRun,
    OptionsAnswer,
    PresetAnswer,
    PresetsAnswer,
    PreviewAnswer,
)
from elevenlines.app.web.strict import StrictRoute
from elevenlines.core import __version__
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.presets import GROUPS, PRESETS, Preset
from elevenlines.core.spec.limits import LIMITS

router = APIRouter(tags=["tools"], route_class=StrictRoute)


@router.post("/preview", responses=answers(PreviewAnswer, *BODY))
async def preview(body: NewRun, include: Include, narrow: Narrow = False, row: RowNumber = 0) -> Response:  # noqa: FBT002  (FastAPI's way)
    """Shows epoch 0 of a spec and its drawing. Nothing is stored."""
    return json_response(await run_in_threadpool(preview_json, body.spec, include, row, narrow=narrow))


@router.get("/presets", responses=answers(PresetsAnswer))
async def list_presets() -> Response:
    """Lists specs ready to be posted."""
    return json_response({"presets": [_preset_json(preset) for preset in PRESETS.values()]})


_GROUP_OF = {preset.name: group.title for group in GROUPS for preset in group.presets}


@router.get("/presets/{name}", responses=answers(PresetAnswer, 404))
async def read_preset(name: str) -> Response:
    """Reads one preset."""
    if name not in PRESETS:
        raise UnknownRun(f"there is no such preset: there are {', '.join(PRESETS)}")
    return json_response(_preset_json(PRESETS[name]))


def _preset_json(preset: Preset) -> dict[str, Any]:
    spec = preset.spec.model_dump(mode="json")
    return {
        "name": preset.name,
        "group": _GROUP_OF[preset.name],
        "title": preset.title,
        "text": preset.text,
        "spec": spec,
    }


@router.get("/options", responses=answers(OptionsAnswer))
async def options() -> Response:
    """Lists what can be chosen, and the limits."""
    activations = [
        {"name": name, "formula": entry.formula, "help": entry.help, "range": entry.range, "options": {}}
        for name, entry in ACTIVATIONS.items()
    ]
    registries = {"losses": LOSSES, "optimizers": OPTIMIZERS, "initializers": INITIALIZERS}
    others = {
        title: [
            {"name": name, "formula": entry.formula, "help": entry.help, "range": None, "options": entry.options}
            for name, entry in registry.items()  # type: ignore[attr-defined]  # registries of several types
        ]
        for title, registry in registries.items()
    }
    return json_response({"activations": activations, **others, "limits": LIMITS.__dict__})


_HEALTH: dict[int | str, dict[str, Any]] = {
    200: {"model": HealthAnswer},
    503: {"model": HealthAnswer, "description": "not ready"},
    **declared(403),
}


@router.get("/health", responses=_HEALTH)
async def health(service: Service) -> Response:
    """Tells whether runs can be started."""
    reason = service.unready
    content = {"ready": reason is None, "reason": reason, "version": __version__, "runs": service.counts}
    return json_response(content, 503 if reason else 200)
