"""The composition root: makes the app from its parts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from elevenlines.app.assets import assets
from elevenlines.app.runs.service import RunService
from elevenlines.app.settings import Settings
from elevenlines.app.web import answering
from elevenlines.app.web.description import docs
from elevenlines.app.web.description.document import describe
from elevenlines.app.web.door import problems
from elevenlines.app.web.door.bodies import Bodies
from elevenlines.app.web.door.entrance import Entrance
from elevenlines.app.web.door.guard import Guard
from elevenlines.app.web.door.places import TABLES
from elevenlines.app.web.files import Files
from elevenlines.app.web.page import page
from elevenlines.app.web.routes import ROUTERS, metrics
from elevenlines.app.web.routes.watching.states import Encoder
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
        asyncio.get_running_loop().run_in_executor(None, page.warm)  # nothing waits for it but the first visitor
        yield
        await service.close()

    app = FastAPI(
        title="Eleven Lines",
        version=__version__,
        summary="Edit a truth table, press Train, and watch a neural network learn it.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,  # what other people's clients call it
    )
    app.state.settings = settings
    app.state.service = service
    app.state.encoder = Encoder()
    app.state.open_streams = 0
    app.state.open_sockets = 0
    app.state.tables = CapacityLimiter(TABLES)
    api = APIRouter(prefix=answering.API)
    for router in ROUTERS:
        api.include_router(router)
    for router in (api, metrics.router, docs.router, page.router):
        app.include_router(router)
    app.mount("/static", Files(directory=assets("static")), name="static")
    answering.install(app)
    problems.install(app)
    describe(app)
    app.add_middleware(Bodies, limit=settings.bodies_limit)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.body_limit)
    app.add_middleware(Guard, settings=settings, token=token)
    app.add_middleware(Entrance, token=token)
    return app
