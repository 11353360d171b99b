"""The gates of two inputs, and the majority of three."""

from elevenlines.core.presets.preset import Group, gate

GROUP = Group(
    "Gates",
    (
        gate("and", "AND", "1 when both are", ("a b", "and"), lambda x: [x[0] & x[1]]),
        gate("or", "OR", "1 when either is", ("a b", "or"), lambda x: [x[0] | x[1]]),
        gate("nand", "NAND", "0 only when both are 1", ("a b", "nand"), lambda x: [1 - (x[0] & x[1])]),
        gate("nor", "NOR", "1 only when both are 0", ("a b", "nor"), lambda x: [1 - (x[0] | x[1])]),
        gate(
            "xor_bias",
            "XOR with bias",
            "1 when one is, not both; two hidden units are enough",
            ("a b", "xor"),
            lambda x: [x[0] ^ x[1]],
            (2,),
            20_000,
        ),
        gate("xnor", "XNOR", "1 when both are the same", ("a b", "xnor"), lambda x: [1 - (x[0] ^ x[1])], (2,), 20_000),
        gate("majority", "Majority", "1 when at least two of three are", ("a b c", "most"), lambda x: [sum(x) // 2]),
    ),
)
