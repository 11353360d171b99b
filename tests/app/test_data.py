"""Inputs, statistics and test rows through the API: what a run says of them, and what becomes of them in forks."""

import numpy as np
import pytest

from elevenlines.core.spec import RunSpec
from tests.support.server import Server

POINTS = np.random.RandomState(5).uniform(-1, 1, (30, 2)).round(3)
TABLE = {
    "inputs": POINTS.tolist(),
    "targets": [[float(x * y > 0)] for x, y in POINTS],
    "input_names": ["x", "y"],
    "target_names": ["same sign"],
}
SPEC = {
    "table": TABLE,
    "features": {"formulas": ["x", "x*y"], "standardise": True},
    "split": {"share": 0.2, "seed": 3},
    "training": {"epochs": 300, "learning_rate": 0.1, "batch_size": 6},
}


def test_a_run_tells_its_inputs_its_test_rows_and_their_error(server: Server) -> None:
    run = server.ended(server.start(**SPEC)["id"])
    spec = RunSpec.model_validate(run["spec"])
    tested = run["test_rows"]
    assert len(tested) == 6
    kept = np.delete(POINTS, tested, axis=0)
    made = np.column_stack([kept[:, 0], kept[:, 0] * kept[:, 1]])
    assert run["inputs"]["names"] == ["x", "x*y"]
    np.testing.assert_allclose(run["inputs"]["mean"], made.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(run["inputs"]["deviation"], made.std(axis=0), rtol=1e-12)
    state = server.get(f"/runs/{run['id']}/state")
    predictions = np.array(state["frame"]["predictions"])
    missed = np.abs(predictions - spec.data.all.targets)
    assert run["test_error"] == pytest.approx(missed[tested].mean(), rel=1e-12)
    assert run["error"] == pytest.approx(np.delete(missed, tested, axis=0).mean(), rel=1e-12)
    history = state["history"]
    assert len(history["test_error"]) == len(history["epoch"])
    assert history["test_error"][-1] == run["test_error"]
    frame = server.get(f"/runs/{run['id']}/frames/77")
    assert frame["test_error"] == pytest.approx(history["test_error"][history["epoch"].index(77)], rel=1e-12)


def test_without_test_rows_there_is_no_test_error(server: Server) -> None:
    run = server.ended(server.start(training={"epochs": 20})["id"])
    assert (run["test_error"], run["test_rows"]) == (None, [])
    assert run["inputs"] == {"names": ["a", "b", "c"], "mean": None, "deviation": None}
    assert server.get(f"/runs/{run['id']}/state")["history"]["test_error"] is None


def test_columns_are_predicted_not_features(server: Server) -> None:
    run = server.ended(server.start(**SPEC)["id"])
    whole = server.get(f"/runs/{run['id']}/state")["frame"]["predictions"]
    asked = server.http.post(f"/runs/{run['id']}/predict", json={"inputs": POINTS[4:6].tolist()}).json()
    np.testing.assert_allclose(asked["predictions"], whole[4:6], rtol=1e-12)
    np.testing.assert_allclose(
        np.array(asked["layers"][0])[:, 0] * run["inputs"]["deviation"][0] + run["inputs"]["mean"][0], POINTS[4:6, 0]
    )
    answer = server.http.post(f"/runs/{run['id']}/predict", json={"inputs": [[1, 2, 3]]})
    assert answer.status_code == 422
    assert "2 values" in answer.text


def test_a_fork_with_other_rows_keeps_the_statistics(server: Server) -> None:
    run = server.ended(server.start(**SPEC)["id"])
    table = {"inputs": (POINTS[:20] * 10).tolist(), "targets": TABLE["targets"][:20]}
    answer = server.http.post(f"/runs/{run['id']}/fork", json={"epoch": 100, "table": table})
    assert answer.status_code == 201, answer.text
    fork = answer.json()
    assert fork["inputs"] == run["inputs"]
    assert fork["spec"]["table"]["input_names"] == ["x", "y"]
    assert fork["test_rows"] == [row for row in run["test_rows"] if row < 20], "rows that were trained with stay so"


def test_a_fork_whose_test_rows_are_gone_has_none(server: Server) -> None:
    run = server.ended(server.start(**SPEC | {"split": {"test": [25]}})["id"])
    table = {"inputs": POINTS[:20].tolist(), "targets": TABLE["targets"][:20]}
    answer = server.http.post(f"/runs/{run['id']}/fork", json={"epoch": 100, "table": table})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["test_rows"], answer.json()["spec"]["split"]) == ([], None)


def test_test_rows_are_no_part_of_traces_and_figures(server: Server) -> None:
    run = server.ended(server.start(**SPEC)["id"])
    tested, trained = run["test_rows"][0], next(row for row in range(30) if row not in run["test_rows"])
    for view in ("trace", "figures"):
        answer = server.http.get(f"/runs/{run['id']}/{view}", params={"epoch": 10, "row": tested})
        assert answer.status_code == 422, view
        assert "test row" in answer.text
        assert server.http.get(f"/runs/{run['id']}/{view}", params={"epoch": 10, "row": trained}).status_code == 200
    rows = [row for batch in range(4) for row in server.get(f"/runs/{run['id']}/trace", epoch=10, batch=batch)["rows"]]
    assert sorted(rows + run["test_rows"]) == list(range(30))
    figures = server.get(f"/runs/{run['id']}/figures", epoch=10, row=trained)
    assert figures["rows"] == [row for row in range(30) if row not in run["test_rows"]]
    assert len(figures["contributions"][0][0][0]) == 24


@pytest.mark.parametrize(
    ("field", "value", "pointer", "words"),
    [
        ("features", {"formulas": ["x", "x +"]}, "/features/formulas/1", "at character 4"),
        ("features", {"formulas": ["1/(x-x)"]}, "/features/formulas/0", "none in row 1"),
        ("split", {"test": [30]}, "/split/test/0", "below the number of rows, 30"),
        ("split", {"share": 0.95}, "/split/share", "0.9"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(
    server: Server, field: str, value: dict[str, object], pointer: str, words: str
) -> None:
    answer = server.http.post("/runs", json=SPEC | {field: value})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert words in error["detail"]
