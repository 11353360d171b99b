"""Makes sklearn.json: scores as scikit-learn has them, to be compared with ours.

scikit-learn is no dependency of the project. Run this where it is installed, `python tests/golden/make_sklearn.py`; it
needs nothing of ours.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    mean_absolute_error,
    precision_recall_fscore_support,
    r2_score,
    root_mean_squared_error,
)


def without_pattern(count: int, scale: float = 1.0) -> np.ndarray:
    """Numbers from 0 to `scale`, the same everywhere."""
    return np.array([round(scale * (0.5 + 0.5 * math.sin(2.3 * i * i + 0.7 * i)), 6) for i in range(count)])


def judged(expected: np.ndarray, predicted: np.ndarray, classes: int) -> dict[str, Any]:
    """What scikit-learn says of a question; NaN where it is undefined becomes null."""
    numbers = list(range(classes))
    precision, recall, f1, support = precision_recall_fscore_support(
        expected, predicted, labels=numbers, zero_division=np.nan
    )
    return {
        "accuracy": float(accuracy_score(expected, predicted)),
        "confusion": confusion_matrix(expected, predicted, labels=numbers).tolist(),
        "precision": [None if math.isnan(one) else float(one) for one in precision],
        "recall": [None if math.isnan(one) else float(one) for one in recall],
        "f1": [None if math.isnan(one) else float(one) for one in f1],
        "support": support.tolist(),
    }


def two_classes(low: float, predictions: np.ndarray, middle: float) -> dict[str, Any]:
    """One output, whose targets are `low` and 1."""
    targets = np.where(np.arange(predictions.size) % 3 == 0, 1.0, low)
    return {
        "targets": targets[:, None].tolist(),
        "predictions": predictions[:, None].tolist(),
        "middle": middle,
        "kind": "two_classes",
        "judgements": [judged((targets > middle).astype(int), (predictions > middle).astype(int), 2)],
    }


def classes(count: int, rows: int, missing: int | None = None) -> dict[str, Any]:
    """One-hot targets; the class `missing` is never expected."""
    present = [one for one in range(count) if one != missing]
    expected = np.array([present[row % len(present)] for row in range(rows)])
    predictions = without_pattern(rows * count).reshape(rows, count)
    predictions[np.arange(rows), expected] += 0.25
    predicted = np.argmax(predictions, axis=1)
    return {
        "targets": np.eye(count)[expected].tolist(),
        "predictions": predictions.tolist(),
        "middle": 0.5,
        "kind": "classes",
        "judgements": [judged(expected, predicted, count)],
    }


def labels() -> dict[str, Any]:
    """Three outputs of 0 and 1, each by itself; the last is never 1 and never predicted so."""
    numbers = np.arange(20)
    targets = np.column_stack([numbers % 2, numbers % 3 == 0, np.zeros(20)]).astype(float)
    predictions = without_pattern(60).reshape(20, 3) * np.array([1.0, 1.0, 0.4])
    pairs = zip((targets > 0.5).astype(int).T, (predictions > 0.5).astype(int).T, strict=True)
    return {
        "targets": targets.tolist(),
        "predictions": predictions.tolist(),
        "middle": 0.5,
        "kind": "labels",
        "judgements": [judged(expected, predicted, 2) for expected, predicted in pairs],
    }


def regression() -> dict[str, Any]:
    """Two outputs, the first told well, the second badly."""
    targets = without_pattern(60, 9.0).reshape(30, 2) - 2.0
    predictions = targets * np.array([0.9, -0.3]) + without_pattern(60)[::-1].reshape(30, 2)
    return {
        "targets": targets.tolist(),
        "predictions": predictions.tolist(),
        "middle": 0.5,
        "kind": "regression",
        "rmse": root_mean_squared_error(targets, predictions, multioutput="raw_values").tolist(),
        "mae": mean_absolute_error(targets, predictions, multioutput="raw_values").tolist(),
        "r_squared": r2_score(targets, predictions, multioutput="raw_values").tolist(),
    }


def main() -> None:
    """Writes the file beside this one."""
    cases = {
        "two classes": two_classes(0.0, without_pattern(25), 0.5),
        "of -1 and 1": two_classes(-1.0, 2.0 * without_pattern(25) - 1.0, 0.0),
        "never class 1": two_classes(0.0, 0.4 * without_pattern(25), 0.5),
        "four classes": classes(4, 40),
        "a class that is not there": classes(4, 12, missing=2),
        "labels": labels(),
        "regression": regression(),
    }
    made = {"made_with": f"scikit-learn {sklearn.__version__}", "cases": cases}
    Path(__file__).with_name("sklearn.json").write_text(json.dumps(made) + "\n", "utf-8")


if __name__ == "__main__":
    main()
