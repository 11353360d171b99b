"""The page's context holds what the templates use, nothing less and nothing more, and says of each what it is."""

import re
from dataclasses import fields
from typing import Any

import pytest
from jinja2 import meta

from elevenlines.app.web.page.context import Context, Start
from elevenlines.app.web.page.page import templates
from tests.support.server import ROOT


def test_the_templates_use_every_field_and_no_other_name() -> None:
    environment = templates().env
    used: set[str] = set()
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]  # it has one
        used |= meta.find_undeclared_variables(environment.parse(source))
    assert {field.name for field in fields(Context)} == used


def test_the_scripts_know_what_they_are_handed() -> None:
    (declared,) = re.findall(
        r"export interface Start \{\n(.*?)\n\}", (ROOT / "static/js/types.d.ts").read_text("utf-8"), re.DOTALL
    )
    assert {field.name for field in fields(Start)} == set(re.findall(r"^  (\w+):", declared, re.MULTILINE))


@pytest.mark.parametrize("kind", [Context, Start])
def test_each_field_is_documented(kind: Any) -> None:
    documented = re.findall(r"^        ([\w, ]+):", kind.__doc__, re.MULTILINE)
    assert {name for names in documented for name in names.split(", ")} == {field.name for field in fields(kind)}
