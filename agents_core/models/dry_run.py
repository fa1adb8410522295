"""Dry run: answers made up from the request alone, for a script without turns.

Every tool is called once, each handoff is taken once, then comes an answer of the wanted shape.
"""

import random
from collections.abc import Mapping
from typing import Any, Final

from agents_core.models.conversation import HANDOFF_PREFIX, Conversation
from agents_core.models.script import ScriptCall, ScriptTurn

_DEEPEST: Final = 8
"""Where a schema that contains itself is cut off."""

_STRINGS: Final = {
    "date": "2026-01-31",
    "time": "12:00:00",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
"""Strings by the schema's `format`."""


def made_up_turn(asked: Conversation, rng: random.Random) -> ScriptTurn:
    """Return the next turn of a dry run."""
    new = [tool for tool in asked.tools if tool["name"] not in asked.called]
    plain = [tool for tool in new if not tool["name"].startswith(HANDOFF_PREFIX)]
    if chosen := plain or new[:1]:  # handoffs one at a time: only the first would be taken
        samples = ((tool["name"], Sampler(tool["parameters"], rng).sample()) for tool in chosen)
        return ScriptTurn(calls=tuple(ScriptCall(name, made) for name, made in samples))
    if asked.wanted_format.get("type") == "json_schema":
        return ScriptTurn(output=Sampler(asked.wanted_format["schema"], rng).sample())
    return ScriptTurn(text="This is a dry run: no model was asked.")


class Sampler:
    """Makes up values of a JSON schema, the same ones for the same seed."""

    def __init__(self, schema: Mapping[str, Any], rng: random.Random) -> None:
        """Take the schema with all its definitions."""
        self._root = schema
        self._rng = rng

    def sample(self) -> Any:
        """Return a value of the schema."""
        return self._of(self._root, 0)

    def _of(self, schema: Any, depth: int) -> Any:
        """Return a value of a part of the schema."""
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return None
        if "$ref" in schema:
            return self._of(self._definition(schema["$ref"]), depth + 1)
        for key in ("const", "default"):
            if key in schema:
                return schema[key]
        for key in ("enum", "examples"):
            if schema.get(key):
                return self._rng.choice(schema[key])
        for key in ("anyOf", "oneOf", "allOf"):
            if branches := [each for each in schema.get(key) or [] if not _is_null(each)]:
                return self._of(branches[0], depth + 1)
        return self._of_type(schema, depth)

    def _of_type(self, schema: Mapping[str, Any], depth: int) -> Any:
        """Return a value of the schema's `type`."""
        match _type_of(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                count = max(schema.get("minItems", 1), 1 if depth < _DEEPEST else 0)
                return [self._of(schema.get("items", {}), depth + 1) for _ in range(count)]
            case "integer" | "number":
                return self._number(schema)
            case "boolean":
                return self._rng.random() < 0.5
            case "null":
                return None
            case _:
                text = _STRINGS.get(schema.get("format", ""), "example")
                return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        """Return an object; deep down only with what it must have."""
        properties = schema.get("properties", {})
        names = properties if depth < _DEEPEST // 2 else schema.get("required", ())
        return {name: self._of(properties.get(name), depth + 1) for name in names}

    def _number(self, schema: Mapping[str, Any]) -> float:
        """Return a small number within the limits."""
        low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        high = schema.get("maximum", max(low, schema.get("exclusiveMaximum", low + 10) - 1))
        return low if high <= low else self._rng.randint(int(low), int(high))

    def _definition(self, reference: str) -> Any:
        """Return what a `$ref` within the schema points at."""
        at: Any = self._root
        for part in reference.removeprefix("#").strip("/").split("/"):
            at = at.get(part) if part and isinstance(at, Mapping) else at
        return at


def _type_of(schema: Mapping[str, Any]) -> str:
    """Return the schema's type, the first if it has several."""
    type_ = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(type_, list):
        type_ = next((each for each in type_ if each != "null"), "null")
    return str(type_)


def _is_null(schema: Any) -> bool:
    """Say whether a schema takes nothing but null."""
    return isinstance(schema, Mapping) and schema.get("type") == "null"
