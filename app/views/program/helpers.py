"""The functions that a program defines where it needs them, each after those that it calls."""

from collections.abc import Iterable

from elevenlines.app.views.program.activations import ACTIVATIONS
from elevenlines.app.views.program.lines import Listing
from elevenlines.app.views.program.plan import Plan
from elevenlines.core.choices.activations import LEAK

_DRAW = "Random numbers that depend on seed, epoch and place alone, so that any epoch can be trained again."

# Name -> a sentence, and the function's lines.
HELPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "sigmoid": (
        "Squeezes any sum into a value between 0 and 1.",
        ("def sigmoid(z):", "    return 1 / (1 + np.exp(-z))"),
    ),
    "softplus": (
        "ln(1 + e^z), in the form that does not overflow.",
        ("def softplus(z):", "    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))"),
    ),
    "leaky_relu": (
        "Lets a hundredth of negative sums through.",
        ("def leaky_relu(z):", f"    return np.where(z > 0, z, {LEAK} * z)"),
    ),
    "elu": (
        "Bends smoothly down to -1 below 0.",
        ("def elu(z):", "    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))"),
    ),
    "phi": (
        "The share of a standard normal distribution below z.",
        ("def phi(z):", "    return (1 + np.vectorize(math.erf, otypes=[float])(z / np.sqrt(2))) / 2"),
    ),
    "gelu_slope": (
        "The slope of z Φ(z).",
        (
            "def gelu_slope(z):",
            "    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)",
            "    return phi(z) + z * density",
        ),
    ),
    "silu_slope": (
        "The slope of z times its sigmoid.",
        ("def silu_slope(z):", "    gate = sigmoid(z)", "    return gate * (1 + z * (1 - gate))"),
    ),
    "mish_slope": (
        "The slope of z tanh(softplus(z)).",
        (
            "def mish_slope(z):",
            "    gate = np.tanh(softplus(z))",
            "    return gate + z * (1 - gate * gate) * sigmoid(z)",
        ),
    ),
    "softmax": (
        "Makes the outputs of a row shares of a whole.",
        (
            "def softmax(z):",
            "    powers = np.exp(z - np.max(z, axis=1, keepdims=True))",
            "    return powers / np.sum(powers, axis=1, keepdims=True)",
        ),
    ),
    "draw": (
        _DRAW,
        (
            "GOLDEN = 0x9E3779B97F4A7C15",
            "",
            "def mix(bits):",
            "    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9",
            "    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB",
            "    return bits ^ (bits >> 31)",
            "",
            "def draw(epoch, use, index):",
            "    key = np.zeros(1, np.uint64)",
            "    for part in {seed}, epoch, use:",
            "        key = mix(key + part + GOLDEN)",
            "    return mix(key + (index.astype(np.uint64) + 1) * GOLDEN)",
        ),
    ),
    "mask": (
        "Which units stay for each row; what stays is scaled up, so that predictions need no scaling.",
        (
            "def mask(epoch, layer, rows, units, share):",
            "    bits = draw(epoch, 15 + layer, rows[:, None] * units + np.arange(units))",
            "    return ((bits >> 11) * 2.0**-53 >= share) / (1 - share)",
        ),
    ),
}


def needed(plan: Plan) -> set[str]:
    """The names of the functions that the program calls."""
    found: set[str] = set()
    for layer in plan.spec.layers:
        found.update(ACTIVATIONS[layer.activation].helpers)
    if plan.spec.training.loss == "binary_cross_entropy" and plan.spec.training.stop is not None:
        found.add("softplus")
    if plan.has_dropout:
        found |= {"draw", "mask"}
    if plan.spec.training.shuffle:
        found.add("draw")
    return found


def write_helpers(listing: Listing, plan: Plan, names: Iterable[str]) -> None:
    """Writes these functions."""
    wanted = set(names)
    for name, (meaning, rows) in HELPERS.items():
        if name in wanted:
            listing.helper((row.replace("{seed}", str(plan.spec.seed)) for row in rows), meaning)
