"""The page's types of the answers are written from the description, and still are what it says."""

import httpx

from tests.support.server import Server
from tools.page_types import FILE, written


def test_the_pages_types_are_those_of_the_description(server: Server) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    assert FILE.read_text("utf-8") == written(document), "the description has changed: make types"


def test_a_types_text() -> None:
    schemas = {
        "State": {
            "description": "What is new.",
            "properties": {
                "at": {"type": "array", "items": {"anyOf": [{"type": "number"}, {"type": "null"}]}},
                "ends": {"type": "array", "prefixItems": [{"type": "integer"}, {"$ref": "#/components/schemas/Table"}]},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "activation": {"anyOf": [{"type": "string", "enum": ["relu"]}, {"type": "null"}]},
                "many": {"enum": ["a" * 60, "b" * 60]},
                "left": {"type": "object", "additionalProperties": {"type": "string"}, "description": "out"},
            },
            "required": ["at", "ends", "kind"],
        },
        "RunSpec": {"properties": {"table": {"$ref": "#/components/schemas/Table"}}},
        "Table": {"properties": {"rows": {"type": "array", "items": {"type": "array"}}}},
        "Problem": {"properties": {}},
        **{name: {"properties": {}} for name in ("FieldError", "Sample", "Unused")},
    }
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/State"}}}}}
    text = written({"components": {"schemas": schemas}, "paths": {"/state": {"get": {"responses": answer}}}})
    assert (
        f"""/** What is new. */
export interface State {{
  at: (number | null)[];
  ends: [number, Table];
  kind: "a" | "b";
  activation?: string | null;
  many?:
    | "{"a" * 60}"
    | "{"b" * 60}";
  /** out */
  left?: Record<string, string>;
}}
"""
        in text
    )
    assert "  rows: any[][];\n" in text, "a spec is told whole"
    assert "Unused" not in text
