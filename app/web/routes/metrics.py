"""/metrics: how the server is doing, as Prometheus text."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.responses import Response

from elevenlines.app.web.requests.parameters import Service

router = APIRouter(include_in_schema=False)


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
