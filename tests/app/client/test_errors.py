"""A refusal keeps the server's words, whatever the server sends."""

import httpx

from elevenlines.app.client.errors import refusal


def test_fields_and_lines_are_named() -> None:
    errors = [{"pointer": "/table", "detail": "is missing"}, {"pointer": "", "line": 7, "detail": "is bad"}]
    error = refusal(httpx.Response(422, json={"detail": "correct it", "errors": errors}))
    assert (error.status, error.errors) == (422, [("/table", "is missing"), ("line 7", "is bad")])
    assert str(error) == "422: correct it\n  /table: is missing\n  line 7: is bad"


def test_an_answer_of_something_else_on_the_way() -> None:
    assert str(refusal(httpx.Response(502, text="<html>bad gateway"))) == "502: <html>bad gateway"
