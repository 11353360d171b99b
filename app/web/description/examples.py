"""An example for each body that is asked for, and for the answers that a reader has to picture."""

from typing import Any

from pydantic import BaseModel

from elevenlines.app.answers.figures import Figures
from elevenlines.app.answers.passes import Trace
from elevenlines.app.answers.scores import Scores
from elevenlines.app.web.requests.networks import OtherNetwork, PredictRequest
from elevenlines.app.web.requests.runs import ForkRequest, NewRun, RunPatch, Step
from elevenlines.app.web.requests.tables import FormatRequest

TABLE: dict[str, Any] = {
    "inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]],
    "targets": [[0], [1], [1], [0]],
    "input_names": ["a", "b", "one"],
    "target_names": ["xor"],
}
_FIGURES: dict[str, Any] = {
    "epoch": 0,
    "row": 1,
    "rows": [0, 1],
    "learning_rate": 1.0,
    "rate": 1.0,
    "names": [["a", "one"], ["xor"]],
    "layers": [
        {
            "activation": "sigmoid",
            "inputs": [1, 1],
            "pre_activations": [0.0],
            "values": [0.5],
            "slopes": [0.25],
            "deltas": [0.125],
        }
    ],
    "contributions": [[[[0.0, 0.125]], [[-0.125, 0.125]]]],
    "changes": [[[0.125], [0.0]]],
    "correlations": [[1.0], [None]],
    "hidden": {
        "first": {"epoch": 0, "values": [], "correlations": []},
        "shown": {"epoch": 0, "values": [], "correlations": []},
    },
    "spread": [],
    "gradient_ratio": None,
    "is_vanishing": False,
    "notes": [],
}
_SCORES: dict[str, Any] = {
    "epoch": 60000,
    "task": "two_classes",
    "middle": 0.5,
    "names": ["xor"],
    "questions": [
        {
            "name": "xor",
            "classes": ["0", "1"],
            "outputs": [0],
            "expected": [0, 1, 1, 0],
            "predicted": [0, 1, 1, 0],
        }
    ],
    "predictions": None,
    "residuals": None,
    "training": {
        "rows": 4,
        "correct": 4,
        "accuracy": 1.0,
        "r_squared": None,
        "judgements": [
            {
                "accuracy": 1.0,
                "confusion": [[2, 0], [0, 2]],
                "classes": [{"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 2}] * 2,
            }
        ],
        "outputs": [],
    },
    "test": None,
    "test_rows": [],
    "worst": [{"row": 3, "error": 0.004, "expected": [0.0], "predicted": [0.004]}],
}
_TRACE: dict[str, Any] = {
    "epoch": 0,
    "batch": 0,
    "batches": 1,
    "rows": [0, 1, 2, 3],
    "steps": [
        {
            "name": "l2_delta",
            "layer": 2,
            "formula": "l2_error * l2_slope",
            "shape": [4, 1],
            "value": [[-0.118], [0.132], [0.124], [-0.127]],
            "meaning": "How what enters each unit of layer 2 should move, row by row, to lower the loss.",
            "reads": ["l2_error", "l2_slope"],
            "rows": None,
        }
    ],
}
EXAMPLES: dict[type[BaseModel], dict[str, Any]] = {
    NewRun: {"table": TABLE, "training": {"epochs": 60000}, "seed": 1, "name": "xor"},
    RunPatch: {"learning_rate": 0.5},
    Step: {"epochs": 1},
    ForkRequest: {"epoch": 1000, "training": {"learning_rate": 0.5}},
    PredictRequest: {"inputs": [[0, 0, 1], [0.5, 1, 1]]},
    OtherNetwork: {"epoch": 0, "weights": None},
    FormatRequest: {"table": TABLE, "split": {"test": [3]}},
    Figures: _FIGURES,
    Scores: _SCORES,
    Trace: _TRACE,
}
