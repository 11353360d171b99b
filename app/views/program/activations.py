"""How each activation is written in NumPy: its call, and its slope in terms of what a pass leaves behind."""

from dataclasses import dataclass

from elevenlines.core.choices.activations import LEAK


@dataclass(frozen=True)
class Written:
    """One activation as a program has it.

    Attributes:
        call: a from the sum {z}.
        slope: da/dz from {z} and {a}; empty: 1.
        helpers: the functions of `helpers.py` that these two call.
    """

    call: str
    slope: str
    helpers: tuple[str, ...] = ()

    @property
    def needs_sum(self) -> bool:
        """Whether the slope needs the sum, which then gets a line of its own."""
        return "{z}" in self.slope


ACTIVATIONS: dict[str, Written] = {
    "sigmoid": Written("sigmoid({z})", "({a} * (1 - {a}))", ("sigmoid",)),
    "tanh": Written("np.tanh({z})", "(1 - {a} * {a})"),
    "relu": Written("np.maximum({z}, 0)", "({a} > 0)"),
    "leaky_relu": Written("leaky_relu({z})", f"np.where({{a}} > 0, 1, {LEAK})", ("leaky_relu",)),
    "elu": Written("elu({z})", "np.where({a} > 0, 1, {a} + 1)", ("elu",)),
    "gelu": Written("{z} * phi({z})", "gelu_slope({z})", ("phi", "gelu_slope")),
    "silu": Written("{z} * sigmoid({z})", "silu_slope({z})", ("sigmoid", "silu_slope")),
    "mish": Written("{z} * np.tanh(softplus({z}))", "mish_slope({z})", ("sigmoid", "softplus", "mish_slope")),
    "softplus": Written("softplus({z})", "sigmoid({z})", ("sigmoid", "softplus")),
    "sine": Written("np.sin({z})", "np.cos({z})"),
    "gaussian": Written("np.exp(-{z} * {z})", "(-2 * {z} * {a})"),
    "linear": Written("{z}", ""),
    "softmax": Written("softmax({z})", "", ("softmax",)),
}
