import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from elevenlines.app.settings import Settings


def test_each_setting_is_an_environment_variable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLINES_PORT", "0")
    monkeypatch.setenv("ELEVENLINES_DATA", "/elsewhere")
    monkeypatch.setenv("ELEVENLINES_ALLOWED_HOSTS", '["a.example", "b.example"]')
    found = Settings()
    assert (found.port, found.data, found.allowed_hosts) == (0, Path("/elsewhere"), ["a.example", "b.example"])
    assert Settings(port=5).port == 5, "what is said on the command line comes first"


def test_there_is_a_worker_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ELEVENLINES_WORKERS", raising=False)
    assert Settings().workers == os.cpu_count()
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert Settings().workers == 1


@pytest.mark.parametrize(("name", "value"), [("port", 65_536), ("workers", 0), ("worker_memory", 1), ("sockets", 0)])
def test_what_cannot_be_is_refused(name: str, value: int) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings.model_validate({name: value})
