"""Answers are held against the JSON Schema of agents.toml."""

from typing import Any

import pytest

from agents_core.config.building.output_schema import JsonOutputSchema
from agents_core.config.building.schema_match import mismatches
from agents_core.errors import ModelBehaviorError, UserError

ANSWER = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "tags": {"type": "array", "items": {"enum": ["a"]}}},
}


def test_an_answer_that_fits_is_returned() -> None:
    schema = JsonOutputSchema(ANSWER, is_strict=True)
    assert schema.validate_json('{"name": "x", "tags": ["a"]}') == {"name": "x", "tags": ["a"]}


def test_a_strict_schema_closes_its_objects() -> None:
    sent = JsonOutputSchema(ANSWER, is_strict=True).json_schema()
    assert sent["additionalProperties"] is False
    assert sent["required"] == ["name", "tags"]


def test_a_loose_schema_is_sent_as_it_is() -> None:
    assert JsonOutputSchema(ANSWER, is_strict=False).json_schema() == ANSWER


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"name": ', "Expecting value"),
        ('{"name": 1, "tags": []}', "name must be of type string"),
        ('{"name": "x", "tags": ["b"]}', r"tags\[0\] must be one of 'a'"),
        ('{"name": "x"}', "the answer lacks 'tags'"),
        ('{"name": "x", "tags": [], "more": 1}', "more may not be there"),
    ],
)
def test_an_answer_that_does_not_fit_is_the_models_fault(text: str, why: str) -> None:
    with pytest.raises(ModelBehaviorError, match=why):
        JsonOutputSchema(ANSWER, is_strict=True).validate_json(text)


def test_a_schema_without_a_strict_form_is_the_users_fault() -> None:
    with pytest.raises(UserError):
        JsonOutputSchema({"type": "object", "additionalProperties": True}, is_strict=True)


TREE: dict[str, Any] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "required": ["value"],
            "properties": {"value": {"type": "integer"}, "next": {"$ref": "#/$defs/node"}},
        }
    },
}


@pytest.mark.parametrize(
    ("schema", "fitting", "failing"),
    [
        ({"type": "integer"}, 3.0, True),
        ({"type": "number"}, 3, True),
        ({"type": ["string", "null"]}, None, 1),
        ({"const": 1}, 1, True),
        ({"minimum": 2, "maximum": 4}, 4, 5),
        ({"exclusiveMinimum": 2, "exclusiveMaximum": 4}, 3, 2),
        ({"minLength": 2, "pattern": "^a"}, "ab", "a"),
        ({"type": "string", "pattern": "^a"}, "ab", "ba"),
        ({"minItems": 1, "maxItems": 2}, [1], []),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "x", None),
        ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, 2, 3),
        ({"patternProperties": {"^x": {"type": "integer"}}}, {"xa": 1}, {"xa": "1"}),
        ({"additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "1"}),
        (TREE, {"value": 1, "next": {"value": 2}}, {"value": 1, "next": {}}),
    ],
)
def test_a_keyword_tells_fitting_from_failing(schema: Any, fitting: Any, failing: Any) -> None:
    assert mismatches(fitting, schema) == []
    assert mismatches(failing, schema) != []


def test_a_schema_that_refers_to_itself_for_ever_ends() -> None:
    assert mismatches(1, {"$ref": "#"}) == []
