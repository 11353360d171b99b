"""The beginning of a program: the data, and the parameters before the first pass."""

from collections.abc import Callable

import numpy as np

from elevenlines.app.views.program.lines import Listing, floats, say
from elevenlines.app.views.program.plan import VARIABLES, Plan
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.parameters import Parameters, initial_parameters

# (fan_in, fan_out, option) -> the first weights as an expression.
DRAWN: dict[str, Callable[[int, int, str], str]] = {
    "uniform": lambda i, o, _: f"2 * random.random_sample(({i}, {o})) - 1",
    "xavier_uniform": lambda i, o, _: f"np.sqrt(6 / ({i} + {o})) * (2 * random.random_sample(({i}, {o})) - 1)",
    "xavier_normal": lambda i, o, _: f"np.sqrt(2 / ({i} + {o})) * random.standard_normal(({i}, {o}))",
    "he_normal": lambda i, o, _: f"np.sqrt(2 / {i}) * random.standard_normal(({i}, {o}))",
    "normal": lambda i, o, sd: f"{sd} * random.standard_normal(({i}, {o}))",
    "constant": lambda i, o, value: f"np.full(({i}, {o}), {value})",
    "zeros": lambda i, o, _: f"np.zeros(({i}, {o}))",
}

# What an optimizer remembers: for each slot its name, and the sign it has in a program, which adds its updates.
SLOTS: dict[str, tuple[tuple[str, float], ...]] = {
    "sgd": (),
    "momentum": (("velocity", -1.0),),
    "nesterov": (("velocity", -1.0),),
    "rmsprop": (("square", 1.0),),
    "adam": (("average", -1.0), ("square", 1.0)),
}
_SLOT_MEANINGS = {
    "velocity": "What is left of the past directions of",
    "average": "The running mean of the directions for",
    "square": "The running mean of the squared gradients of",
}


def write_parameters(listing: Listing, plan: Plan) -> None:
    """Weights, biases and the rest before the first pass."""
    network = plan.spec.network
    given = None if plan.start is None else plan.parameters_of(plan.start.state[0])
    if given is None and network.initial is not None:
        given = initial_parameters(plan.spec)
    if given is None and "random" in DRAWN[network.initializer](1, 1, ""):
        listing.add(f"random = np.random.RandomState({plan.spec.seed})", "The seed fixes the first weights.")
    _write_weights(listing, plan, given)
    for trained in reversed(plan.trained):
        if trained.kind != "weights":
            _write_vector(listing, plan, given, trained.k, trained.kind)
    for k, layer in plan.layers:
        if layer.batch_norm:
            _write_vector(listing, plan, given, k, "mean")
            _write_vector(listing, plan, given, k, "variance")


def _write_weights(listing: Listing, plan: Plan, given: Parameters | None) -> None:
    network, sizes = plan.spec.network, plan.spec.layer_sizes
    options = filled(INITIALIZERS[network.initializer].options, network.initializer_options)
    option = repr(next(iter(options.values()), 0.0))
    for k, _ in plan.layers:
        name, where = f"syn{k - 1}", f"from layer {k - 1} to layer {k}"
        if given is not None:
            listing.array(name, floats(given.weights[k - 1]), f"The weights {where}, as they are given.")
        else:
            drawn = DRAWN[network.initializer](sizes[k - 1], sizes[k], option)
            listing.add(f"{name} = {drawn}", f"The first weights {where}.")


_VECTORS = {
    "biases": ("b{k}", 0, "The biases of layer {k}: weights of an input that is always 1."),
    "gamma": ("gamma{k}", 1, "The factors of layer {k}'s batch normalisation."),
    "beta": ("beta{k}", 0, "The shifts of layer {k}'s batch normalisation."),
    "mean": ("running_mean{k}", 0, "The mean of layer {k}'s sums that predictions are normalised with."),
    "variance": ("running_variance{k}", 1, "The variance of layer {k}'s sums that predictions go by."),
}


def _write_vector(listing: Listing, plan: Plan, given: Parameters | None, k: int, kind: str) -> None:
    """One row of a layer's parameters: as given, else 0s or 1s."""
    name, fill, meaning = _VECTORS[kind]
    name, meaning = name.format(k=k), meaning.format(k=k)
    values = None
    if given is not None:
        values = given.biases[k - 1] if kind == "biases" else getattr(given.norms[k - 1], kind)
    if values is None or np.all(values == fill):
        listing.add(f"{name} = np.{'ones' if fill else 'zeros'}({plan.spec.layer_sizes[k]})", meaning)
    else:
        listing.array(name, floats(values), meaning)


def write_slots(listing: Listing, plan: Plan) -> None:
    """What the optimizer remembers before the first pass."""
    for number, (what, sign) in enumerate(SLOTS[plan.spec.training.optimizer], start=1):
        for trained in plan.trained:
            name, meaning = f"{trained.name}_{what}", f"{_SLOT_MEANINGS[what]} {trained.name}."
            values = None
            if plan.start is not None:
                values = sign * trained.of(plan.parameters_of(plan.start.state[number]))
            if values is None or not values.any():
                listing.add(f"{name} = np.zeros_like({trained.name})", meaning)
            else:
                listing.array(name, floats(values), meaning)


_SETTINGS = {
    "learning_rate": "The learning rate",
    "l1": "The factor of the penalty on absolute weights",
    "l2": "The factor of the penalty on squared weights",
    "momentum": "The share of the past directions that goes on",
}


def write_settings(listing: Listing, plan: Plan) -> None:
    """The settings that change on the way, as they are at first."""
    for setting in plan.changes:
        value = say(plan.first_value(setting))
        listing.add(f"{VARIABLES[setting]} = {value}", f"{_SETTINGS[setting]}, at first.")


FEW = 6  # changes that get a line each; more of them stand in a dictionary


def write_timetable(listing: Listing, plan: Plan) -> None:
    """Where a setting changes often: its values by epoch, before the loop."""
    for setting, values in plan.changes.items():
        if len(values) > FEW:
            name = VARIABLES[setting]
            pairs = ", ".join(f"{epoch}: {say(value)}" for epoch, value in values.items())
            listing.add(f"{name}_from = {{{pairs}}}", f"{_SETTINGS[setting]} by the epoch from which it is in force.")


def write_changes(listing: Listing, plan: Plan) -> None:
    """What changes with a pass, at its begin."""
    for setting, values in plan.changes.items():
        name, meaning = VARIABLES[setting], f"{_SETTINGS[setting]} changes on the way."
        if len(values) > FEW:
            listing.add(f"{name} = {name}_from.get(j, {name})", meaning)
            continue
        for epoch, value in values.items():
            listing.add(f"if j == {epoch}: {name} = {say(value)}", meaning)
