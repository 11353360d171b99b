"""Makes torch.json: the same small networks trained by PyTorch, to be compared with ours.

PyTorch is no dependency of the project. Run this where it is installed, `python tests/golden/make_torch.py`; it needs
nothing of ours. Weights begin as given in each spec, so no random numbers have to agree.
"""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch

STEPS = 100
TABLE = {
    "inputs": [[0.0, 0.5, 1.0], [0.25, 1.0, -1.0], [1.0, -0.75, 1.0], [1.0, 1.0, 0.5], [-0.5, 0.25, 0.75]],
    "targets": [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]],
}
ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "mish": torch.nn.functional.mish,
    "softplus": torch.nn.functional.softplus,
    "sine": torch.sin,
    "gaussian": lambda z: torch.exp(-z * z),
    "linear": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=1),
}


def initial(sizes: list[int]) -> dict[str, Any]:
    """Weights and biases without a pattern, the same everywhere."""
    number = 0

    def some(count: int) -> list[float]:
        nonlocal number
        number += count
        return [round(0.8 * math.sin(1.7 * i + 0.3), 6) for i in range(number - count, number)]

    pairs = list(pairwise(sizes))
    return {"weights": [[some(b) for _ in range(a)] for a, b in pairs], "biases": [some(b) for _, b in pairs]}


def optimizer_of(training: dict[str, Any], parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    """PyTorch's of that name."""
    rate, options = training["learning_rate"], training.get("optimizer_options", {})
    name, momentum = training.get("optimizer", "sgd"), training.get("momentum", 0.9)
    if name == "adam":
        betas = (options.get("beta1", 0.9), options.get("beta2", 0.999))
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=options.get("epsilon", 1e-8))
    if name == "rmsprop":
        smoothing = options.get("smoothing", 0.99)
        return torch.optim.RMSprop(parameters, lr=rate, alpha=smoothing, eps=options.get("epsilon", 1e-8))
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=rate)
    return torch.optim.SGD(parameters, lr=rate, momentum=momentum, nesterov=name == "nesterov")


def loss_of(training: dict[str, Any], z: torch.Tensor, p: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The sum over rows and outputs, or that divided by the rows."""
    functional = torch.nn.functional
    name = training.get("loss", "squared_error")
    if name == "squared_error":
        total = 0.5 * functional.mse_loss(p, y, reduction="sum")
    elif name == "absolute_error":
        total = functional.l1_loss(p, y, reduction="sum")
    elif name == "huber":
        total = functional.huber_loss(p, y, reduction="sum", delta=training["loss_options"]["delta"])
    elif name == "binary_cross_entropy":
        total = functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    else:
        total = functional.cross_entropy(z, y, reduction="sum")
    return total / len(y) if training.get("reduction") == "mean" else total


def train(network: dict[str, Any], training: dict[str, Any]) -> dict[str, Any]:
    """The parameters after 100 steps, and what the network then predicts."""
    start = network["initial"]
    weights = [torch.tensor(matrix, requires_grad=True) for matrix in start["weights"]]
    biases = [torch.tensor(row, requires_grad=True) for row in start["biases"]]
    norms = [torch.nn.BatchNorm1d(size) for size in network["hidden"]] if training.get("batch_norm") else []
    x, y = torch.tensor(TABLE["inputs"]), torch.tensor(TABLE["targets"])

    def forward() -> tuple[torch.Tensor, torch.Tensor]:
        value = x
        for i, (matrix, row) in enumerate(zip(weights, biases, strict=True)):
            z = value @ matrix + row
            is_last = i == len(weights) - 1
            if norms and not is_last:
                z = norms[i](z)
            value = ACTIVATIONS[network["output_activation" if is_last else "activation"]](z)
        return z, value

    parameters = [*weights, *biases, *(p for norm in norms for p in norm.parameters())]
    optimizer = optimizer_of(training, parameters)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss_of(training, *forward(), y).backward()
        optimizer.step()
    for norm in norms:
        norm.eval()
    return {
        "weights": [matrix.tolist() for matrix in weights],
        "biases": [row.tolist() for row in biases],
        "norms": [
            [row.tolist() for row in (norm.weight, norm.bias, norm.running_mean, norm.running_var)] for norm in norms
        ],
        "predictions": forward()[1].tolist(),
    }


def cases() -> list[dict[str, Any]]:
    """Each optimizer with its defaults and others, each activation, each loss, batch normalisation."""
    base = {"learning_rate": 0.05}
    trainings: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, base | {"optimizer": "sgd"}),
        ({}, base | {"optimizer": "momentum", "momentum": 0.9}),
        ({}, base | {"optimizer": "nesterov", "momentum": 0.8}),
        ({}, base | {"optimizer": "rmsprop"}),
        ({}, base | {"optimizer": "rmsprop", "optimizer_options": {"smoothing": 0.9, "epsilon": 1e-4}}),
        ({}, base | {"optimizer": "adam"}),
        ({}, base | {"optimizer": "adam", "optimizer_options": {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-6}}),
        ({}, base | {"reduction": "mean", "loss": "huber", "loss_options": {"delta": 0.3}}),
        ({}, base | {"loss": "absolute_error", "learning_rate": 0.003}),
        ({}, base | {"loss": "binary_cross_entropy"}),
        ({"output_activation": "softmax"}, base | {"loss": "categorical_cross_entropy"}),
        ({"output_activation": "softmax"}, base),
        ({}, base | {"batch_norm": True}),
        # not Adam: it divides by the size of the gradient, and a bias before batch normalisation has none but rounding
        ({"activation": "tanh"}, base | {"batch_norm": True, "optimizer": "momentum"}),
    ]
    trainings += [({"activation": name}, base) for name in ACTIVATIONS if name not in {"sigmoid", "softmax"}]
    sizes = [3, 5, 4, 2]
    made = []
    for network, training in trainings:
        whole = {"hidden": sizes[1:-1], "activation": "sigmoid", "output_activation": "sigmoid", "bias": True}
        whole |= network | {"initial": initial(sizes)}
        spec = {"table": TABLE, "network": whole, "training": training | {"epochs": STEPS}}
        made.append({"spec": spec, "after": train(whole, training)})
    return made


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    text = json.dumps({"torch": torch.__version__, "steps": STEPS, "cases": cases()})
    Path(__file__).with_name("torch.json").write_text(text + "\n", "utf-8")
