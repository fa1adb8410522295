"""The strict dialect of JSON Schema."""

from typing import Any

import pytest
from pydantic import BaseModel

from agents_core.errors import UserError
from agents_core.tools.strict_schema import ensure_strict_json_schema


class Address(BaseModel):
    street: str = "Main"


class Person(BaseModel):
    name: str
    home: Address
    friends: list["Person"] = []


def test_no_schema_is_an_empty_object() -> None:
    assert ensure_strict_json_schema({}) == {
        "additionalProperties": False,
        "type": "object",
        "properties": {},
        "required": [],
    }


def test_every_object_is_closed_and_every_property_required() -> None:
    schema = ensure_strict_json_schema(Person.model_json_schema())
    person, address = schema["$defs"]["Person"], schema["$defs"]["Address"]
    assert person["required"] == ["name", "home", "friends"]
    assert (person["additionalProperties"], address["additionalProperties"]) == (False, False)


def test_defaults_are_removed() -> None:
    assert "default" not in str(ensure_strict_json_schema(Address.model_json_schema()))


def test_a_property_called_default_is_kept() -> None:
    schema = {"type": "object", "properties": {"default": {"type": "string"}}}
    assert ensure_strict_json_schema(schema)["required"] == ["default"]


def test_one_of_becomes_any_of() -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"x": {"oneOf": [{"type": "string"}, {"type": "null"}]}},
    }
    strict = ensure_strict_json_schema(schema)
    assert strict["properties"]["x"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}


def test_an_all_of_of_one_is_merged() -> None:
    schema = {"type": "object", "properties": {"x": {"allOf": [{"type": "string"}]}}}
    assert ensure_strict_json_schema(schema)["properties"]["x"] == {"type": "string"}


def test_a_reference_with_siblings_is_unfolded() -> None:
    schema = {
        "type": "object",
        "properties": {"x": {"$ref": "#/$defs/X", "description": "the x"}},
        "$defs": {"X": {"type": "string"}},
    }
    strict = ensure_strict_json_schema(schema)
    assert strict["properties"]["x"] == {"type": "string", "description": "the x"}


def test_a_type_that_contains_itself_ends() -> None:
    schema = {
        "$ref": "#/$defs/Node",
        "description": "a tree",
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {"next": {"$ref": "#/$defs/Node", "description": "the next"}},
            }
        },
    }
    assert ensure_strict_json_schema(schema)["type"] == "object"


def test_open_keys_have_no_strict_form() -> None:
    schema = {"type": "object", "additionalProperties": {"type": "integer"}}
    with pytest.raises(UserError, match="additionalProperties"):
        ensure_strict_json_schema(schema)


def test_the_given_schema_is_left_as_it_is() -> None:
    schema = Person.model_json_schema()
    ensure_strict_json_schema(schema)
    assert schema == Person.model_json_schema()
