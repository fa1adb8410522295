"""Arguments against their schema, complete and at every point on the way."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no types of its own
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.arguments.field_checks import FieldCheck, check_arguments
from tui.arguments.schema_node import schema_node
from tui.rendering.json_lines import json_lines
from tui.rendering.styled_line import line_text

ORDER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["order_id", "include", "to"],
    "properties": {
        "order_id": {"type": "string", "pattern": "^A-"},
        "include": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
        "limit": {"type": "integer", "minimum": 1, "maximum": 20},
        "speed": {"enum": ["low", "high"]},
        "note": {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]},
        "to": {"$ref": "#/$defs/Address"},
    },
    "$defs": {
        "Address": {
            "type": "object",
            "required": ["city"],
            "properties": {"city": {"type": "string"}, "care_of": {"$ref": "#/$defs/Address"}},
        }
    },
}


def checks(text: str, schema: object = ORDER, *, is_open: bool = True) -> list[FieldCheck]:
    return check_arguments(text, schema_node(schema), is_open=is_open)


def faults(text: str, schema: object = ORDER) -> dict[str, str]:
    found = checks(text, schema, is_open=False)
    return {".".join(map(str, one.path)): one.fault.kind for one in found if one.fault}


def rows(text: str, **options: Any) -> list[str]:
    lines = json_lines(76, schema_node(ORDER), options.pop("marks", "faults"))
    lines.show(text, **options)
    return [line_text(lines[at]) for at in range(len(lines))]


def test_fields_are_known_as_they_come_and_those_that_have_not_are_named() -> None:
    found = [(one.path, one.state, one.expected) for one in checks('{"order_id": "A-10')]
    assert found == [
        (("order_id",), "arriving", "string like ^A-"),
        (("include",), "awaited", "string[]"),
        (("to",), "awaited", "object"),
        (("limit",), "awaited", "integer 1..20"),
        (("speed",), "awaited", '"low" | "high"'),
        (("note",), "awaited", "string <= 5 chars | null"),
    ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"order_id": 7}, {"order_id": "type"}),
        ({"order_id": "B-1"}, {"order_id": "range"}),
        ({"limit": 21}, {"limit": "range"}),
        ({"limit": 2.5}, {"limit": "type"}),
        ({"limit": True}, {"limit": "type"}),
        ({"limit": None}, {"limit": "type"}),
        ({"speed": "middle"}, {"speed": "enum"}),
        ({"note": "longer"}, {"note": "range"}),
        ({"include": ["a", 1]}, {"include.1": "type"}),
        ({"include": ["a", "b", "c"]}, {"include": "range"}),
        ({"include": {}}, {"include": "type"}),
        ({"colour": "red"}, {"colour": "unknown"}),
        ({"to": {"care_of": {}}}, {"to.care_of.city": "missing", "to.city": "missing"}),
    ],
)
def test_what_is_wrong_is_called_by_its_kind(
    value: dict[str, object], fault: dict[str, str]
) -> None:
    good: dict[str, object] = {"order_id": "A-1", "include": [], "to": {"city": "x"}}
    assert faults(json.dumps(good)) == {}
    assert faults(json.dumps(good | value)) == fault


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ('{"speed": "lo', False),
        ('{"speed": "lax', True),
        ('{"limit": "', True),
        ('{"limit": 500', False),
        ('{"limit": 500,', True),
        ('{"note": "123456', True),
        ('{"order_id": "B', False),
    ],
)
def test_a_value_is_wrong_as_soon_as_nothing_can_mend_it(text: str, is_wrong: bool) -> None:
    assert any(one.fault for one in checks(text)) is is_wrong


def test_rows_mark_faults_and_name_what_has_not_been_received() -> None:
    assert rows('{"limit": 50, "speed": "mid') == [
        "limit: 50   ✗ out of range: expects integer 1..20",
        'speed: "mid▌   ✗ not allowed: expects "low" | "high"',
        "order_id: ·   required, string like ^A- - not received yet",
        "include: ·   required, string[] - not received yet",
        "to: ·   required, object - not received yet",
        "note: ·   optional, string <= 5 chars | null",
    ]
    assert rows('{"order_id": "A-1", "include": [], "to": {}}', is_open=False) == [
        'order_id: "A-1"',
        "include: ",
        "  []",
        "to: ",
        "  {}",
        "  city: ✗ missing: required, string",
    ]


def test_rows_say_of_every_value_what_it_had_to_be_when_asked() -> None:
    assert rows('{"limit": 5, "order_id": "A', marks="all")[:2] == [
        "limit: 5   ✓ integer 1..20",
        'order_id: "A▌   … string like ^A-',
    ]


SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.sampled_from("ab")
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)
TYPES = ["string", "integer", "number", "boolean", "null", "object", "array"]
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(TYPES)
            | st.lists(st.sampled_from(TYPES), min_size=1, unique=True),
            "enum": st.lists(SCALARS, min_size=1, max_size=3),
            "minimum": st.integers(-5, 5),
            "exclusiveMaximum": st.integers(-5, 5),
            "multipleOf": st.integers(1, 3),
            "minLength": st.integers(0, 2),
            "pattern": st.sampled_from(["a", "^b"]),
            "maxItems": st.integers(0, 2),
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "additionalProperties": st.booleans(),
        },
    ),
    lambda inner: st.one_of(
        st.builds(lambda some: {"anyOf": some}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"type": "array", "items": one}, inner),
        st.builds(
            lambda some: {"type": "object", "properties": some},
            st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        ),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(value=VALUES, schema=SCHEMAS)
def test_nothing_valid_is_called_wrong_at_any_point(value: object, schema: object) -> None:
    if not jsonschema.Draft202012Validator(schema).is_valid(value):
        return
    text = json.dumps(value)
    for cut in range(len(text) + 1):
        assert not [one for one in checks(text[:cut], schema) if one.fault]


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("#/x"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf", "properties"),
                    *("items", "required", "prefixItems", "additionalProperties", "pattern"),
                    *("minimum", "minLength", "maxItems", "patternProperties", "a", "x"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(value=VALUES, schema=HOSTILE)
def test_no_schema_makes_trouble(value: object, schema: object) -> None:
    text = json.dumps({"a": value})
    checks(text, schema)
    lines = json_lines(30, schema_node(schema), "all")
    lines.show(text)


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}},
        {"$ref": "#/a", "a": {"anyOf": [{"$ref": "#/a"}, {"$ref": "#/a"}]}},
        {"properties": {"a": {"pattern": "(a+)+$"}}},
        {"properties": {"a": {"pattern": "(((("}}},
        {"properties": {"a": {"pattern": "a{99999999999}"}}},
    ],
)
def test_schemas_in_circles_and_patterns_without_end_allow_anything(schema: object) -> None:
    assert faults('{"a": "' + "a" * 60 + '!"}', schema) == {}


def test_a_schema_within_itself_is_followed_as_deep_as_the_arguments_go() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"type": "null"}}}
    deep = '{"a": ' * 300 + '{"b": 1}' + "}" * 300
    assert faults(deep, schema) == {".".join("a" * 300) + ".b": "type"}
