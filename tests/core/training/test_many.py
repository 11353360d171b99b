import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elevenlines.core.network.parameters import Layout, initial_parameters
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame, Training, many
from elevenlines.core.training.engines import COMPILER
from elevenlines.core.training.many import train_many
from elevenlines.core.types import Array
from tests.core.strategies import specs

ARTICLE = with_epochs(PRESETS["xor"].spec, 500)


def changed(spec: RunSpec, **training: object) -> RunSpec:
    given = spec.model_dump()
    return RunSpec.model_validate(given | {"training": given["training"] | training})


def supported(spec: RunSpec) -> RunSpec:
    """The spec with what many at once can do."""
    known = {"sigmoid", "tanh", "relu", "linear"}
    *hidden, output = [
        {"size": layer.size, "activation": layer.activation if layer.activation in known else "tanh"}
        for layer in spec.layers
    ]
    network = {"hidden": hidden, "output_activation": output["activation"], "bias": spec.network.bias}
    network["initializer"] = spec.network.initializer
    kept = {name: getattr(spec.training, name) for name in ("epochs", "learning_rate", "reduction", "l1", "l2")}
    return RunSpec.model_validate(spec.model_dump() | {"network": network, "training": kept})


def alone(spec: RunSpec, flat: Array | None = None) -> Training:
    training = Training(spec, None if flat is None else Frame(0, flat[np.newaxis]))
    training.advance(spec.training.epochs)
    return training


def assert_same(result: many.Many, run: int, training: Training, begin: Array | None = None) -> None:
    """Agreement to 1e-9, or to what the reference itself makes of a start that differs by a last digit."""
    wanted, point = training.frame().state[0], training.measure()
    apart = np.max(np.abs(result.parameters[run] - wanted) / np.maximum(1.0, np.abs(wanted)))
    if apart < 1e-9:
        assert result.diverged[run] == (training.outcome == "diverged")
        assert result.error[run] == pytest.approx(point.error, rel=1e-8, abs=1e-8)
        assert result.loss[run] == pytest.approx(point.loss, rel=1e-8, abs=1e-8)
        return
    begin = initial_parameters(training.spec).flat if begin is None else begin
    moved = [begin * (1.0 + factor) + factor for factor in (-4e-16, 2.5e-16, 4e-16)]
    near = [alone(training.spec, one).frame().state[0] for one in moved]
    assert 1e-3 * apart < max(np.max(np.abs(other - wanted) / np.maximum(1.0, np.abs(wanted))) for other in near)


def with_seed(spec: RunSpec, seed: int) -> RunSpec:
    return spec.model_copy(update={"seed": seed})


def is_plain(spec: RunSpec) -> bool:
    """Whether many can be trained at once: most presets are so."""
    return (spec.training.optimizer, spec.training.batch_size) == ("sgd", None)


@pytest.mark.parametrize("name", [name for name, one in PRESETS.items() if is_plain(one.spec)])
def test_each_seed_comes_out_as_alone(name: str) -> None:
    spec = with_epochs(PRESETS[name].spec, 500)
    seeds = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, LIMITS.seed]
    result = train_many(spec, seeds=seeds)
    for run, seed in enumerate(seeds):
        assert_same(result, run, alone(with_seed(spec, seed)))


@settings(max_examples=60, deadline=None)
@given(specs(epochs=500), st.integers(1, 3))
def test_random_specs_come_out_as_alone(spec: RunSpec, runs: int) -> None:
    spec = changed(supported(spec), learning_rate=0.02, reduction="mean")
    seeds = list(range(runs))
    result = train_many(spec, seeds=seeds)
    for seed in seeds:
        assert_same(result, seed, alone(with_seed(spec, seed)))


@settings(max_examples=60, deadline=None)
@given(specs(epochs=40))
def test_random_steps_come_out_as_alone(spec: RunSpec) -> None:
    spec = supported(spec)  # with the steps as drawn some diverge, and a few epochs leave rounding no time to grow
    assert_same(train_many(spec), 0, alone(spec))


def test_learning_rates_and_beginnings_vary() -> None:
    count = Layout.of(ARTICLE).count
    initial = np.random.RandomState(7).standard_normal((40, count))
    rates = np.linspace(0.1, 4.0, 40)
    result = train_many(ARTICLE, initial=initial, learning_rates=list(rates))
    for run in range(40):
        assert_same(result, run, alone(changed(ARTICLE, learning_rate=rates[run]), initial[run]), initial[run])


def test_many_rows_take_several_tiles() -> None:
    random = np.random.RandomState(3)
    table = {"inputs": random.uniform(-1, 1, (23, 5)).tolist(), "targets": random.uniform(0, 1, (23, 2)).tolist()}
    network = {"hidden": [7, {"size": 6, "activation": "tanh"}], "bias": True}
    training = {"epochs": 500, "reduction": "mean", "l1": 0.001, "l2": 0.002}
    spec = RunSpec.model_validate({"table": table, "network": network, "training": training})
    result = train_many(spec, seeds=range(9))
    for seed in range(9):
        assert_same(result, seed, alone(with_seed(spec, seed)))


def test_who_diverges_disturbs_nobody() -> None:
    spec = changed(ARTICLE, epochs=200)
    spec = spec.model_copy(update={"network": spec.network.model_copy(update={"output_activation": "linear"})})
    rates = [0.1, 1_000.0, 0.05, 50.0]
    result = train_many(spec, learning_rates=rates)
    assert result.diverged.tolist() == [False, True, False, True]
    assert np.isfinite(result.parameters).all()
    for run, rate in enumerate(rates):
        assert_same(result, run, alone(changed(spec, learning_rate=rate)))


def test_neighbours_do_not_matter() -> None:
    together = train_many(ARTICLE, seeds=range(50))
    for seed in (0, 7, 31, 49):
        assert train_many(ARTICLE, seeds=[seed]).parameters[0].tobytes() == together.parameters[seed].tobytes()


def test_without_numba_the_reference_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = train_many(ARTICLE, seeds=[4, 5])
    monkeypatch.setenv(COMPILER, "0")
    slow = train_many(ARTICLE, seeds=[4, 5])
    np.testing.assert_allclose(fast.parameters, slow.parameters, rtol=1e-9, atol=1e-9)
    assert slow.parameters[0].tobytes() == alone(with_seed(ARTICLE, 4)).frame().state[0].tobytes()


def test_given_weights_are_where_all_begin() -> None:
    flat = initial_parameters(with_seed(ARTICLE, 9))
    weights = {"weights": [matrix.tolist() for matrix in flat.weights]}
    spec = RunSpec.model_validate(ARTICLE.model_dump() | {"network": {"initial": weights}})
    result = train_many(spec, seeds=[1, 2])
    assert result.parameters[0].tobytes() == result.parameters[1].tobytes()
    assert_same(result, 0, alone(with_seed(ARTICLE, 9)))


@pytest.mark.parametrize(
    "training",
    [
        {"optimizer": "adam"},
        {"batch_size": 2},
        {"shuffle": True},
        {"delta_trim": 0.5},
        {"clip_norm": 0.5},
        {"stop_at_error": 0.1},
        {"dropout": 0.1},
        {"batch_norm": True},
        {"stop": {"epochs": 3}},
        {"loss": "absolute_error"},
        {"changes": [{"epoch": 3, "learning_rate": 0.1}]},
    ],
    ids=lambda training: next(iter(training)),
)
def test_what_is_not_supported_is_refused(training: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"cannot do .*{next(iter(training))}.*one by one"):
        train_many(changed(ARTICLE, **training))


def test_arguments_have_to_fit() -> None:
    with pytest.raises(ValueError, match="equally long"):
        train_many(ARTICLE, seeds=[1, 2], learning_rates=[0.1])
    with pytest.raises(ValueError, match="not both"):
        train_many(ARTICLE, seeds=[1], initial=np.zeros((1, 16)))
    with pytest.raises(ValueError, match=r"\(runs, 16\)"):
        train_many(ARTICLE, initial=np.zeros((2, 3)))
    with pytest.raises(ValueError, match="every seed"):
        train_many(ARTICLE, seeds=[-1])
    with pytest.raises(ValueError, match="learning rate"):
        train_many(ARTICLE, learning_rates=[0.0])
    with pytest.raises(ValueError, match="within"):
        train_many(ARTICLE, initial=np.full((1, 16), np.nan))
