"""How well a network does, as the API and the page read it."""

from dataclasses import asdict

import numpy as np

from elevenlines.app.answers.scores import (
    ClassScore,
    Judgement,
    OutputScore,
    PartScores,
    Question,
    Scores,
    WorstRow,
)
from elevenlines.app.runs.run import WrongState
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking import scores as core
from elevenlines.core.looking.tasks import task_of
from elevenlines.core.network.network import predict_entered
from elevenlines.core.network.parameters import Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array


def scores_of(spec: RunSpec, epoch: int, parameters: Parameters, most: int) -> Scores:
    """The scores of a network. Raises WrongState where its numbers overflow.

    Args:
        spec: of the run.
        epoch: of the parameters.
        parameters: of the network.
        most: how many of the worst rows are named.
    """
    predictions = predict_entered(spec, parameters, spec.data.all.inputs)[-1]
    if not np.isfinite(predictions).all():
        raise WrongState("the network's numbers overflow here: look at an earlier epoch")
    targets, names = spec.data.all.targets, spec.table.target_names
    task, middle = task_of(targets, names), ACTIVATIONS[spec.network.output_activation].middle
    training, test = spec.training_rows, spec.test_rows
    is_listed, is_regression = targets.size <= LIMITS.scored, task.kind == "regression"
    decided = [
        Question.model_construct(
            name=question.name,
            classes=list(question.classes),
            outputs=list(question.outputs),
            expected=question.decided(targets, middle).tolist() if is_listed else None,
            predicted=question.decided(predictions, middle).tolist() if is_listed else None,
        )
        for question in task.questions
    ]
    return Scores.model_construct(
        epoch=epoch,
        task=task.kind,
        middle=None if task.kind in {"classes", "regression"} else middle,
        names=list(names),
        questions=decided,
        predictions=predictions.tolist() if is_regression and is_listed else None,
        residuals=(targets - predictions).tolist() if is_regression and is_listed else None,
        training=_part(core.score(task, targets, predictions, middle, training)),
        test=_part(core.score(task, targets, predictions, middle, test)) if test else None,
        test_rows=list(test),
        worst=_worst(targets, predictions, most),
    )


def _part(scores: core.Scores) -> PartScores:
    return PartScores.model_construct(
        rows=scores.rows,
        correct=scores.correct,
        accuracy=scores.accuracy,
        r_squared=scores.r_squared,
        judgements=[_judgement(one) for one in scores.judgements],
        outputs=[OutputScore.model_construct(**asdict(one)) for one in scores.outputs],
    )


def _judgement(one: core.Judgement) -> Judgement:
    classes = [ClassScore.model_construct(**asdict(score)) for score in one.classes]
    return Judgement.model_construct(accuracy=one.accuracy, confusion=one.confusion.tolist(), classes=classes)


def _worst(targets: Array, predictions: Array, most: int) -> list[WorstRow]:
    return [
        WorstRow.model_construct(
            row=row, error=error, expected=targets[row].tolist(), predicted=predictions[row].tolist()
        )
        for row, error in core.worst_rows(targets, predictions, most)
    ]
