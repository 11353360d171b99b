"""What a route declares: its answer, every error that any route can give, and its own."""

from elevenlines.app.answers.frames import State
from elevenlines.app.web.description.declared import BODY, a_file, gives, refuses


def test_an_answer_and_the_errors_of_every_route() -> None:
    found = gives(State, 404, *BODY, status=201)
    assert found[201] == {"model": State}
    assert set(found) == {201, 400, 401, 403, 404, 413, 415, 422, 429, 503}


def test_an_error_has_our_shape_and_an_example() -> None:
    content = refuses(409)[409]["content"]["application/problem+json"]
    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert content["example"]["status"] == 409
    assert content["example"]["type"] == "urn:elevenlines:problem:wrong-state"


def test_a_file_is_text_but_for_json() -> None:
    content = a_file(["text/csv; charset=utf-8", "application/json"])[200]["content"]
    assert {kind: one["schema"]["type"] for kind, one in content.items()} == {
        "text/csv": "string",
        "application/json": "object",
    }
