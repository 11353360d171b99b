"""Made data over HTTP: the list, samples with settings that learn them, and what is refused."""

import re

import pytest

from elevenlines.core.generators.recipe import Recipe, make
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.table import Table
from tests.app.web.door.test_problems import check
from tests.support.server import Server


def test_the_list_tells_of_all_and_shows_some_points(server: Server) -> None:
    found = server.get("/generators")
    assert [one["name"] for one in found["generators"]] == list(GENERATORS)
    for one in found["generators"]:
        assert one["help"] == GENERATORS[one["name"]].help
        assert one["noise"]
        assert Table.model_validate(one["example"]) == make(Recipe(name=one["name"], points=80))
    assert found["limits"] == {"points": [2, LIMITS.rows], "noise": [0.0, LIMITS.noise], "seed": [0, LIMITS.seed]}
    assert found["defaults"] == {"points": 200, "noise": 0.1, "seed": 1, "formula": None}


@pytest.mark.parametrize("name", GENERATORS)
def test_a_sample_is_the_recipes_and_its_spec_can_be_posted(server: Server, name: str) -> None:
    response = server.http.post(f"/generators/{name}", json={"points": 20, "noise": 0.2, "seed": 5})
    assert response.status_code == 200, response.text
    recipe = Recipe(name=name, points=20, noise=0.2, seed=5)
    assert Table.model_validate(response.json()["table"]) == make(recipe)
    spec = response.json()["spec"]
    assert RunSpec.model_validate(spec) == suggested(recipe)
    assert server.http.post("/preview", json=spec).status_code == 200


def test_an_empty_body_is_the_default(server: Server) -> None:
    assert len(server.http.post("/generators/moons", json={}).json()["table"]["inputs"]) == 200


def test_a_formula_that_is_wrong_tells_the_character(server: Server) -> None:
    problem = check(server.http.post("/generators/above", json={"formula": "sin(x) + 2*(x"}), 422)
    assert problem["errors"] == [
        {"pointer": "/formula", "detail": "this parenthesis is not closed", "position": len("sin(x) + 2*")}
    ]


@pytest.mark.parametrize(
    ("name", "body", "pointer"),
    [
        ("spiral", {"points": 1}, "/points"),
        ("spiral", {"points": 10_001}, "/points"),
        ("spiral", {"noise": 0.6}, "/noise"),
        ("spiral", {"seed": -1}, "/seed"),
        ("spiral", {"formula": "x"}, "/formula"),
        ("spiral", {"name": "moons"}, "/name"),
        ("above", {"formula": 3}, "/formula"),
        ("above", {"formula": "x" * 201}, "/formula"),
    ],
)
def test_what_is_out_of_its_limits_is_named(server: Server, name: str, body: dict[str, object], pointer: str) -> None:
    problem = check(server.http.post(f"/generators/{name}", json=body), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_an_unknown_data_set_is_404(server: Server) -> None:
    assert "spiral" in check(server.http.post("/generators/snail", json={}), 404)["detail"]


def test_nothing_typed_is_echoed(server: Server) -> None:
    typed = "s0meth1ng"
    assert typed not in server.http.post("/generators/above", json={"formula": f"x + {typed}"}).text


@pytest.mark.parametrize(
    "address", ["?made=spiral&points=500&noise=0.2&data_seed=3", "?preset=wave", "?made=above&formula=x%2B1"]
)
def test_the_page_of_an_address_has_its_points(server: Server, address: str) -> None:
    page = server.http.get(f"{server.url}/{address}").text
    (shown,) = re.findall(r'"recipe":(\{[^}]*\})', page)
    assert len(re.findall('<td class="mark">', page)) == 40, "the first rows are there before any script"
    first = make(Recipe.model_validate_json(shown)).inputs[0]
    assert f'"inputs":[[{",".join(map(str, first))}]' in page
