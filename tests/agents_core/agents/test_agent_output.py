"""What a final answer must look like."""

from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel
from typing_extensions import TypedDict

from agents_core import AgentOutputSchema
from agents_core.errors import ModelBehaviorError, UserError


class Report(BaseModel):
    title: str
    pages: int = 1


@dataclass
class Point:
    x: int


class Options(TypedDict):
    deep: bool


@pytest.mark.parametrize(
    ("output_type", "text", "value"),
    [
        (Report, '{"title": "A", "pages": 2}', Report(title="A", pages=2)),
        (Options, '{"deep": true}', {"deep": True}),
    ],
)
def test_an_object_is_written_as_it_is(output_type: Any, text: str, value: Any) -> None:
    assert AgentOutputSchema(output_type).validate_json(text) == value


@pytest.mark.parametrize(
    ("output_type", "text", "value"),
    [
        (list[int], '{"response": [1]}', [1]),
        (int, '{"response": 3}', 3),
        (Point, '{"response": {"x": 1}}', Point(1)),
        (list[Report], '{"response": [{"title": "A", "pages": 1}]}', [Report(title="A")]),
    ],
)
def test_anything_else_is_wrapped_under_response(output_type: Any, text: str, value: Any) -> None:
    schema = AgentOutputSchema(output_type)
    assert schema.json_schema()["required"] == ["response"]
    assert schema.validate_json(text) == value


def test_a_schema_is_strict_unless_told_otherwise() -> None:
    assert AgentOutputSchema(Report).json_schema()["required"] == ["title", "pages"]
    loose = AgentOutputSchema(Report, strict_json_schema=False)
    assert loose.json_schema()["required"] == ["title"]
    assert not loose.is_strict_json_schema()


def test_a_type_without_a_strict_schema_is_the_users_error() -> None:
    with pytest.raises(UserError, match="strict_json_schema=False"):
        AgentOutputSchema(dict[str, int])


def test_an_open_object_is_fine_without_strict() -> None:
    schema = AgentOutputSchema(dict[str, int], strict_json_schema=False)
    assert schema.validate_json('{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("text", ["nope", '{"response": ["x"]}', '{"other": [1]}', "[1]"])
def test_anything_else_is_the_models_fault(text: str) -> None:
    with pytest.raises(ModelBehaviorError, match="Invalid JSON"):
        AgentOutputSchema(list[int]).validate_json(text)


def test_the_fault_is_located() -> None:
    with pytest.raises(ModelBehaviorError, match=r"Report: pages: Input should be"):
        AgentOutputSchema(Report).validate_json('{"title": "A", "pages": "many"}')


def test_plain_text_has_no_schema() -> None:
    schema = AgentOutputSchema(str)
    assert schema.is_plain_text()
    with pytest.raises(UserError, match="plain text"):
        schema.json_schema()


def test_types_have_names() -> None:
    names = [AgentOutputSchema(each).name() for each in (Report, list[Report])]
    assert names == ["Report", "list[Report]"]
