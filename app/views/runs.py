"""A run as it stands, and what is new of it since a poll."""

from typing import Any

from elevenlines.app.answers.frames import History, State
from elevenlines.app.answers.runs import Inputs, Links, Parent, RunInfo
from elevenlines.app.runs.recording import Snapshot
from elevenlines.app.runs.run import Run
from elevenlines.app.runs.storing.store import StoredFrame
from elevenlines.app.views.numbers import frame_of
from elevenlines.core.spec import RunSpec


def run_info(run: Run) -> RunInfo:
    """The run as it stands."""
    here = f"/api/v1/runs/{run.id}"
    return RunInfo.model_construct(
        **_head(run),
        name=run.name,
        parent=None if run.parent is None else Parent.model_construct(id=run.parent[0], epoch=run.parent[1]),
        created_at=run.created_at,
        engine=run.engine,
        pace=run.pace,
        spec=run.spec,
        test_rows=list(run.spec.test_rows),
        inputs=inputs_of(run.spec),
        links=Links.model_construct(self=here, state=f"{here}/state", events=f"{here}/events", page=f"/?run={run.id}"),
    )


def inputs_of(spec: RunSpec) -> Inputs:
    """What enters the network: the names of the input units, and what they are standardised with."""
    entrance, is_standardised = spec.data.entrance, spec.features.standardise
    return Inputs.model_construct(
        names=list(spec.input_names),
        mean=entrance.mean.tolist() if is_standardised else None,
        deviation=entrance.deviation.tolist() if is_standardised else None,
    )


def state_of(
    snapshot: Snapshot, since: int | None, include: frozenset[str], row: int, before: StoredFrame | None = None
) -> State:
    """What is new of a run since that epoch; None: all of it.

    Args:
        snapshot: of the run, with the history since then.
        since: the `next` of the last answer.
        include: what a frame shall hold besides, see `frame_of`.
        row: the row, from 0, that `layers` is about.
        before: the frame of the epoch before, where it is at hand; another is left aside.
    """
    run, newest, points = snapshot.run, snapshot.newest, snapshot.history
    history = History.model_construct(
        epoch=points.epoch,
        error=points.error,
        loss=points.loss,
        test_error=points.test_error if run.spec.test_rows else None,
    )
    is_news = since is None or newest.epoch > since
    return State.model_construct(
        **_head(run),
        history=history,
        frame=frame_of(run.spec, newest, include, row, before) if is_news else None,
        next=points.epoch[-1] if points.epoch else since if since is not None else run.epoch,
    )


def _head(run: Run) -> dict[str, Any]:
    """The fields of RunHead."""
    return {
        "id": run.id,
        "status": run.status,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "error": run.error,
        "loss": run.loss,
        "test_error": run.test_error,
        "revision": run.revision,
        "message": run.message,
    }
