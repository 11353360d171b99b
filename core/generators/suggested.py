"""The settings with which a data set is learnt well, from the seed 1 on; a test trains each."""

from typing import Any

from elevenlines.core.generators.recipe import Recipe, make
from elevenlines.core.spec import RunSpec

BATCH = 10  # rows; both classes are in each batch, since they come in turn
_ADAM = {"optimizer": "adam", "learning_rate": 0.005, "reduction": "mean"}
_SGD = {"learning_rate": 0.03}
# name -> sizes of the hidden layers, epochs, and what else of training is not the default
_SETTINGS: dict[str, tuple[list[int], int, dict[str, Any]]] = {
    "circle": ([4], 300, _SGD),
    "quadrants": ([6], 500, _SGD),
    "gaussians": ([2], 100, _SGD),
    "spiral": ([8, 8], 500, _SGD),
    "moons": ([6], 500, _SGD),
    "rings": ([8, 8], 2_000, _ADAM),
    "checkerboard": ([8, 8], 2_000, _ADAM),
    "above": ([8, 8], 1_000, _ADAM),
    "plane": ([], 100, {"learning_rate": 0.01}),
    "hills": ([8, 8], 500, _ADAM),
    "wave": ([8], 2_000, _ADAM | {"learning_rate": 0.01}),
}


def suggested(recipe: Recipe) -> RunSpec:
    """A spec that learns what the recipe makes: tanh units with biases, small batches, and outputs that suit the task.

    Two classes are told as 0 and 1 by a sigmoid, whose outputs are then the probability of class 1, and learnt by
    binary cross-entropy; a value that can be any number by a linear output and squared error.
    """
    hidden, epochs, training = _SETTINGS[recipe.name]
    has_classes = recipe.generator.task == "classes"
    return RunSpec.model_validate(
        {
            "table": make(recipe),
            "network": {
                "hidden": hidden,
                "activation": "tanh",
                "output_activation": "sigmoid" if has_classes else "linear",
                "bias": True,
            },
            "training": {
                "epochs": epochs,
                "loss": "binary_cross_entropy" if has_classes else "squared_error",
                "batch_size": min(BATCH, recipe.points),
                "shuffle": True,
                **training,
            },
        }
    )
