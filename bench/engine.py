"""The engines beside each other, beside the article's listing and beside C: ratios of medians, rounds interleaved."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from bench import c_program
from bench.article import listing
from bench.table import Line
from elevenlines.core.compiled.training import Compiled
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs
from elevenlines.core.training import Engine, Frame, Training
from elevenlines.core.training.engines import engine_of, warm
from elevenlines.core.training.many import train_many
from elevenlines.core.training.readable import Readable

XOR = PRESETS["xor"].spec
ROUNDS = 7
RUNS = 1_000
UNDER_WAY = 100_000  # epochs
MILLION = 1e6


def measure() -> list[Line]:
    """All of it, on one core."""
    warm()
    return [*article(), *options(), *widths(), many()]


def medians(rounds: int, **work: Callable[[], Any]) -> dict[str, float]:
    """Seconds that each takes, one after the other in every round."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, action in work.items():
            begin = perf_counter()
            action()
            times[name].append(perf_counter() - begin)
    return {name: median(found) for name, found in times.items()}


def train(engine: type[Engine], spec: RunSpec, start: Frame | None = None) -> Callable[[], None]:
    """A training to the end, recorded."""
    return lambda: Training(spec, start, engine=engine).advance(spec.training.epochs)


def article() -> list[Line]:
    """60,000 epochs of the article's second run."""
    found = medians(ROUNDS, listing=listing, compiled=train(Compiled, XOR))
    ratio = found["listing"] / found["compiled"]
    lines = [
        Line(
            "compiled engine, the article's run, history and frames kept",
            f"{found['compiled'] * 1e3:.1f} ms, {ratio:.0f} times as fast as the listing",
            "at least 55 times",
            is_met=ratio >= 55,
        )
    ]
    beside = beside_c()
    if beside is not None:
        in_c, share = beside
        lines.append(
            Line(
                "the same beside a general C program, -O3",
                f"{share:.2f} times its {in_c:.1f} ms",
                "at most 1.3 times",
                is_met=share <= 1.3,
            )
        )
    return lines


def beside_c() -> tuple[float, float] | None:
    """Milliseconds of the C program, and what the compiled engine takes of them, round by round; None without cc."""
    with tempfile.TemporaryDirectory() as folder:
        program = c_program.compile_into(Path(folder))
        if program is None:
            return None
        in_c, ours = [], []
        for _ in range(2 * ROUNDS):
            in_c.append(c_program.train(program, XOR)[0])
            ours.append(medians(1, compiled=train(Compiled, XOR))["compiled"] * 1e3)
    return median(in_c), median(ours) / median(in_c)


def changed(network: dict[str, Any], training: dict[str, Any]) -> RunSpec:
    """The article's run with options."""
    given = XOR.model_dump()
    return RunSpec.model_validate(
        given | {"network": given["network"] | network, "training": given["training"] | training}
    )


def options() -> list[Line]:
    """With everything on, beside the readable engine."""
    cases: list[tuple[str, dict[str, Any], dict[str, Any], int]] = [
        (
            "bias, momentum, batches of 2, L2",
            {"bias": True},
            {"optimizer": "momentum", "batch_size": 2, "l2": 0.001, "learning_rate": 0.1},
            30,
        ),
        ("dropout 0.2 and batch norm", {}, {"dropout": 0.2, "batch_norm": True}, 15),
    ]
    lines = []
    for name, network, training, wanted in cases:
        spec = changed(network, training)
        short = with_epochs(spec, 3_000)
        found = medians(3, reference=train(Readable, short), compiled=train(Compiled, spec))
        ratio = found["reference"] * spec.training.epochs / short.training.epochs / found["compiled"]
        lines.append(
            Line(
                f"compiled engine with {name}",
                f"{ratio:.0f} times the reference",
                f"at least {wanted} times",
                is_met=ratio >= wanted,
            )
        )
    return lines


def widths() -> list[Line]:
    """The engine that is chosen beside both, in a run well under way: at its beginning every epoch is recorded."""
    random, lines = np.random.default_rng(1), []
    for width, epochs in ((32, 60), (256, 12), (1_024, 4)):
        inputs, targets = random.random((1_000, 32)), random.random((1_000, 1))
        table = {"inputs": inputs.tolist(), "targets": targets.tolist()}
        training = {"epochs": UNDER_WAY + epochs, "reduction": "mean"}
        spec = RunSpec.model_validate({"table": table, "network": {"hidden": [width]}, "training": training})
        start = replace(Training(spec).frame(), epoch=UNDER_WAY)
        found = medians(5, reference=train(Readable, spec, start), compiled=train(Compiled, spec, start))
        ratio = found[engine_of(spec)] / min(found.values())
        each = {name: seconds / epochs * 1e3 for name, seconds in found.items()}
        lines.append(
            Line(
                f"width {width}, 1,000 rows: {engine_of(spec)} is chosen",
                f"{ratio:.2f} times the better ({each['reference']:.1f} ms an epoch, compiled {each['compiled']:.1f})",
                "at most 1.2 times",
                is_met=ratio <= 1.2,
            )
        )
    return lines


def many() -> Line:
    """A thousand runs of the article's at once, on one core."""
    spec = with_epochs(XOR, 20_000)
    seeds = range(RUNS)
    train_many(with_epochs(XOR, 2), seeds=[1])
    took = medians(3, many=lambda: train_many(spec, seeds=seeds))["many"]
    speed = spec.training.epochs * RUNS / took / MILLION
    return Line(
        f"many at once, R = {RUNS:,}",
        f"{speed:.0f} million epochs x runs a second",
        "at least 40 million",
        is_met=speed >= 40,
    )
