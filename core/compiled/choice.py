"""A choice by name, in compiled code: a table of functions beside a registry, and one function that chooses among them.

So compiled code knows neither more nor less than the registries, and says so when it is imported: nothing is trained as
something else because nobody had thought of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

Value = Any  # one of LLVM's or a type of numba's, while code is made
# what it makes is called with numbers and arrays, where its types see a function of the compiler's
_intrinsic: Callable[[Callable[..., Value]], Callable[..., Any]] = intrinsic


def codes(kind: str, registry: Iterable[str], table: Mapping[str, object]) -> dict[str, int]:
    """The place of each name in the table, by which compiled code calls it.

    Args:
        kind: what the registry holds, for the message.
        registry: its names.
        table: what there is in compiled code, under the same names.

    Raises:
        NotImplementedError: a name of the registry is not in the table, or the other way round.
    """
    known = list(registry)
    for name in known:
        if name not in table:
            raise NotImplementedError(f"the {kind} {name} has no compiled code: core/compiled has to learn it")
    for name in table:
        if name not in known:
            raise NotImplementedError(f"there is compiled code for the {kind} {name}, which no registry has")
    return {name: place for place, name in enumerate(table)}


def chosen(functions: Sequence[Callable[..., Any]]) -> Callable[[int, tuple[Any, ...]], Any]:
    """One compiled function of a code and a tuple: it calls the function at that place with what the tuple holds.

    The functions are compiled ones, all with the same results. A code beyond them is not looked for: there is none,
    since codes are places.
    """

    def choose(typing: Value, _code: Value, given: Value) -> Value:
        resolved = [typing.resolve_value_type(function) for function in functions]
        signatures = [function.get_call_type(typing, tuple(given), {}) for function in resolved]
        (result,) = {signature.return_type for signature in signatures}

        def generate(context: Value, builder: Value, _signature: Value, values: Value) -> Value:
            code, arguments = values[0], [builder.extract_value(values[1], place) for place in range(len(given))]
            end, nowhere = builder.append_basic_block("end"), builder.append_basic_block("nowhere")
            cases, found = builder.switch(code, nowhere), []
            for place, (function, signature) in enumerate(zip(resolved, signatures, strict=True)):
                block = builder.append_basic_block(f"case{place}")
                cases.add_case(ir.Constant(code.type, place), block)
                builder.position_at_end(block)
                found.append((context.get_function(function, signature)(builder, arguments), builder.block))
                builder.branch(end)
            builder.position_at_end(nowhere)
            builder.unreachable()
            builder.position_at_end(end)
            if result == types.none:
                return context.get_dummy_value()
            value = builder.phi(found[0][0].type)
            for one, block in found:
                value.add_incoming(one, block)
            return value

        return result(_code, given), generate

    return _intrinsic(choose)
