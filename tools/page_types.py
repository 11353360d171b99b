"""Writes static/js/types/api.d.ts, the shapes of the API's answers, from its own description: `make types`."""

import tempfile
from pathlib import Path
from typing import Any

from elevenlines.app.main import create_app
from elevenlines.app.settings import Settings

FILE = Path(__file__).resolve().parents[1] / "static" / "js" / "types" / "api.d.ts"
WIDTH = 120
_HEAD = "// Written by `make types` from /openapi.json: change app/answers, not this file.\n"
_WHOLE = ("RunSpec", "Sample")  # these, and what they hold, the server tells with every default filled in
_REGISTRIES = {"activation", "output_activation", "initializer", "optimizer", "loss"}  # grow: their names are text here
_PLAIN = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}
Schema = dict[str, Any]


def description() -> Schema:
    """The API's description, of a server that nobody starts."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(Settings(data=Path(folder))).openapi()


def written(document: Schema) -> str:
    """The module: an interface for each schema that an answer holds, in the order of their names."""
    schemas: dict[str, Schema] = document["components"]["schemas"]
    answers = [
        response
        for operations in document["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        if status.startswith("2")
    ]
    whole = _reached({"$refs": [{"$ref": f"#/components/schemas/{name}"} for name in _WHOLE]}, schemas)
    told = _reached({"answers": answers}, schemas) | {"Problem", "FieldError"}
    return _HEAD + "".join(_declared(name, schemas[name], is_whole=name in whole) for name in sorted(told))


def _reached(node: Any, schemas: dict[str, Schema], found: set[str] | None = None) -> set[str]:  # noqa: ANN401  (JSON)
    """The names of all schemas that a part of the description refers to, and that these do."""
    found = set() if found is None else found
    if isinstance(node, dict):
        if "$ref" in node and (name := _name(node)) not in found:
            found.add(name)
            _reached(schemas[name], schemas, found)
        for part in node.values():
            _reached(part, schemas, found)
    elif isinstance(node, list):
        for part in node:
            _reached(part, schemas, found)
    return found


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _declared(name: str, schema: Schema, *, is_whole: bool) -> str:
    comment = _comment(schema.get("description"), "")
    if "properties" not in schema:
        return f"\n{comment}export type {name} = {_type(schema)};\n"
    required = set(schema["properties"] if is_whole else schema.get("required", ()))
    fields = "".join(
        _comment(field.get("description"), "  ")
        + _field(f"{key}{'' if key in required else '?'}:", _type(_open(field) if key in _REGISTRIES else field))
        for key, field in schema["properties"].items()
    )
    return f"\n{comment}export interface {name} {{\n{fields}}}\n"


def _open(schema: Schema) -> Schema:
    """A schema that takes every text, where it is one of names alone."""
    told = {name: part for name, part in schema.items() if name != "enum"}
    return told | {"anyOf": [_open(one) for one in schema["anyOf"]]} if "anyOf" in schema else told


def _field(name: str, kind: str) -> str:
    """A field on one line, or a long union with a line for each of its types."""
    line = f"  {name} {kind};\n"
    return line if len(line) <= WIDTH else f"  {name}\n    | " + kind.replace(" | ", "\n    | ") + ";\n"


def _comment(text: str | None, margin: str) -> str:
    """A description in a comment, on lines of our width."""
    if text is None:
        return ""
    lines = [""]
    for word in text.split():
        if len(margin) + len(" * ") + len(lines[-1]) + len(word) >= WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    if len(lines) == 1 and len(margin) + len(lines[0]) + len("/**  */") <= WIDTH:
        return f"{margin}/** {lines[0]} */\n"
    return f"{margin}/**\n" + "".join(f"{margin} * {line}\n" for line in lines) + f"{margin} */\n"


def _type(schema: Schema) -> str:  # noqa: PLR0911  (one for each kind of schema)
    """The TypeScript type that a JSON schema stands for."""
    if "$ref" in schema:
        return _name(schema)
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(_type(one) for one in schema[union])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        item = schema.get("items", {})
        is_union = not item.keys().isdisjoint(("anyOf", "oneOf", "enum"))
        return f"({_type(item)})[]" if is_union else f"{_type(item)}[]"
    if schema.get("type") == "object":
        value = schema.get("additionalProperties")
        return f"Record<string, {_type(value) if isinstance(value, dict) else 'unknown'}>"
    return _PLAIN.get(schema.get("type", ""), "any")


if __name__ == "__main__":
    FILE.write_text(written(description()), "utf-8")
