"""The JSON Schema of agents.toml, for editors: they check and complete the file with it.

The file `tui/agents.schema.json` is what this returns; write it anew after a change of the tables:

    python -m agents_core.config.editor_schema > tui/agents.schema.json
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from agents_core.config.field_docs import describe
from agents_core.config.schema import Config
from agents_core.config.schema.table import Table

SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""What pydantic writes, and editors read."""


def json_schema() -> dict[str, Any]:
    """Return the schema of the file."""
    schema = Config.model_json_schema(mode="validation")
    tables = {table.__name__: table for table in _tables_below(Table)}
    for name, definition in schema["$defs"].items():
        describe(definition, tables[name])
    describe(schema, Config)
    definitions = {name: _for_editors(table) for name, table in schema.pop("$defs").items()}
    head = {"$schema": SCHEMA_DIALECT, "title": "agents.toml"}
    return {**_for_editors(schema), **head, "$defs": definitions}


def schema_text() -> str:
    """Return the schema as the file's text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _tables_below(table: type[Table]) -> Iterator[type[Table]]:
    for each in table.__subclasses__():
        yield each
        yield from _tables_below(each)


def _for_editors(schema: Any) -> Any:
    """Close tables whose keys have a form, name the kinds of a table, leave out what TOML lacks."""
    if isinstance(schema, list):
        return [_for_editors(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    better = {key: _for_editors(value) for key, value in schema.items()}
    if "default" in better and not isinstance(better["default"], str | int | float | list):
        del better["default"]
    if "anyOf" in better:
        better |= _without_null(better.pop("anyOf"))
    if "patternProperties" in better:
        better.setdefault("additionalProperties", False)
    kind = better.get("properties", {}).get("kind", {})
    if isinstance(kind, dict) and "const" in kind:
        better["title"] = f'kind = "{kind["const"]}"'
    return better


def _without_null(variants: list[Any]) -> dict[str, Any]:
    """Return the variants as keywords of a schema; TOML has no null."""
    rest = [variant for variant in variants if variant != {"type": "null"}]
    return rest[0] if len(rest) == 1 else {"anyOf": rest}


if __name__ == "__main__":
    print(schema_text(), end="")
