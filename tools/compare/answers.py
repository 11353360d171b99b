"""What a server answers: the body of every GET of the API for some runs, as bytes."""

import json
from typing import Any

import httpx

FRAME = "include=layers,weights,masks,gradients,update&row=0"
OF_SERVER = ["/", "/openapi.json", "/api/v1/presets", "/api/v1/options", "/api/v1/generators"]
OF_RUN = [
    "",
    f"/state?{FRAME}",
    "/state?since=3",
    f"/frames?{FRAME}",
    f"/frames/7?{FRAME}",
    "/frames/20",
    "/gradient-check",
    "/gradient-check?epoch=3",
    "/trace?epoch=0",
    "/trace?epoch=5&row=0",
    "/figures",
    "/figures?epoch=4",
    "/scores",
    "/scores?epoch=4",
    "/surfaces?size=20",
    "/surfaces?epoch=2&size=10&units=outputs",
    "/bend",
    "/program",
    "/program?epoch=6",
    "/export/python",
    "/export/csv",
    "/export/json",
]
DEADLINE = 60.0  # seconds


def answers_of(url: str, specs: list[dict[str, Any]]) -> dict[str, str]:
    """The status and body of each GET, the ids of runs replaced by their number."""
    with httpx.Client(base_url=url, timeout=DEADLINE) as http:
        found = {path: _of(http.get(path)) for path in OF_SERVER}
        for name in json.loads(http.get("/api/v1/presets").content)["presets"]:
            path = f"/presets/{name['name']}"
            found[path] = _of(http.get(f"/api/v1{path}"))
        for name in json.loads(http.get("/api/v1/options").content)["activations"]:
            path = f"/activations/{name['name']}/curve"
            found[path] = _of(http.get(f"/api/v1{path}"))
        for number, spec in enumerate(specs):
            started = http.post("/api/v1/runs", json=spec | {"pace": None}, params={"wait": 30})
            run = json.loads(started.content)
            _wait(http, run["id"])
            for path in OF_RUN:
                answer = http.get(f"/api/v1/runs/{run['id']}{path}")
                while answer.status_code == httpx.codes.ACCEPTED:
                    answer = http.get(f"/api/v1/runs/{run['id']}{path}")
                told = _of(answer).replace(run["id"], f"RUN{number}").replace(run["created_at"], "THEN")
                found[f"/runs/{number}{path}"] = told
    return found


def _of(answer: httpx.Response) -> str:
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return f"{answer.status_code} {json.dumps(answer.json(), sort_keys=True)}"
    if kind.startswith("text/"):
        return f"{answer.status_code} {answer.text}"
    return f"{answer.status_code} {answer.content.hex()}"


def _wait(http: httpx.Client, run: str) -> None:
    seen = -1
    while True:
        state = http.get(f"/api/v1/runs/{run}/state", params={"wait": 20, "seen": max(seen, 0)}).json()
        if state["status"] in {"done", "diverged", "failed", "stopped"}:
            return
        seen = state["revision"]
