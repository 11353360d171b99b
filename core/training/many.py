"""Many runs of one shape, trained at once: a thousand seeds, beginnings or learning rates for little more than one.

Each comes out as it does alone, but for rounding: the readable engine is the reference, and trains those that blow up
here, so that they end alike too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters
from elevenlines.core.spec import RunSpec, altered
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training.engines import has_compiler
from elevenlines.core.training.frame import Frame
from elevenlines.core.training.training import Training
from elevenlines.core.types import Array

MOST_PARAMETERS = 100_000  # of larger networks eight at once outgrow the caches, and one alone keeps BLAS busy
MOST_VECTORS = 4  # at once: enough that one's results are there when its turn comes again
CACHE = 32_768  # bytes, which those at once may fill
SUSPICIOUS = 1e16  # a sum of squares from which the reference decides whether a run has diverged


@dataclass(frozen=True)
class Many:
    """The networks of R runs after their last epoch; of a diverged run, the last that was finite.

    Attributes:
        parameters: shape (R, parameters), each row as core.network.network.Parameters has them.
        error: (R,), the mean absolute error over rows and outputs.
        loss: (R,), what is minimised, penalties included.
        diverged: (R,), whether the run blew up.
    """

    parameters: Array
    error: Array
    loss: Array
    diverged: NDArray[np.bool_]


def train_many(
    spec: RunSpec,
    *,
    seeds: Sequence[int] | None = None,
    initial: Array | None = None,
    learning_rates: Sequence[float] | None = None,
) -> Many:
    """Trains R runs to the end of the spec's epochs, on one core.

    Args:
        spec: what they have in common: table, network, training.
        seeds: of the first parameters, drawn as for a single run. None: the spec's.
        initial: the first parameters themselves instead, shape (R, parameters).
        learning_rates: one for each run. None: the spec's.

    Raises:
        ValueError: the spec asks for what is not supported here, or the arguments do not fit together.
    """
    _refuse_unsupported(spec)
    begin, rates = _beginnings(spec, seeds, initial, learning_rates)
    if has_compiler() and begin.shape[1] <= MOST_PARAMETERS:
        parameters, error, loss, is_open = _train(spec, begin, rates)
    else:
        parameters, error, loss = np.empty_like(begin), np.empty(len(begin)), np.empty(len(begin))
        is_open = np.ones(len(begin), bool)
    diverged = np.zeros(len(begin), bool)
    for run in np.flatnonzero(is_open):
        training = Training(_with_rate(spec, float(rates[run])), Frame(0, begin[run][np.newaxis]))
        training.advance(spec.training.epochs)
        point = training.measure()
        parameters[run], error[run], loss[run] = training.frame().state[0], point.error, point.loss
        diverged[run] = training.outcome == "diverged"
    return Many(parameters, error, loss, diverged)


def _refuse_unsupported(spec: RunSpec) -> None:
    training, rows = spec.training, len(spec.training_rows)
    asked = {
        f"optimizer {training.optimizer}": training.optimizer != "sgd",
        f"loss {training.loss}": training.loss != "squared_error",
        "batch_size": training.batch_size not in {None, rows},
        "shuffle": training.shuffle,
        "delta_trim": training.delta_trim is not None,
        "clip_norm": training.clip_norm is not None,
        "dropout": any(layer.dropout for layer in spec.layers),
        "batch_norm": any(layer.batch_norm for layer in spec.layers),
        "stop_at_error": training.stop_at_error is not None,
        "stop": training.stop is not None,
        "changes": bool(training.changes),
        "frozen": bool(training.frozen),
    } | {f"activation {name}": name not in {"sigmoid", "tanh", "relu", "linear"} for name in spec.activations}
    refused = [name for name, is_asked in asked.items() if is_asked]
    if refused:
        raise ValueError(f"many at once cannot do {', '.join(refused)}: leave that out, or train them one by one")


def _beginnings(
    spec: RunSpec, seeds: Sequence[int] | None, initial: Array | None, learning_rates: Sequence[float] | None
) -> tuple[Array, Array]:
    """The first parameters, (R, parameters), and the learning rates, (R,)."""
    if seeds is not None and initial is not None:
        raise ValueError("give seeds or initial, not both: a seed only draws the first parameters")
    runs = {len(given) for given in (seeds, initial, learning_rates) if given is not None} or {1}
    if len(runs) > 1:
        raise ValueError(f"seeds, initial and learning_rates must be equally long, not {sorted(runs)}")
    (count,) = runs
    rates = np.array([spec.training.learning_rate] * count if learning_rates is None else learning_rates, float)
    if not ((rates > 0) & (rates <= LIMITS.learning_rate)).all():
        raise ValueError(f"every learning rate must be above 0 and at most {LIMITS.learning_rate:g}")
    width = Layout.of(spec).count
    if seeds is not None and not all(0 <= seed <= LIMITS.seed for seed in seeds):
        raise ValueError(f"every seed must be from 0 to {LIMITS.seed}")
    if initial is not None:
        begin = np.array(initial, float)
        if begin.shape != (count, width):
            raise ValueError(f"initial must have the shape (runs, {width}), not {begin.shape}")
        if not (np.abs(begin) <= LIMITS.weight).all():
            raise ValueError(f"every initial parameter must lie within ±{LIMITS.weight:g}")
        return begin, rates
    if seeds is None or spec.network.initial is not None:
        return np.tile(initial_parameters(spec).flat, (count, 1)), rates
    return _drawn(spec, seeds), rates


def _drawn(spec: RunSpec, seeds: Sequence[int]) -> Array:
    """What core.network.network.initial_parameters draws for each seed, (R, parameters).

    A generator that is seeded anew costs a tenth of a new one, which asks the system for randomness first.
    """
    initializer, layout, random = INITIALIZERS[spec.network.initializer], Layout.of(spec), np.random.RandomState(0)
    option = next(iter(filled(initializer.options, spec.network.initializer_options).values()), 0.0)
    begin = np.zeros((len(seeds), layout.count))
    for run, seed in enumerate(seeds):
        random.seed(seed)
        for weights in Parameters(begin[run], layout).weights:
            fan_in, fan_out = weights.shape
            weights[:] = initializer.draw(random, fan_in, fan_out, option)
    return begin


def _with_rate(spec: RunSpec, rate: float) -> RunSpec:
    training = spec.training.model_copy(update={"learning_rate": rate})
    return altered(spec, training=training)


def _train(spec: RunSpec, begin: Array, rates: Array) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Parameters, error and loss after the last epoch, and which runs are for the reference to decide."""
    from elevenlines.core.compiled import lanes  # noqa: PLC0415  (numba is heavy: only who trains pays)

    sizes, constant, rows = spec.layer_sizes, int(spec.network.bias), len(spec.training_rows)
    training, width = spec.training, lanes.WIDTH
    room = (sum(sizes) + constant * (len(sizes) - 1)) * lanes.CELL  # of one vector
    fitting = CACHE // ((begin.shape[1] * width + 2 * room) * begin.itemsize)
    vectors = max(1, min(MOST_VECTORS, fitting, -(-len(begin) // width)))
    _, inputs, targets = spec.data.training
    table = (_tiles(inputs, lanes.TILE), _tiles(targets, lanes.TILE), _tiles(np.ones((rows, 1)), lanes.TILE))
    codes = np.array([lanes.LINEAR, *(lanes.CODES[name] for name in spec.activations)])
    order, share = _order(sizes, constant), rows if training.reduction == "mean" else 1
    parameters, norms = np.empty_like(begin), np.empty(len(begin))
    absolutes, squares = np.empty(len(begin)), np.empty(len(begin))
    at_once = vectors * width
    for start in range(0, len(begin), at_once):
        here = slice(start, start + at_once)
        given = np.zeros((at_once, len(order)))
        given[: len(begin[here])] = begin[here, order]
        weights = _aligned(given.reshape(vectors, width, -1).transpose(0, 2, 1))
        values = np.zeros((vectors, room // lanes.CELL, lanes.CELL))
        values[:, np.cumsum(np.array(sizes[:-1]) + constant) - 1] = constant  # overwritten where there is no bias
        work = (_aligned(np.zeros(weights.size)), _aligned(values), _aligned(np.zeros(values.size)))
        steps, sums = _aligned(np.zeros(at_once)), _aligned(np.zeros(at_once))
        steps[: len(rates[here])] = -rates[here] / share
        penalties = (training.l1 * share, training.l2 * share)
        shape, numbers = (rows, constant), np.array(sizes)
        lanes.train(shape, numbers, codes, table, weights, work, steps, sums, penalties, training.epochs)
        found = (_aligned(np.zeros(at_once)), _aligned(np.zeros(at_once)))
        lanes.measure(shape, numbers, codes, table, weights, work[1], found)
        absolutes[here], squares[here] = (one[: len(begin[here])] for one in found)
        taken = weights.reshape(vectors, -1, width).transpose(0, 2, 1).reshape(at_once, -1)
        parameters[here, order] = taken[: len(begin[here])]
        norms[here] = sums[: len(begin[here])]
    error, loss = absolutes / targets.size, 0.5 * squares / share + _penalties(spec, parameters)
    is_small = norms <= SUSPICIOUS * (1 + training.epochs / lanes.CHECK)
    return parameters, error, loss, ~(is_small & np.isfinite(error) & np.isfinite(loss))


def _tiles(table: Array, tile: int) -> Array:
    """A table, (rows, columns), in the order (tile, column, row), flat; the last tile is filled up with 0."""
    filled = np.zeros((-(-len(table) // tile) * tile, table.shape[1]))
    filled[: len(table)] = table
    return np.ascontiguousarray(filled.reshape(-1, tile, table.shape[1]).transpose(0, 2, 1)).ravel()


def _order(sizes: Sequence[int], constant: int) -> NDArray[np.intp]:
    """For each parameter in the order that `lanes` wants, unit by unit, its place in the flat parameters."""
    places, start = [], 0
    for fan_in, fan_out in pairwise(sizes):
        count = (fan_in + constant) * fan_out
        places.append(np.arange(start, start + count).reshape(-1, fan_out).T.ravel())
        start += count
    return np.concatenate(places)


def _aligned(array: Array) -> Array:
    """A flat copy that begins at a multiple of 64 bytes: a vector then lies in a single line of the cache."""
    memory = np.empty(array.size + 8)
    start = -memory.ctypes.data // 8 % 8
    flat = memory[start : start + array.size]
    flat.reshape(array.shape)[...] = array
    return flat


def _penalties(spec: RunSpec, parameters: Array) -> Array:
    """What l1 and l2 add to each run's loss, (R,)."""
    weights = parameters[:, Parameters(parameters[0], Layout.of(spec)).is_weight() > 0]
    with np.errstate(over="ignore", invalid="ignore"):  # of runs that blew up, which the reference decides
        absolute, square = np.abs(weights).sum(axis=1), (weights**2).sum(axis=1)
        found: Array = spec.training.l1 * absolute + 0.5 * spec.training.l2 * square
    return found
