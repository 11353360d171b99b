"""Trains many runs of one shape at a time: every number of the arithmetic is a vector, with one run in each lane.

So the processor's vector units are busy whatever the sizes of the network, and no run disturbs its neighbours. The
vectors are explicit, a type of their own for numba: loops as short as a small network's the compiler does not
vectorise by itself. What a few vectors of runs need stays in the fastest cache.

All that is compiled stands in this one file, since numba's cache on disk looks at the age of this file alone.
Importing it needs numba; `core.many` is what others call.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, models, register_model

from core.types import Array, Integers

WIDTH = 8  # runs in a vector: two registers of AVX2, one of AVX-512; LLVM splits it for smaller ones
TILE = 4  # rows worked on together: a weight is loaded once for all of them
CELL = TILE * WIDTH  # numbers that one unit has for these rows
CHECK = 16  # epochs between two looks at the size of the parameters
SIGMOID, TANH, RELU, LINEAR = range(4)
CODES = {"sigmoid": SIGMOID, "tanh": TANH, "relu": RELU, "linear": LINEAR}

Lanes = Any  # a vector of WIDTH floats, in compiled code
Value = Any  # one of LLVM's, while code is made
_VECTOR, _INTEGERS = ir.VectorType(ir.DoubleType(), WIDTH), ir.VectorType(ir.IntType(64), WIDTH)
_FUSED = ("contract",)  # a product and a sum may become one instruction; nothing else may be rearranged


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name=f"Lanes{WIDTH}")


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Value, kind: Value) -> None:
        super().__init__(manager, kind, _VECTOR)  # type: ignore[no-untyped-call]  # numba is partly untyped


_LANES = _LanesType()


def _constant(value: float) -> Value:
    return ir.Constant(_VECTOR, [value] * WIDTH)


def _operation(arguments: int, build: Callable[..., Value]) -> Callable[..., Lanes]:
    """What compiled code calls to make a vector of others; `build` writes it through LLVM's builder."""

    def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
        return build(builder, *values)

    forms: list[Callable[..., Value]] = [  # numba counts the arguments of what it is given
        lambda _context, a: (_LANES(a), generate),
        lambda _context, a, b: (_LANES(a, b), generate),
        lambda _context, a, b, c: (_LANES(a, b, c), generate),
    ]
    return intrinsic(forms[arguments - 1])


def _splat_of(builder: Value, value: Value) -> Value:
    undefined, place = ir.Constant(_VECTOR, ir.Undefined), ir.IntType(32)
    first = builder.insert_element(undefined, value, ir.Constant(place, 0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(place, WIDTH), [0] * WIDTH))


def _multiply_add_of(builder: Value, a: Value, b: Value, c: Value) -> Value:
    return builder.fadd(builder.fmul(a, b, flags=_FUSED), c, flags=_FUSED)


def _exponential_of(builder: Value, z: Value) -> tuple[Value, Value]:
    """E^z as numerator and denominator, from which a sigmoid or tanh needs one division in all.

    With n = z / ln 2, rounded, and r = z - n ln 2, e^z = 2^n e^r, and e^r = (Q + r P) / (Q - r P) is Padé's
    approximation of order 5, good to 1e-15 for such r. Adding 1.5 2^52 rounds and leaves n in the lowest bits,
    from where a shift takes it to the exponent. Beyond e^±600 nothing changes any more; NaN stays NaN.
    """
    shifter = _constant(1.5 * 2.0**52)
    for relation, limit in ((">", _constant(600.0)), ("<", _constant(-600.0))):
        z = builder.select(builder.fcmp_ordered(relation, z, limit), limit, z)
    shifted = _multiply_add_of(builder, z, _constant(1.4426950408889634), shifter)
    r = _multiply_add_of(builder, builder.fsub(shifted, shifter), _constant(-0.6931471805599453), z)
    s = builder.fmul(r, r)
    odd = _multiply_add_of(builder, builder.fadd(s, _constant(420.0)), s, _constant(15120.0))
    even = _multiply_add_of(builder, s, _constant(30.0), _constant(3360.0))
    odd, even = builder.fmul(r, odd), _multiply_add_of(builder, even, s, _constant(30240.0))
    power = builder.shl(builder.bitcast(shifted, _INTEGERS), ir.Constant(_INTEGERS, [52] * WIDTH))
    scaled = builder.add(builder.bitcast(builder.fadd(even, odd), _INTEGERS), power)
    return builder.bitcast(scaled, _VECTOR), builder.fsub(even, odd)


def _sigmoid_of(builder: Value, z: Value) -> Value:
    above, below = _exponential_of(builder, z)
    return builder.fdiv(above, builder.fadd(above, below))


def _tanh_of(builder: Value, z: Value) -> Value:
    above, below = _exponential_of(builder, builder.fadd(z, z))
    return builder.fdiv(builder.fsub(above, below), builder.fadd(above, below))


def _relu_of(builder: Value, z: Value) -> Value:
    return builder.select(builder.fcmp_ordered("<", z, _constant(0.0)), _constant(0.0), z)


def _step_of(builder: Value, a: Value) -> Value:
    return builder.select(builder.fcmp_ordered(">", a, _constant(0.0)), _constant(1.0), _constant(0.0))


def _less_square_of(builder: Value, a: Value, b: Value) -> Value:
    return builder.fsub(a, builder.fmul(b, b, flags=_FUSED), flags=_FUSED)


_splat = _operation(1, _splat_of)
_add = _operation(2, lambda builder, a, b: builder.fadd(a, b))
_subtract = _operation(2, lambda builder, a, b: builder.fsub(a, b))
_multiply = _operation(2, lambda builder, a, b: builder.fmul(a, b))
_multiply_add = _operation(3, _multiply_add_of)  # a b + c
_less_square = _operation(2, _less_square_of)  # a - b²
_sigmoid, _tanh = _operation(1, _sigmoid_of), _operation(1, _tanh_of)
_relu, _step = _operation(1, _relu_of), _operation(1, _step_of)


def _place(context: Value, builder: Value, kind: Value, array: Value, index: Value) -> Value:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())


def _typed_load(_context: Value, array: Value, index: Value) -> Value:
    def generate(context: Value, builder: Value, signature: Value, values: Value) -> Value:
        loaded = builder.load(_place(context, builder, signature.args[0], *values))
        loaded.align = 8
        return loaded

    return _LANES(array, index), generate


def _typed_store(_context: Value, array: Value, index: Value, value: Value) -> Value:
    def generate(context: Value, builder: Value, signature: Value, values: Value) -> Value:
        stored = builder.store(values[2], _place(context, builder, signature.args[0], *values[:2]))
        stored.align = 8
        return context.get_dummy_value()

    return types.void(array, index, value), generate


_load: Callable[..., Lanes] = intrinsic(_typed_load)  # (array, index): the vector that begins there
_store: Callable[..., None] = intrinsic(_typed_store)  # (array, index, vector)
_part: Callable[..., Any] = njit(error_model="numpy", boundscheck=False, forceinline=True)


@_part
def _load_tile(array: Array, q: int) -> tuple[Lanes, Lanes, Lanes, Lanes]:
    return _load(array, q), _load(array, q + WIDTH), _load(array, q + 2 * WIDTH), _load(array, q + 3 * WIDTH)


@_part
def _store_tile(array: Array, q: int, a0: Lanes, a1: Lanes, a2: Lanes, a3: Lanes) -> None:
    _store(array, q, a0)
    _store(array, q + WIDTH, a1)
    _store(array, q + 2 * WIDTH, a2)
    _store(array, q + 3 * WIDTH, a3)


@_part
def _activate(values: Array, q: int, code: int, z0: Lanes, z1: Lanes, z2: Lanes, z3: Lanes) -> None:
    """Writes a unit's activations. Two sigmoids at once: more do not fit into the registers."""
    if code == SIGMOID:
        z0, z1 = _sigmoid(z0), _sigmoid(z1)
        _store(values, q, z0)
        _store(values, q + WIDTH, z1)
        z2, z3 = _sigmoid(z2), _sigmoid(z3)
    elif code == TANH:
        z0, z1, z2, z3 = _tanh(z0), _tanh(z1), _tanh(z2), _tanh(z3)
    elif code == RELU:
        z0, z1, z2, z3 = _relu(z0), _relu(z1), _relu(z2), _relu(z3)
    _store_tile(values, q, z0, z1, z2, z3)


@_part
def _blame(values: Array, deltas: Array, q: int, code: int, e0: Lanes, e1: Lanes, e2: Lanes, e3: Lanes) -> None:
    """Writes a unit's deltas: the errors that came back to it, times the slope at its activations."""
    a0, a1, a2, a3 = _load_tile(values, q)
    one = _splat(1.0)
    if code == SIGMOID:
        e0, e1 = _multiply(e0, _less_square(a0, a0)), _multiply(e1, _less_square(a1, a1))
        e2, e3 = _multiply(e2, _less_square(a2, a2)), _multiply(e3, _less_square(a3, a3))
    elif code == TANH:
        e0, e1 = _multiply(e0, _less_square(one, a0)), _multiply(e1, _less_square(one, a1))
        e2, e3 = _multiply(e2, _less_square(one, a2)), _multiply(e3, _less_square(one, a3))
    elif code == RELU:
        e0, e1 = _multiply(e0, _step(a0)), _multiply(e1, _step(a1))
        e2, e3 = _multiply(e2, _step(a2)), _multiply(e3, _step(a3))
    _store_tile(deltas, q, e0, e1, e2, e3)


@_part
def _forward(values: Array, x: int, units: int, weights: Array, w: int, out: int, count: int, code: int) -> None:
    """From the activations of `units` units at x to those of the `count` units at `out`."""
    for j in range(count):
        z0 = z1 = z2 = z3 = _splat(0.0)
        k, p = x, w + j * units * WIDTH
        for _ in range(units):
            weight = _load(weights, p)
            z0 = _multiply_add(weight, _load(values, k), z0)
            z1 = _multiply_add(weight, _load(values, k + WIDTH), z1)
            z2 = _multiply_add(weight, _load(values, k + 2 * WIDTH), z2)
            z3 = _multiply_add(weight, _load(values, k + 3 * WIDTH), z3)
            k += CELL
            p += WIDTH
        _activate(values, out + j * CELL, code, z0, z1, z2, z3)


@_part
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
            e0 = _multiply_add(weight, _load(deltas, q), e0)
            e1 = _multiply_add(weight, _load(deltas, q + WIDTH), e1)
            e2 = _multiply_add(weight, _load(deltas, q + 2 * WIDTH), e2)
            e3 = _multiply_add(weight, _load(deltas, q + 3 * WIDTH), e3)
            q += CELL
            p += units * WIDTH
        _blame(values, deltas, x + i * CELL, code, e0, e1, e2, e3)


@_part
def _gather(values: Array, x: int, units: int, deltas: Array, out: int, count: int, change: Array, w: int) -> None:
    """Adds to `change` what the weights between the units at x and those at `out` are to change by."""
    for j in range(count):
        d0, d1, d2, d3 = _load_tile(deltas, out + j * CELL)
        k, p = x, w + j * units * WIDTH
        for _ in range(units):
            changed = _multiply_add(_load(values, k), d0, _load(change, p))
            changed = _multiply_add(_load(values, k + WIDTH), d1, changed)
            changed = _multiply_add(_load(values, k + 2 * WIDTH), d2, changed)
            changed = _multiply_add(_load(values, k + 3 * WIDTH), d3, changed)
            _store(change, p, changed)
            k += CELL
            p += WIDTH


@_part
def _update(weights: Array, change: Array, w: int, units: int, rate: Lanes, l1: float, l2: float) -> None:
    """Makes the changes gathered for so many weights in a row, and those of the penalties, and clears them."""
    for p in range(w, w + units * WIDTH, WIDTH):
        old = _load(weights, p)
        sign = _subtract(_step(old), _step(_subtract(_splat(0.0), old)))
        penalty = _multiply_add(sign, _splat(l1), _multiply(old, _splat(l2)))
        _store(weights, p, _add(_multiply_add(rate, penalty, old), _load(change, p)))
        _store(change, p, _splat(0.0))


@njit(error_model="numpy", boundscheck=False, nogil=True, cache=True)
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
            w, x = 0, 0
            if tiles > 1 or epoch == 0:
                for k in range(vectors * sizes[0] * TILE):
                    vector, place = divmod(k, sizes[0] * TILE)
                    _store(values, vector * one_room + place * WIDTH, _splat(inputs[tile * sizes[0] * TILE + place]))
            # every vector does a step before the next one begins: so the processor always finds something to do
            for layer in range(1, last + 1):
                units, count, out = sizes[layer - 1] + constant, sizes[layer], x + (sizes[layer - 1] + constant) * CELL
                for vector in range(vectors):
                    v, u = vector * one_room, vector * one_change
                    _forward(values, v + x, units, weights, u + w, v + out, count, codes[layer])
                w, x = w + units * count * WIDTH, out
            for vector in range(vectors):
                rate = _load(rates, vector * WIDTH)
                for j in range(sizes[last]):
                    q, y, r = vector * one_room + x + j * CELL, (tile * sizes[last] + j) * TILE, tile * TILE
                    p0, p1, p2, p3 = _load_tile(values, q)
                    e0 = _multiply(_multiply(rate, _splat(counts[r])), _subtract(p0, _splat(targets[y])))
                    e1 = _multiply(_multiply(rate, _splat(counts[r + 1])), _subtract(p1, _splat(targets[y + 1])))
                    e2 = _multiply(_multiply(rate, _splat(counts[r + 2])), _subtract(p2, _splat(targets[y + 2])))
                    e3 = _multiply(_multiply(rate, _splat(counts[r + 3])), _subtract(p3, _splat(targets[y + 3])))
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
                    square = _multiply_add(weight, weight, square)
                _store(squares, vector * WIDTH, square)
