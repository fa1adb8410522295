"""From a Python function to a schema, and back to a call."""

from typing import Annotated, Any

import pytest
from pydantic import Field

from agents_core import RunContextWrapper, ToolContext
from agents_core.errors import UserError
from agents_core.tools.function_schema import function_schema


def google(city: str, days: int = 3) -> None:
    """Tell the weather.

    For the days to come.

    Args:
        city: where
        days: how many
    """


def numpy(city: str, days: int = 3) -> None:
    """Tell the weather.

    For the days to come.

    Parameters
    ----------
    city
        where
    days
        how many
    """


def sphinx(city: str, days: int = 3) -> None:
    """Tell the weather.

    For the days to come.

    :param city: where
    :param days: how many
    """


@pytest.mark.parametrize("func", [google, numpy, sphinx])
def test_a_docstring_describes_function_and_parameters(func: Any) -> None:
    schema = function_schema(func)
    properties = schema.params_json_schema["properties"]
    assert schema.description == "Tell the weather.\n\nFor the days to come."
    assert [properties[name]["description"] for name in properties] == ["where", "how many"]


def test_a_strict_schema_requires_every_parameter_and_has_no_defaults() -> None:
    schema = function_schema(google).params_json_schema
    assert schema["required"] == ["city", "days"]
    assert schema["additionalProperties"] is False
    assert "default" not in schema["properties"]["days"]


def test_without_strict_a_default_makes_a_parameter_optional() -> None:
    schema = function_schema(google, strict_json_schema=False).params_json_schema
    assert schema["required"] == ["city"]
    assert schema["properties"]["days"]["default"] == 3


def test_the_code_describes_a_parameter_before_its_docstring() -> None:
    def find(a: Annotated[str, "from the code"], b: int = Field(2, ge=1, description="b")) -> None:
        """Find.

        Args:
            a: from the docstring
        """

    properties = function_schema(find).params_json_schema["properties"]
    assert properties["a"]["description"] == "from the code"
    assert (properties["b"]["description"], properties["b"]["minimum"]) == ("b", 1)


def test_a_field_in_an_annotation_describes_a_parameter_too() -> None:
    def find(a: Annotated[int, Field(ge=1, description="from the code")]) -> None:
        """Find.

        Args:
            a: from the docstring
        """

    properties = function_schema(find).params_json_schema["properties"]
    assert (properties["a"]["description"], properties["a"]["minimum"]) == ("from the code", 1)


def test_overrides_win_over_the_docstring() -> None:
    schema = function_schema(google, name_override="other", description_override="text")
    assert (schema.name, schema.description) == ("other", "text")


def test_the_docstring_can_be_left_out() -> None:
    assert function_schema(google, use_docstring_info=False).description is None


@pytest.mark.parametrize("context", [RunContextWrapper[Any], ToolContext, RunContextWrapper])
def test_a_context_parameter_is_not_in_the_schema(context: Any) -> None:
    def find(ctx: Any, name: str) -> None: ...

    find.__annotations__["ctx"] = context
    schema = function_schema(find)
    assert schema.takes_context
    assert list(schema.params_json_schema["properties"]) == ["name"]


def test_a_context_elsewhere_is_the_users_error() -> None:
    def find(name: str, ctx: RunContextWrapper[Any]) -> None: ...

    with pytest.raises(UserError, match="non-first position in function find"):
        function_schema(find)


def test_open_keys_are_the_users_error_under_strict() -> None:
    def find(names: dict[str, int]) -> None: ...

    with pytest.raises(UserError, match="strict_mode=False"):
        function_schema(find)


def test_arguments_come_back_as_the_function_takes_them() -> None:
    def find(a: int, *rest: int, b: str, **more: int) -> None: ...

    schema = function_schema(find, strict_json_schema=False)
    values = schema.params_pydantic_model(a=1, rest=[2, 3], b="x", more={"c": 4})
    assert schema.to_call_args(values) == ([1, 2, 3], {"b": "x", "c": 4})


def test_parameters_may_be_called_like_methods_of_pydantic() -> None:
    def find(model_dump: int, json: str, copy: str, schema: str) -> None: ...

    schema = function_schema(find)
    values = schema.params_pydantic_model(model_dump=1, json="j", copy="c", schema="s")
    assert schema.to_call_args(values) == ([1, "j", "c", "s"], {})
