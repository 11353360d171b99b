"""Random specs for hypothesis: any table, sizes, activations and training options that are small."""

from typing import Any

from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.spec import RunSpec

_cells = st.floats(-2, 2, allow_nan=False).map(lambda value: round(value, 3))
_rate = st.floats(0.01, 0.5)


def _matrix(rows: int, columns: int) -> st.SearchStrategy[list[list[float]]]:
    return st.lists(st.lists(_cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@st.composite
def specs(draw: st.DrawFn, epochs: int = 30) -> RunSpec:
    """A small spec over every option that the engine has."""
    rows, inputs, targets = draw(st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)))
    activation = st.sampled_from(sorted(ACTIVATIONS))
    layer = st.one_of(
        st.integers(1, 5), st.fixed_dictionaries({"size": st.integers(1, 5), "activation": st.none() | activation})
    )
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    training: dict[str, Any] = {
        "epochs": epochs,
        "learning_rate": draw(_rate),
        "reduction": draw(st.sampled_from(["sum", "mean"])),
        "optimizer": optimizer,
        "batch_size": draw(st.none() | st.integers(1, rows)),
        "shuffle": draw(st.booleans()),
        "delta_trim": draw(st.none() | st.floats(0.05, 2)),
        "clip_norm": draw(st.none() | st.floats(0.05, 2)),
        "l1": draw(st.just(0.0) | st.floats(0.001, 0.1)),
        "l2": draw(st.just(0.0) | st.floats(0.001, 0.1)),
        "changes": [{"epoch": draw(st.integers(0, epochs)), "learning_rate": draw(_rate)}],
    }
    if OPTIMIZERS[optimizer].takes_momentum:
        training["momentum"] = draw(st.none() | st.floats(0, 0.95))
    return RunSpec.model_validate(
        {
            "table": {"inputs": draw(_matrix(rows, inputs)), "targets": draw(_matrix(rows, targets))},
            "network": {
                "hidden": draw(st.lists(layer, max_size=3)),
                "activation": draw(activation),
                "output_activation": draw(activation),
                "bias": draw(st.booleans()),
            },
            "training": training,
            "seed": draw(st.integers(0, 2**32 - 1)),
        }
    )
