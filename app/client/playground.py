"""The playground over HTTP: its runs, and what can be asked of one."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx

from elevenlines.app.answers.choices import Made, Presets
from elevenlines.app.answers.frames import ExactFrame, Prediction, State
from elevenlines.app.answers.passes import Trace
from elevenlines.app.answers.programs import Program
from elevenlines.app.answers.runs import RunInfo, Runs
from elevenlines.app.answers.scores import Scores
from elevenlines.app.answers.status import Pace
from elevenlines.app.answers.tables import ParsedTable
from elevenlines.app.client.errors import refusal
from elevenlines.app.client.surfaces import OverPlanes
from elevenlines.app.client.tables import Kind, parse_request
from elevenlines.core.spec import RunSpec

Table = Mapping[str, Any]
Include = Literal["weights", "gradients", "update"]
_LONG_POLL = 10.0  # seconds that a poll is held open at most


class Playground:
    """A server of Eleven Lines."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        token: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Talks to the server at `url`; `token` where it asks for one."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1", headers=headers, timeout=60.0, transport=transport
        )

    def __enter__(self) -> Self:
        """The playground itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection."""
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        self._http.close()

    def start(
        self,
        table: Table | RunSpec,
        *,
        name: str | None = None,
        pace: Pace = None,
        paused: bool = False,
        **spec: Any,  # noqa: ANN401  (network, training, seed: as the API takes them)
    ) -> "Run":
        """Starts a run.

        Args:
            table: {"inputs": …, "targets": …}, or a whole spec.
            name: null: the server makes one.
            pace: epochs a second, "unhurried", or None for as fast as it goes.
            paused: wait at epoch 0.
            spec: `network`, `training` and `seed`, as the API takes them.

        Raises:
            ApiError: the server refused it.
        """
        body = table.model_dump(mode="json") if isinstance(table, RunSpec) else {"table": dict(table)}
        body |= {"name": name, "pace": pace, "paused": paused} | spec
        return Run(self, RunInfo.model_validate(self.request("POST", "/runs", json=body)))

    def run(self, run_id: str) -> "Run":
        """The run of that id."""
        return Run(self, RunInfo.model_validate(self.request("GET", f"/runs/{run_id}")))

    def runs(self, limit: int = 50) -> list[RunInfo]:
        """The newest runs."""
        return Runs.model_validate(self.request("GET", "/runs", params={"limit": limit})).runs

    def presets(self) -> dict[str, RunSpec]:
        """Specs ready to be started, by name."""
        found = Presets.model_validate(self.request("GET", "/presets"))
        return {preset.name: preset.spec for preset in found.presets}

    def make(
        self, name: str, points: int = 200, noise: float = 0.1, seed: int = 1, formula: str | None = None
    ) -> RunSpec:
        """A made table with settings that learn it: ready to be started, and its `table` to be used otherwise.

        Args:
            name: of the data set, as GET /generators lists them: spiral, moons, above ...
            points: rows.
            noise: a standard deviation, at most 0.5.
            seed: fixes the points.
            formula: f(x), for `above`: class 1 lies above it.

        Raises:
            ApiError: there is no such data set, or a value is out of its limits.
        """
        body = {"points": points, "noise": noise, "seed": seed, "formula": formula}
        return Made.model_validate(self.request("POST", f"/generators/{quote(name, safe='')}", json=body)).spec

    def program(self, table: Table | RunSpec, **spec: Any) -> str:  # noqa: ANN401  (as in `start`)
        """A NumPy program that trains a spec and prints its error and predictions; see `start` for what is given."""
        body = table.model_dump(mode="json") if isinstance(table, RunSpec) else {"table": dict(table)}
        return Program.model_validate(self.request("POST", "/program", json=body | spec)).text

    def parse_table(
        self,
        source: str | bytes | Path,
        kind: Kind | None = None,
        **wishes: Any,  # noqa: ANN401  (query parameters of /tables/parse)
    ) -> ParsedTable:
        """Reads a table from CSV, tab-separated values or JSON.

        Args:
            source: the path of a file, or what is in one.
            kind: None: by the end of the file's name, else CSV.
            wishes: `header`, `decimal`, `separator`, `target`, `skip`, `text`, `drop`, `preview`, as the API has them.

        Raises:
            ApiError: the server refused it; each bad line is in its `errors`.
            OSError: the file cannot be read.
        """
        found = self.request("POST", "/tables/parse", **parse_request(source, kind, wishes))
        return ParsedTable.model_validate(found)

    def table_csv(self, table: Table, split: Mapping[str, Any] | None = None) -> str:
        """A table as CSV, from which `parse_table` reads the same one."""
        return self.send("POST", "/tables/format", json={"table": dict(table), "split": split}).text

    def request(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401  (JSON)
        """One call of the API; its JSON. Raises ApiError."""
        response = self.send(method, path, **options)
        return response.json() if response.content else None

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401  (httpx's)
        """One call of the API; its answer as it came. Raises ApiError."""
        response = self._http.request(method, path, **options)
        if response.is_success:
            return response
        raise refusal(response)


class Run(OverPlanes):
    """A run on the server.

    Attributes:
        info: as it stood at the last answer.
    """

    def __init__(self, playground: Playground, info: RunInfo) -> None:
        """Made by Playground.start and Playground.run."""
        self._playground = playground
        self.info = info

    @property
    def id(self) -> str:
        """The server's name for it."""
        return self.info.id

    def poll(self) -> Iterator[State]:
        """What is new, again and again, until the run is over; each answer comes as soon as there is one."""
        query: dict[str, Any] = {}
        while True:
            state = State.model_validate(self._call("GET", "/state", params=query))
            yield state
            if state.is_over:
                return
            query = {"since": state.next, "seen": state.revision, "wait": _LONG_POLL}

    def wait(self) -> RunInfo:
        """Waits until the run is over; how it stands then."""
        for _ in self.poll():
            pass
        return self._update(self._call("GET", ""))

    def frame(self, epoch: int, include: Sequence[Include] = ()) -> ExactFrame:
        """The network after exactly that many passes, with its gradients or its last update if wanted."""
        return ExactFrame.model_validate(self._computed(f"/frames/{epoch}", include=",".join(include)))

    def trace(self, epoch: int | None = None, batch: int | None = None, row: int | None = None) -> Trace:
        """One batch of the pass that begins at an epoch (None: the newest), array by array.

        Args:
            epoch: at which the pass begins.
            batch: number in the pass, from 0; None: the one that holds the row, or the first.
            row: of the table, from 0: of what has a value for each row of the batch, show this one alone.
        """
        query = {"epoch": epoch, "batch": batch, "row": row}
        given = {name: value for name, value in query.items() if value is not None}
        return Trace.model_validate(self._computed("/trace", **given))

    def scores(self, epoch: int | None = None, rows: int = 10) -> Scores:
        """How well the network of an epoch does (None: the newest).

        Args:
            epoch: passes made.
            rows: how many of the worst rows are named.
        """
        query: dict[str, Any] = {"rows": rows} if epoch is None else {"rows": rows, "epoch": epoch}
        return Scores.model_validate(self._computed("/scores", **query))

    def predict(self, inputs: Sequence[Sequence[float]], epoch: int | None = None) -> list[list[float | None]]:
        """Predictions for these rows, by the newest network or that of an epoch."""
        found = self._call("POST", "/predict", json={"inputs": [list(row) for row in inputs], "epoch": epoch})
        return Prediction.model_validate(found).predictions

    def program(self) -> str:
        """The run as a NumPy program, which prints its error and predictions."""
        return Program.model_validate(self._call("GET", "/program")).text

    def table_csv(self, epoch: int | None = None) -> str:
        """Its table as CSV, with what the network predicts at that epoch (None: the newest), and its test rows."""
        query = {} if epoch is None else {"epoch": epoch}
        return self._answer("/export/csv", **query).text

    def change(self, **fields: Any) -> RunInfo:  # noqa: ANN401  (fields of PATCH)
        """Changes name, pace, epochs, learning_rate, l1, l2 or momentum."""
        return self._update(self._call("PATCH", "", json=fields))

    def pause(self) -> RunInfo:
        """Pauses it."""
        return self._update(self._call("POST", "/pause"))

    def resume(self) -> RunInfo:
        """Lets it go on."""
        return self._update(self._call("POST", "/resume"))

    def stop(self) -> RunInfo:
        """Ends it for good."""
        return self._update(self._call("POST", "/stop"))

    def step(self, epochs: int = 1) -> RunInfo:
        """Lets a paused run go on by so many epochs."""
        return self._update(self._call("POST", "/step", json={"epochs": epochs}))

    def fork(
        self,
        epoch: int,
        *,
        weights: Sequence[Sequence[Sequence[float]]] | None = None,
        biases: Sequence[Sequence[float]] | None = None,
        table: Table | None = None,
        training: Mapping[str, Any] | None = None,
        epochs: int | None = None,
        name: str | None = None,
        pace: Pace = None,
        paused: bool = False,
    ) -> "Run":
        """Starts a run that goes on from this one's frame of an epoch; None: as it is here.

        Args:
            epoch: of the frame; epoch numbers go on from it.
            weights: one matrix for each layer, (size of layer i, size of layer i + 1).
            biases: one row for each layer but the first, (size of layer i + 1,).
            table: other rows, with the same number of columns.
            training: fields of `training` that are to change.
            epochs: where the fork ends; None: where this run does, or at twice `epoch` where it is there already.
            name: None: the server makes one.
            pace: epochs a second, "unhurried", or None for as fast as it goes.
            paused: wait at `epoch`.

        Raises:
            ApiError: the server refused it.
        """
        body = {
            "epoch": epoch,
            "weights": weights,
            "biases": biases,
            "table": None if table is None else dict(table),
            "training": None if training is None else dict(training),
            "epochs": epochs,
            "name": name,
            "pace": pace,
            "paused": paused,
        }
        return Run(self._playground, RunInfo.model_validate(self._awaited("POST", "/fork", json=body).json()))

    def delete(self) -> None:
        """Removes it and its frames."""
        self._call("DELETE", "")

    def _computed(self, path: str, **query: Any) -> Any:  # noqa: ANN401  (JSON)
        return self._answer(path, **query).json()

    def _answer(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401  (as the API takes them)
        return self._awaited("GET", path, params=query)

    def _awaited(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401  (httpx's)
        """What the server may have to compute first: then it answers when it has, or after two seconds without."""
        while not (found := self._playground.send(method, f"/runs/{self.id}{path}", **options)).content:
            pass
        return found

    def _call(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401  (JSON)
        return self._playground.request(method, f"/runs/{self.id}{path}", **options)

    def _update(self, found: Any) -> RunInfo:  # noqa: ANN401  (JSON)
        self.info = RunInfo.model_validate(found)
        return self.info
