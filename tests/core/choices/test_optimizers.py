"""AdamW beside PyTorch's rule, in plain NumPy; the others stand beside PyTorch itself in tests/golden."""

import numpy as np

from elevenlines.core.choices.optimizers import OPTIMIZERS


def test_adamw_is_pytorchs() -> None:
    """w *= 1 - lr λ, then Adam: torch.optim.AdamW, of which this is the rule of its documentation."""
    random, rate, decay, beta1, beta2, epsilon = np.random.default_rng(3), 0.03, 0.2, 0.8, 0.95, 1e-7
    w, m, v = random.normal(size=12), np.zeros(12), np.zeros(12)
    numbers = {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weight_decay": decay}
    found, slots = w.copy(), np.zeros((2, 12))
    for t in range(1, 101):
        g = random.normal(size=12)
        w = w * (1 - rate * decay)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        w = w - rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
        found -= OPTIMIZERS["adamw"].step(found, g, slots, rate, numbers, t)
        np.testing.assert_allclose(found, w, rtol=1e-12, atol=1e-12)
