"""A call's arguments: JSON text a model wrote, to be believed only after a look."""

from typing import Any

from pydantic import BaseModel, ValidationError

from agents_core.errors import ModelBehaviorError
from agents_core.json_text import decode_json


def read_arguments(tool_name: str, model: type[BaseModel], arguments: str) -> BaseModel:
    """Return a call's arguments, validated; empty text stands for no arguments.

    Raises:
        ModelBehaviorError: they are no JSON object, or not what the schema asks for.
    """
    values = decode_arguments(tool_name, arguments)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise ModelBehaviorError(f"Invalid JSON input for tool {tool_name}: {error}") from error


def decode_arguments(tool_name: str, arguments: str) -> dict[str, Any]:
    """Return a call's arguments, not validated; empty text stands for no arguments.

    Raises:
        ModelBehaviorError: they are no JSON object.
    """
    if not arguments:
        return {}
    try:
        values = decode_json(arguments.encode())
    except ValueError as error:
        raise ModelBehaviorError(f"Invalid JSON input for tool {tool_name}: {error}") from error
    if not isinstance(values, dict):
        raise ModelBehaviorError(f"Invalid JSON input for tool {tool_name}: expected a JSON object")
    return values
