"""Every example is what its own model takes, to the last field; and every body has one."""

from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from elevenlines.app.answers.answer import Answer
from elevenlines.app.web.description.examples import EXAMPLES
from tests.support.server import Server


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_an_example_is_valid(model: type[BaseModel]) -> None:
    found = model.model_validate(EXAMPLES[model])
    told = found.model_dump(mode="json", exclude_unset=True)
    assert told == EXAMPLES[model] or not issubclass(model, Answer)
    assert told.keys() == EXAMPLES[model].keys()


def test_every_body_has_an_example(server: Server) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    schemas = document["components"]["schemas"]

    def has_example(content: dict[str, Any]) -> bool:
        schema = content["schema"]
        one = next((part for part in schema.get("anyOf", [schema]) if "$ref" in part), {"$ref": ""})
        return "example" in content or "examples" in schemas[one["$ref"].rpartition("/")[2]]

    for operations in document["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert has_example(content), operation["operationId"]
