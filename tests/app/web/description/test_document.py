"""The description is whole, and the server does what it says: fuzzed from it by Schemathesis."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.server import Server

EXPECTED = {
    "/api/v1/runs": {"get", "post"},
    "/api/v1/runs/{run_id}": {"get", "patch", "delete"},
    "/api/v1/runs/{run_id}/pause": {"post"},
    "/api/v1/runs/{run_id}/resume": {"post"},
    "/api/v1/runs/{run_id}/stop": {"post"},
    "/api/v1/runs/{run_id}/step": {"post"},
    "/api/v1/runs/{run_id}/fork": {"post"},
    "/api/v1/runs/{run_id}/state": {"get"},
    "/api/v1/runs/{run_id}/events": {"get"},
    "/api/v1/runs/{run_id}/frames": {"get"},
    "/api/v1/runs/{run_id}/gradient-check": {"get"},
    "/api/v1/runs/{run_id}/figures": {"get"},
    "/api/v1/preview/figures": {"post"},
    "/api/v1/activations/{name}/curve": {"get"},
    "/api/v1/runs/{run_id}/scores": {"get"},
    "/api/v1/preview/scores": {"post"},
    "/api/v1/runs/{run_id}/surfaces": {"get", "post"},
    "/api/v1/runs/{run_id}/surfaces/stream": {"get"},
    "/api/v1/preview/surfaces": {"post"},
    "/api/v1/runs/{run_id}/bend": {"get", "post"},
    "/api/v1/preview/bend": {"post"},
    "/api/v1/runs/{run_id}/frames/{epoch}": {"get"},
    "/api/v1/runs/{run_id}/trace": {"get"},
    "/api/v1/runs/{run_id}/predict": {"post"},
    "/api/v1/preview": {"post"},
    "/api/v1/program": {"post"},
    "/api/v1/runs/{run_id}/program": {"get"},
    "/api/v1/runs/{run_id}/export/{format}": {"get"},
    "/api/v1/tables/parse": {"post"},
    "/api/v1/tables/format": {"post"},
    "/api/v1/generators": {"get"},
    "/api/v1/generators/{name}": {"post"},
    "/api/v1/presets": {"get"},
    "/api/v1/presets/{name}": {"get"},
    "/api/v1/options": {"get"},
    "/api/v1/health": {"get"},
}


@pytest.fixture(scope="module")
def schema(server: Server) -> schemathesis.schemas.BaseSchema:
    # A run that exists, so that the fuzzer gets behind the 404s: its id is the example in the description.
    document = httpx.get(f"{server.url}/openapi.json").json()
    run_id = server.start(paused=True, training={"epochs": 50})["id"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "run_id":
                    parameter["schema"] = {"type": "string", "enum": [run_id, "0123456789abcdef"]}
    loaded = schemathesis.openapi.from_dict(document)
    loaded.config.update(base_url=server.url)
    return loaded


def test_every_route_is_described_with_its_errors(server: Server) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    assert {path: set(operations) for path, operations in document["paths"].items()} == EXPECTED
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["description"]
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    assert list(response["content"]) == ["application/problem+json"]
                    assert response["content"]["application/problem+json"]["example"]["detail"]
            body = operation.get("requestBody")
            if body is not None:
                assert "example" in str(document["components"]["schemas"]), "each body has an example"
                assert {"400", "413", "415", "429"} <= set(operation["responses"]), operation["operationId"]


OPERATIONS = [(path, method) for path, methods in EXPECTED.items() for method in sorted(methods)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_fault_and_no_undocumented_answer(
    schema: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    if path.endswith(("/events", "/stream")):
        return  # endless while the run rests; test_runs.py and test_surface_stream.py read them to their ends
    operation = schema[path][method]
    try:
        strategy = operation.as_strategy(generation_mode=mode)
    except Unsatisfiable:
        return  # nothing can be sent wrongly where nothing is asked for

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(strategy)
    def answers_as_described(case: Any) -> None:
        if case.query and isinstance(case.query.get("wait"), int | float) and case.query["wait"] > 0:
            case.query["wait"] = min(case.query["wait"], 0.01) if case.query["wait"] <= 30 else case.query["wait"]
        case.call_and_validate(checks=CHECKS, timeout=60)

    try:
        answers_as_described()
    except Unsatisfiable:
        return  # as above


def test_docs_and_metrics_work_without_the_network(server: Server) -> None:
    page = httpx.get(f"{server.url}/docs").text
    assert "//" not in page.replace("<!doctype", "")
    metrics = httpx.get(f"{server.url}/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert "elevenlines_ready 1.0" in metrics.text
