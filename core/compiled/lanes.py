"""Trains many runs of one shape at a time: every number of the arithmetic is a vector, with one run in each lane.

So the processor's vector units are busy whatever the sizes of the network, and no run disturbs its neighbours. What a
few vectors of runs need stays in the fastest cache.

Importing it needs numba; `core.training.many` is what others call.
"""

from elevenlines.core.compiled.decorators import inlined, kept
from elevenlines.core.compiled.vectors import Vector, of_width, relu, sigmoid, tanh, where_above
from elevenlines.core.types import Array, Integers

WIDTH = 8  # runs in a vector: two registers of AVX2, one of AVX-512; LLVM splits it for smaller ones
TILE = 4  # rows worked on together: a weight is loaded once for all of them
CELL = TILE * WIDTH  # numbers that one unit has for these rows
CHECK = 16  # epochs between two looks at the size of the parameters
SIGMOID, TANH, RELU, LINEAR = range(4)
CODES = {"sigmoid": SIGMOID, "tanh": TANH, "relu": RELU, "linear": LINEAR}

Tile = tuple[Vector, Vector, Vector, Vector]  # a unit's numbers for TILE rows
_load, _store, _splat = of_width(WIDTH)


@inlined
def _load_tile(array: Array, q: int) -> Tile:
    return _load(array, q), _load(array, q + WIDTH), _load(array, q + 2 * WIDTH), _load(array, q + 3 * WIDTH)


@inlined
def _store_tile(array: Array, q: int, a0: Vector, a1: Vector, a2: Vector, a3: Vector) -> None:
    _store(array, q, a0)
    _store(array, q + WIDTH, a1)
    _store(array, q + 2 * WIDTH, a2)
    _store(array, q + 3 * WIDTH, a3)


@inlined
def _activate(values: Array, q: int, code: int, z0: Vector, z1: Vector, z2: Vector, z3: Vector) -> None:
    """Writes a unit's activations. Two sigmoids at once: more do not fit into the registers."""
    if code == SIGMOID:
        z0, z1 = sigmoid(z0), sigmoid(z1)
        _store(values, q, z0)
        _store(values, q + WIDTH, z1)
        z2, z3 = sigmoid(z2), sigmoid(z3)
    elif code == TANH:
        z0, z1, z2, z3 = tanh(z0), tanh(z1), tanh(z2), tanh(z3)
    elif code == RELU:
        z0, z1, z2, z3 = relu(z0), relu(z1), relu(z2), relu(z3)
    _store_tile(values, q, z0, z1, z2, z3)


@inlined
def _blame(values: Array, deltas: Array, q: int, code: int, e0: Vector, e1: Vector, e2: Vector, e3: Vector) -> None:
    """Writes a unit's deltas: the errors that came back to it, times the slope at its activations."""
    a0, a1, a2, a3 = _load_tile(values, q)
    if code == SIGMOID:
        e0, e1 = e0 * (a0 - a0 * a0), e1 * (a1 - a1 * a1)
        e2, e3 = e2 * (a2 - a2 * a2), e3 * (a3 - a3 * a3)
    elif code == TANH:
        e0, e1 = e0 * (1.0 - a0 * a0), e1 * (1.0 - a1 * a1)
        e2, e3 = e2 * (1.0 - a2 * a2), e3 * (1.0 - a3 * a3)
    elif code == RELU:
        e0, e1 = e0 * where_above(a0, 0.0, 1.0, 0.0), e1 * where_above(a1, 0.0, 1.0, 0.0)
        e2, e3 = e2 * where_above(a2, 0.0, 1.0, 0.0), e3 * where_above(a3, 0.0, 1.0, 0.0)
    _store_tile(deltas, q, e0, e1, e2, e3)


@inlined
def _forward(values: Array, x: int, units: int, weights: Array, w: int, out: int, count: int, code: int) -> None:
    """From the activations of `units` units at x to those of the `count` units at `out`."""
    for j in range(count):
        z0 = z1 = z2 = z3 = _splat(0.0)
        k, p = x, w + j * units * WIDTH
        for _ in range(units):
            weight = _load(weights, p)
            z0 += weight * _load(values, k)
            z1 += weight * _load(values, k + WIDTH)
            z2 += weight * _load(values, k + 2 * WIDTH)
            z3 += weight * _load(values, k + 3 * WIDTH)
            k += CELL
            p += WIDTH
        _activate(values, out + j * CELL, code, z0, z1, z2, z3)


@inlined
def _enter(values: Array, inputs: Array, vectors: int, tile: int, units: int) -> None:
    """Puts the rows of a tile where every vector of runs finds them."""
    one_room = len(values) // vectors
    for k in range(vectors * units * TILE):
        vector, place = divmod(k, units * TILE)
        _store(values, vector * one_room + place * WIDTH, _splat(inputs[tile * units * TILE + place]))


@inlined
def _predict(
    values: Array, weights: Array, vectors: int, sizes: Integers, codes: Integers, constant: int
) -> tuple[int, int]:
    """All layers' way forward; returns where a vector's weights end and where its outputs lie.

    Every vector does a step before the next one begins: so the processor always finds something to do.
    """
    one_change, one_room = len(weights) // vectors, len(values) // vectors
    w, x = 0, 0
    for layer in range(1, len(sizes)):
        units, count, out = sizes[layer - 1] + constant, sizes[layer], x + (sizes[layer - 1] + constant) * CELL
        for vector in range(vectors):
            v, u = vector * one_room, vector * one_change
            _forward(values, v + x, units, weights, u + w, v + out, count, codes[layer])
        w, x = w + units * count * WIDTH, out
    return w, x


@inlined
def _backward(
    values: Array,
    deltas: Array,
    x: int,
    hidden: int,
    units: int,
    weights: Array,
    w: int,
    out: int,
    count: int,
    code: int,
) -> None:
    """From the deltas of the `count` units at `out` to those of the `hidden` first of `units` units at x."""
    for i in range(hidden):
        e0 = e1 = e2 = e3 = _splat(0.0)
        q, p = out, w + i * WIDTH
        for _ in range(count):
            weight = _load(weights, p)
            e0 += weight * _load(deltas, q)
            e1 += weight * _load(deltas, q + WIDTH)
            e2 += weight * _load(deltas, q + 2 * WIDTH)
            e3 += weight * _load(deltas, q + 3 * WIDTH)
            q += CELL
            p += units * WIDTH
        _blame(values, deltas, x + i * CELL, code, e0, e1, e2, e3)


@inlined
def _gather(values: Array, x: int, units: int, deltas: Array, out: int, count: int, change: Array, w: int) -> None:
    """Adds to `change` what the weights between the units at x and those at `out` are to change by."""
    for j in range(count):
        d0, d1, d2, d3 = _load_tile(deltas, out + j * CELL)
        k, p = x, w + j * units * WIDTH
        for _ in range(units):
            changed = _load(change, p) + _load(values, k) * d0
            changed += _load(values, k + WIDTH) * d1
            changed += _load(values, k + 2 * WIDTH) * d2
            changed += _load(values, k + 3 * WIDTH) * d3
            _store(change, p, changed)
            k += CELL
            p += WIDTH


@inlined
def _update(weights: Array, change: Array, w: int, units: int, rate: Vector, l1: float, l2: float) -> None:
    """Makes the changes gathered for so many weights in a row, and those of the penalties, and clears them."""
    for p in range(w, w + units * WIDTH, WIDTH):
        old = _load(weights, p)
        sign = where_above(old, 0.0, 1.0, 0.0) - where_above(0.0 - old, 0.0, 1.0, 0.0)
        _store(weights, p, old + rate * (sign * l1 + old * l2) + _load(change, p))
        _store(change, p, _splat(0.0))


@kept
def train(
    shape: tuple[int, int],
    sizes: Integers,
    codes: Integers,
    table: tuple[Array, Array, Array],
    weights: Array,
    work: tuple[Array, Array, Array],
    rates: Array,
    squares: Array,
    penalties: tuple[float, float],
    epochs: int,
) -> None:
    """Trains some vectors of runs in place. All arrays are flat; what of a run is one number is WIDTH in a vector.

    Args:
        shape: rows of the table, and 1 if there are biases, else 0.
        sizes: units in each layer.
        codes: the activation of each layer; the first stands for nothing.
        table: inputs and targets, in the order (tile, column, row), and for each row 1, or 0 if it fills up a tile.
        weights: (vectors, layer, unit, what enters it), the bias last.
        work: 0, the size of the weights; then twice room for (vectors, units, TILE rows), where what enters a layer
            includes a last 1 if there are biases.
        rates: (vectors,), minus the learning rates, divided by the rows if the mean is asked for.
        squares: (vectors,), to which every CHECK epochs and at the end the squares of all weights are added.
        penalties: l1 and l2.
        epochs: how many.
    """
    rows, constant = shape
    inputs, targets, counts = table
    change, values, deltas = work
    l1, l2 = penalties
    vectors, tiles, last = len(rates) // WIDTH, (rows + TILE - 1) // TILE, len(sizes) - 1
    one_change, one_room = len(weights) // vectors, len(values) // vectors
    in_place = tiles == 1 and l1 == 0.0 and l2 == 0.0
    gathered = weights if in_place else change
    for epoch in range(epochs):
        for tile in range(tiles):
            if tiles > 1 or epoch == 0:
                _enter(values, inputs, vectors, tile, sizes[0])
            w, x = _predict(values, weights, vectors, sizes, codes, constant)
            for vector in range(vectors):
                rate = _load(rates, vector * WIDTH)
                for j in range(sizes[last]):
                    q, y, r = vector * one_room + x + j * CELL, (tile * sizes[last] + j) * TILE, tile * TILE
                    p0, p1, p2, p3 = _load_tile(values, q)
                    e0, e1 = rate * counts[r] * (p0 - targets[y]), rate * counts[r + 1] * (p1 - targets[y + 1])
                    e2, e3 = rate * counts[r + 2] * (p2 - targets[y + 2]), rate * counts[r + 3] * (p3 - targets[y + 3])
                    _blame(values, deltas, q, codes[last], e0, e1, e2, e3)
            for layer in range(last, 0, -1):
                hidden, count, out = sizes[layer - 1], sizes[layer], x
                units = hidden + constant
                w, x = w - units * count * WIDTH, out - units * CELL
                for vector in range(vectors):
                    v, u = vector * one_room, vector * one_change + w
                    if layer > 1:
                        code = codes[layer - 1]
                        _backward(values, deltas, v + x, hidden, units, weights, u, v + out, count, code)
                    _gather(values, v + x, units, deltas, v + out, count, gathered, u)
        if not in_place:
            for vector in range(vectors):
                rate, w = _load(rates, vector * WIDTH), vector * one_change
                for layer in range(1, last + 1):
                    for _ in range(sizes[layer]):
                        _update(weights, change, w, sizes[layer - 1], rate, l1, l2)
                        w += sizes[layer - 1] * WIDTH
                        _update(weights, change, w, constant, rate, 0.0, 0.0)
                        w += constant * WIDTH
        if epoch % CHECK == CHECK - 1 or epoch == epochs - 1:
            for vector in range(vectors):
                square = _load(squares, vector * WIDTH)
                for p in range(vector * one_change, (vector + 1) * one_change, WIDTH):
                    weight = _load(weights, p)
                    square += weight * weight
                _store(squares, vector * WIDTH, square)


@kept
def measure(
    shape: tuple[int, int],
    sizes: Integers,
    codes: Integers,
    table: tuple[Array, Array, Array],
    weights: Array,
    values: Array,
    sums: tuple[Array, Array],
) -> None:
    """Adds up each run's |p - y| and (p - y)² over rows and outputs.

    Args:
        shape, sizes, codes, table, weights: as in `train`.
        values: room, as there.
        sums: both (vectors,): what is added to.
    """
    rows, constant = shape
    inputs, targets, counts = table
    absolutes, squares = sums
    vectors, count = len(absolutes) // WIDTH, sizes[len(sizes) - 1]
    for tile in range((rows + TILE - 1) // TILE):
        _enter(values, inputs, vectors, tile, sizes[0])
        _, x = _predict(values, weights, vectors, sizes, codes, constant)
        for vector in range(vectors):
            absolute, square = _load(absolutes, vector * WIDTH), _load(squares, vector * WIDTH)
            for place in range(count * TILE):
                p = _load(values, vector * (len(values) // vectors) + x + place * WIDTH)
                difference = counts[tile * TILE + place % TILE] * (p - targets[tile * count * TILE + place])
                absolute += where_above(difference, 0.0, difference, 0.0 - difference)
                square += difference * difference
            _store(absolutes, vector * WIDTH, absolute)
            _store(squares, vector * WIDTH, square)
