"""Writes specs.json: random specs over every option, and what the readable engine makes of each.

Run once, when an option is added: `python -m tests.golden.make_specs`. Numbers that are there already are not made anew
but by hand, for they are what the engines are held to.
"""

import json
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from tests.core.chaos import is_chaotic
from tests.core.strategies import specs

COUNT, EPOCHS = 300, 20
FILE = Path(__file__).with_name("specs.json")


def measured(spec: RunSpec) -> dict[str, object]:
    """The spec, and where it leads."""
    training = Training(spec)
    training.advance(EPOCHS)
    point = training.measure()
    return {
        "spec": spec.model_dump(mode="json", exclude_defaults=True),
        "epoch": training.epoch,
        "outcome": training.outcome,
        "parameters": training.parameters.flat.tolist(),
        "error": point.error,
        "loss": point.loss,
    }


def drawn() -> list[RunSpec]:
    """Specs in which rounding decides nothing, each once."""
    found: dict[bytes, RunSpec] = {}

    @seed(11)
    @settings(
        max_examples=4 * COUNT,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(specs(epochs=EPOCHS))
    def collect(spec: RunSpec) -> None:
        if len(found) < COUNT and spec.json_text not in found and not is_chaotic(spec):
            found[spec.json_text] = spec

    collect()
    return list(found.values())


if __name__ == "__main__":
    lines = [json.dumps(measured(spec), separators=(",", ":"), allow_nan=False) for spec in drawn()]
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    print(len(lines), "specs,", FILE.stat().st_size, "bytes")
