"""/docs, the API's description to read and try, and /metrics; both work without the network."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.responses import HTMLResponse, Response

from elevenlines.app.web.parameters import Service

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Eleven Lines · API</title>
<link rel="icon" href="/static/favicon.svg">
<link rel="stylesheet" href="/static/vendor/swagger-ui/swagger-ui.css">
<main id="swagger-ui"></main>
<script src="/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script type="module" src="/static/js/docs.js"></script>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The API's description, to read and try."""
    return HTMLResponse(_PAGE)


@router.get("/metrics")
async def metrics(service: Service, request: Request) -> Response:
    """How the server is doing, as Prometheus text."""
    registry = CollectorRegistry()
    runs = Gauge("elevenlines_runs", "Runs that go on, by where they are", ["place"], registry=registry)
    for place, count in service.counts.items():
        runs.labels(place).set(count)
    workers = Gauge("elevenlines_worker_runs", "Runs in each worker process", ["pid"], registry=registry)
    for pid, count in service.workers.items():
        workers.labels(pid).set(count)
    streams = Gauge("elevenlines_event_streams", "Open streams of events", registry=registry)
    streams.set(request.app.state.open_streams)
    sockets = Gauge("elevenlines_sockets", "Open sockets", registry=registry)
    sockets.set(request.app.state.open_sockets)
    ready = Gauge("elevenlines_ready", "1 if runs can be started", registry=registry)
    ready.set(service.unready is None)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
