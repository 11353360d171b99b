"""The composition root: makes the app from its parts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.staticfiles import StaticFiles

from elevenlines.app.assets import assets
from elevenlines.app.runs.service import RunService
from elevenlines.app.settings import Settings
from elevenlines.app.web import (
    docs,
    exports,
    figures,
    forks,
    generators,
    pages,
    problems,
    programs,
    runs,
    scores,
    sockets,
    states,
    surface_stream,
    surfaces,
    tables,
    tools,
)
from elevenlines.app.web.bodies import Bodies
from elevenlines.app.web.entrance import Entrance
from elevenlines.app.web.guard import Guard
from elevenlines.app.web.openapi import describe
from elevenlines.core import __version__


def create_app(settings: Settings, token: str | None = None) -> FastAPI:
    """The whole app.

    Args:
        settings: what it runs with.
        token: what callers have to show; None: nobody is asked.

    Raises:
        StoreUnusable: the data cannot be opened.
    """
    service = RunService(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        asyncio.get_running_loop().run_in_executor(None, pages.warm)  # nothing waits for it but the first visitor
        yield
        await service.close()

    app = FastAPI(
        title="Eleven Lines",
        version=__version__,
        summary="Edit a truth table, press Train, and watch a neural network learn it.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.service = service
    app.state.encoder = states.Encoder()
    app.state.open_streams = 0
    app.state.open_sockets = 0
    app.state.tables = CapacityLimiter(tables.AT_ONCE)
    api = APIRouter(prefix=sockets.API)
    for part in (
        runs,
        forks,
        states,
        figures,
        scores,
        surfaces,
        surface_stream,
        sockets,
        programs,
        exports,
        tables,
        generators,
        tools,
    ):
        api.include_router(part.router)
    app.include_router(api)
    app.include_router(docs.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=assets("static")), name="static")
    problems.install(app)
    describe(app)
    app.add_middleware(Bodies, limit=settings.bodies_limit)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.body_limit)
    app.add_middleware(Guard, settings=settings, token=token)
    app.add_middleware(Entrance, token=token)
    return app
