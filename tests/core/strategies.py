"""Random specs for hypothesis: any table, sizes, activations and training options that are small."""

from typing import Any

from hypothesis import strategies as st

from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import Options
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.table import column_names

_cells = st.floats(-2, 2, allow_nan=False).map(lambda value: round(value, 3))
_rate = st.floats(0.01, 0.5)
_penalty = st.just(0.0) | st.floats(0.001, 0.1)
_activation = st.sampled_from(HIDDEN_ACTIVATIONS)
_layer = st.integers(1, 5) | st.fixed_dictionaries(
    {
        "size": st.integers(1, 5),
        "activation": st.none() | _activation,
        "dropout": st.none() | st.sampled_from([0.0, 0.3]),
        "batch_norm": st.none() | st.booleans(),
    }
)


def _matrix(rows: int, columns: int, cells: st.SearchStrategy[float] = _cells) -> st.SearchStrategy[list[list[float]]]:
    return st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@st.composite
def _targets(draw: st.DrawFn, loss: str, rows: int, columns: int) -> list[list[float]]:
    """Targets that the loss takes."""
    if LOSSES[loss].output == "softmax":
        classes = draw(st.lists(st.integers(0, columns - 1), min_size=rows, max_size=rows))
        return [[float(column == one) for column in range(columns)] for one in classes]
    if LOSSES[loss].output == "sigmoid":
        return draw(_matrix(rows, columns, st.floats(0, 1).map(lambda value: round(value, 3))))
    return draw(_matrix(rows, columns))


@st.composite
def _options(draw: st.DrawFn, options: Options) -> dict[str, float]:
    """Some of an entry's numbers, from half its default to its default, but within its limits."""
    given: dict[str, float] = {}
    for name, option in options.items():
        share = draw(st.none() | st.sampled_from([0.5, 0.9, 1.0]))
        if share is not None:
            given[name] = max(option.least, share * option.default)
    return given


@st.composite
def _features(draw: st.DrawFn, columns: tuple[str, ...]) -> dict[str, Any]:
    """The columns as they are or formulas of them, standardised or not."""
    formulas = [*columns, "a*a", "sin(3*a) - 1", f"{columns[-1]}/2 + abs(a)"]
    chosen = draw(st.none() | st.lists(st.sampled_from(formulas), min_size=1, max_size=4, unique=True))
    return {"formulas": chosen, "standardise": draw(st.booleans())}


@st.composite
def _changes(draw: st.DrawFn, epochs: int, *, takes_momentum: bool) -> list[dict[str, float]]:
    """What is altered on the way: nothing, or at one or two epochs some of what may be."""
    settings = {"learning_rate": _rate, "l1": _penalty, "l2": _penalty}
    if takes_momentum:
        settings["momentum"] = st.floats(0, 0.95)
    change = st.fixed_dictionaries({}, optional=settings).filter(bool)
    at = draw(st.lists(st.integers(0, epochs), max_size=2, unique=True))
    return [{"epoch": epoch} | draw(change) for epoch in sorted(at)]


@st.composite
def specs(draw: st.DrawFn, epochs: int = 30) -> RunSpec:
    """A small spec over every option that the engine has."""
    rows, inputs, targets = draw(st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)))
    optimizer, loss = draw(st.sampled_from(sorted(OPTIMIZERS))), draw(st.sampled_from(sorted(LOSSES)))
    hidden = draw(st.lists(_layer, max_size=3))
    training: dict[str, Any] = {
        "epochs": epochs,
        "learning_rate": draw(_rate),
        "loss": loss,
        "reduction": draw(st.sampled_from(["sum", "mean"])),
        "optimizer": optimizer,
        "optimizer_options": draw(_options(OPTIMIZERS[optimizer].options)),
        "stop_at_error": draw(st.none() | st.floats(0.01, 0.6)),
        "batch_size": draw(st.none() | st.integers(1, rows)),
        "shuffle": draw(st.booleans()),
        "delta_trim": draw(st.none() | st.floats(0.05, 2)),
        "clip_norm": draw(st.none() | st.floats(0.05, 2)),
        "l1": draw(_penalty),
        "l2": draw(_penalty),
        "dropout": draw(st.sampled_from([0.0, 0.2])),
        "batch_norm": draw(st.booleans()),
        "stop": draw(
            st.none()
            | st.fixed_dictionaries({"epochs": st.integers(3, 9), "improvement": st.sampled_from([0.0, 0.001, 0.05])})
        ),
        "changes": draw(_changes(epochs, takes_momentum=OPTIMIZERS[optimizer].takes_momentum)),
    }
    size = training["batch_size"] or rows
    if 1 in {size, rows % size}:  # a batch of one row has no variance
        training["batch_norm"] = False
        hidden = [layer if isinstance(layer, int) else layer | {"batch_norm": False} for layer in hidden]
    if OPTIMIZERS[optimizer].takes_momentum:
        training["momentum"] = draw(st.none() | st.floats(0, 0.95))
    if loss == "huber":
        training["loss_options"] = {"delta": draw(st.floats(0.1, 2))}
    initializer = draw(st.sampled_from(sorted(INITIALIZERS)))
    network = {
        "hidden": hidden,
        "activation": draw(_activation),
        "output_activation": LOSSES[loss].output or draw(st.sampled_from(sorted(ACTIVATIONS))),
        "bias": draw(st.booleans()),
        "initializer": initializer,
        "initializer_options": draw(_options(INITIALIZERS[initializer].options)),
    }
    tested = draw(st.integers(0, 3))
    columns = column_names("x", inputs)
    table = {
        "inputs": draw(_matrix(rows + tested, inputs)),
        "targets": draw(_targets(loss, rows + tested, targets)),
        "input_names": columns,
    }
    return RunSpec.model_validate(
        {
            "table": table,
            "features": draw(_features(columns)),
            "split": {"test": draw(st.permutations(range(rows + tested)))[:tested]} if tested else None,
            "network": network,
            "training": training,
            "seed": draw(st.integers(0, 99)),
        }
    )
