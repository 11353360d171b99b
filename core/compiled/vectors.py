"""Vectors of floats for compiled code: a type for numba with +, -, *, / and what activations are made of.

The compiler joins neighbouring numbers by itself where loops are long, but those over a small network are short. So
vectors are explicit here, and the same code works on four rows of a table (passes.py) or on eight runs (lanes.py).
"""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

from elevenlines.core.compiled.decorators import inlined

Vector = Any  # a vector of floats, in compiled code
Value = Any  # one of LLVM's or a type of numba's, while code is made
# what it makes is called with vectors, where its types see a function of the compiler's
_intrinsic: Callable[[Callable[..., Value]], Callable[..., Any]] = intrinsic
_FUSED = ("contract",)  # a product and a sum may become one instruction; nothing else may be rearranged
_PLACE = ir.IntType(32)
_ROUNDER = 1.5 * 2.0**52  # adding it rounds to a whole number, which then stands in the lowest bits
_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # the high part has 32 bits
_LEAST, _MOST = -708.0, 709.0  # of e^z, where 2^n is a float


class _VectorType(types.Type):
    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"Vector{width}")


@register_model(_VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Value, kind: _VectorType) -> None:
        super().__init__(manager, kind, _form(kind.width))  # type: ignore[no-untyped-call]  # numba is partly untyped


def _form(width: int) -> Value:
    return ir.VectorType(ir.DoubleType(), width)


def _integers(width: int) -> Value:
    return ir.VectorType(ir.IntType(64), width)


def _repeated(builder: Value, value: Value, width: int) -> Value:
    """A vector with that number in each place."""
    empty = ir.Constant(ir.VectorType(value.type, width), ir.Undefined)
    start = builder.insert_element(empty, value, ir.Constant(_PLACE, 0))
    return builder.shuffle_vector(start, empty, ir.Constant(ir.VectorType(_PLACE, width), [0] * width))


def _define(symbol: Callable[..., Any], instruction: str) -> None:
    """An operator between two vectors, or a vector and a float, which then stands for a vector of it."""

    def typed(_context: Value) -> Callable[[Value, Value], Value]:
        def result(a: Value, b: Value) -> Value:
            vector = a if isinstance(a, _VectorType) else b
            fits = isinstance(vector, _VectorType) and {a, b} <= {vector, types.float64}
            return vector if fits else None

        return result

    def lowered(_context: Value, builder: Value, signature: Value, values: Value) -> Value:
        width = signature.return_type.width
        a, b = (
            value if isinstance(kind, _VectorType) else _repeated(builder, value, width)
            for kind, value in zip(signature.args, values, strict=True)
        )
        return getattr(builder, instruction)(a, b, flags=_FUSED)

    type_callable(symbol)(typed)
    for kinds in ((_VectorType, _VectorType), (_VectorType, types.Float), (types.Float, _VectorType)):
        lower_builtin(symbol, *kinds)(lowered)  # type: ignore[no-untyped-call]  # numba is partly untyped


for _symbols, _instruction in (
    ((operator.add, operator.iadd), "fadd"),
    ((operator.sub, operator.isub), "fsub"),
    ((operator.mul, operator.imul), "fmul"),
    ((operator.truediv, operator.itruediv), "fdiv"),
):
    for _symbol in _symbols:
        _define(_symbol, _instruction)


@_intrinsic
def limited(_context: Value, vector: Value, _least: Value, _most: Value) -> Value:
    """The numbers of a vector, none below the one float or above the other; not-a-number stays what it is."""

    def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
        a, (least, most) = values[0], (_repeated(builder, limit, vector.width) for limit in values[1:])
        a = builder.select(builder.fcmp_ordered(">", a, most), most, a)
        return builder.select(builder.fcmp_ordered("<", a, least), least, a)

    return vector(vector, types.float64, types.float64), generate


@_intrinsic
def where_above(_context: Value, vector: Value, _limit: Value, then: Value, otherwise: Value) -> Value:
    """The one where a vector's numbers are above a float, else the other; each may be a vector or a float."""

    def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
        a, *others = values
        limit, *choices = (
            value if isinstance(kind, _VectorType) else _repeated(builder, value, vector.width)
            for kind, value in zip((types.float64, then, otherwise), others, strict=True)
        )
        return builder.select(builder.fcmp_ordered(">", a, limit), *choices)

    return vector(vector, types.float64, then, otherwise), generate


@_intrinsic
def total(_context: Value, vector: Value) -> Value:
    """The sum of a vector's numbers: of its halves, then of the halves of that."""

    def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
        (rest,), width = values, vector.width
        while width > 1:
            width //= 2
            places = (ir.Constant(ir.VectorType(_PLACE, width), list(range(k, k + width))) for k in (0, width))
            rest = builder.fadd(*(builder.shuffle_vector(rest, rest, half) for half in places))
        return builder.extract_element(rest, ir.Constant(_PLACE, 0))

    return types.float64(vector), generate


@_intrinsic
def _raised(_context: Value, vector: Value, _shifted: Value) -> Value:
    """Of a and n, a · 2^n, where the other's lowest bits are n."""

    def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
        bits, exponent = (builder.bitcast(value, _integers(vector.width)) for value in values)
        power = builder.shl(exponent, ir.Constant(_integers(vector.width), [52] * vector.width))
        return builder.bitcast(builder.add(bits, power), _form(vector.width))

    return vector(vector, vector), generate


def of_width(width: int) -> tuple[Callable[..., Vector], Callable[..., None], Callable[..., Vector]]:
    """What begins and ends with vectors of that width.

    Returns:
        load(array, index) and store(array, index, vector), where so many numbers of a flat array begin, and
        splat(float), a vector with that number in each place.
    """
    vector = _VectorType(width)

    def address(context: Value, builder: Value, kind: Value, array: Value, index: Value) -> Value:
        data = context.make_array(kind)(context, builder, array).data
        return builder.bitcast(builder.gep(data, [index]), _form(width).as_pointer())

    def is_flat(array: Value) -> bool:
        return isinstance(array, types.Array) and (array.dtype, array.ndim, array.layout) == (types.float64, 1, "C")

    def load(_context: Value, array: Value, index: Value) -> Value:
        def generate(context: Value, builder: Value, _signature: Value, values: Value) -> Value:
            return builder.load(address(context, builder, array, *values), align=8)

        return (vector(array, index), generate) if is_flat(array) else None

    def store(_context: Value, array: Value, index: Value, value: Value) -> Value:
        def generate(context: Value, builder: Value, _signature: Value, values: Value) -> Value:
            builder.store(values[2], address(context, builder, array, *values[:2]), align=8)
            return context.get_dummy_value()

        return (types.void(array, index, value), generate) if is_flat(array) and value == vector else None

    def splat(_context: Value, _value: Value) -> Value:
        def generate(_context: Value, builder: Value, _signature: Value, values: Value) -> Value:
            return _repeated(builder, values[0], width)

        return vector(types.float64), generate

    return _intrinsic(load), _intrinsic(store), _intrinsic(splat)


@inlined
def exponential(z: Vector) -> tuple[Vector, Vector]:
    """E^z as numerator and denominator, from which a sigmoid or tanh needs one division in all.

    With n = z / ln 2, rounded, and r = z - n ln 2, e^z = 2^n e^r, and e^r = (Q + r P) / (Q - r P) is Padé's
    approximation of order 5, good to 1e-15 for such r. Adding the rounder rounds and leaves n in the lowest bits,
    from where a shift takes it to the exponent. Below e^-708 it is 0, above e^709 as there; of NaN, 0 and NaN.
    """
    limits = limited(z, _LEAST, _MOST)
    shifted = limits * _LOG2_E + _ROUNDER
    n = shifted - _ROUNDER
    r = (limits - n * _LN2_HIGH) - n * _LN2_LOW
    s = r * r
    odd = r * ((s * (1 / 30240) + 1 / 72) * s + 1 / 2)
    even = (s * (1 / 1008) + 1 / 9) * s + 1.0
    return where_above(z, _LEAST, _raised(even + odd, shifted), 0.0), even - odd


@inlined
def sigmoid(z: Vector) -> Vector:
    """1 / (1 + e^-z)."""
    above, below = exponential(z)
    return above / (above + below)


@inlined
def tanh(z: Vector) -> Vector:
    """(e^2z - 1) / (e^2z + 1)."""
    above, below = exponential(z + z)
    return (above - below) / (above + below)


@inlined
def relu(z: Vector) -> Vector:
    """Z where it is positive, else 0."""
    return limited(z, 0.0, float("inf"))
