"""How an answer becomes JSON, and is read again."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson
import pytest

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.frames import Frame, Norm
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec


def told(answer: Any) -> Any:
    return orjson.loads(encoded(answer))


def test_what_a_view_does_not_give_is_not_told() -> None:
    frame = Frame.model_construct(epoch=3, weights=None, biases=None, predictions=[[0.5]], update=None)
    assert told(frame) == {"epoch": 3, "weights": None, "biases": None, "predictions": [[0.5]], "update": None}
    read = Frame.model_validate_json(encoded(frame))
    assert (read.predictions, read.layers, read.gradients) == ([[0.5]], [], None)


def test_answers_within_answers_and_numbers_in_full() -> None:
    norm = Norm.model_construct(gamma=[0.1 + 0.2], beta=[1e-310], mean=[0.0], variance=[float("inf")])
    assert told({"norms": [norm, None]}) == {
        "norms": [{"gamma": [0.1 + 0.2], "beta": [1e-310], "mean": [0.0], "variance": [None]}, None]
    }


def test_a_spec_is_told_with_every_default_and_reads_as_itself() -> None:
    spec = PRESETS["iris"].spec
    assert spec.data.training  # made once and kept beside its fields, but not told
    assert RunSpec.model_validate(told(spec)) == spec
    assert told(spec.table).keys() == type(spec.table).model_fields.keys()


def test_a_time_is_told_in_utc() -> None:
    assert told(datetime(2026, 11, 30, 22, 0, tzinfo=UTC)) == "2026-11-30T22:00:00Z"


def test_what_a_later_server_adds_is_left_alone() -> None:
    frame: dict[str, Any] = {"epoch": 0, "weights": None, "biases": None, "predictions": [], "added": 1}
    assert Frame.model_validate(frame).epoch == 0


def test_what_is_no_part_of_an_answer_is_refused() -> None:
    with pytest.raises(TypeError):
        encoded({"array": np.zeros(2)})
