"""What an agent's final answer must look like: the schema sent to the model, and the check."""

from __future__ import annotations

import abc
import re
from typing import Any, Final, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from agents_core.errors import ModelBehaviorError, UserError
from agents_core.tools.strict_schema import ensure_strict_json_schema

_WRAPPER_KEY: Final = "response"
"""A schema must be an object; any other type is wrapped in one, under this key."""

_MODULE_PATH: Final = re.compile(r"\b(?:\w+\.)+")
"""Where a type in a generic one comes from, such as the `typing.` of `typing.Any`."""


class AgentOutputSchemaBase(abc.ABC):
    """The JSON an agent's final answer must be."""

    @abc.abstractmethod
    def is_plain_text(self) -> bool:
        """Say whether the answer is text, not JSON."""

    @abc.abstractmethod
    def name(self) -> str:
        """Return what the type is called."""

    @abc.abstractmethod
    def json_schema(self) -> dict[str, Any]:
        """Return the schema; never asked for when the answer is plain text."""

    @abc.abstractmethod
    def is_strict_json_schema(self) -> bool:
        """Say whether the schema is in the strict dialect."""

    @abc.abstractmethod
    def validate_json(self, json_str: str) -> Any:
        """Return the value the model wrote.

        Raises:
            ModelBehaviorError: it is not what the schema asks for.
        """


class AgentOutputSchema(AgentOutputSchemaBase):
    """The schema of a Python type: a pydantic model, dataclass, TypedDict, list[int], …."""

    def __init__(self, output_type: type[Any], strict_json_schema: bool = True) -> None:
        """Derive the schema of `output_type`.

        Raises:
            UserError: the type has no strict schema.
        """
        self.output_type = output_type
        self._is_strict = strict_json_schema
        self._is_wrapped = not self.is_plain_text() and not _is_object(output_type)
        self._adapter: TypeAdapter[Any] = TypeAdapter(
            dict[str, output_type] if self._is_wrapped else output_type  # type: ignore[valid-type]  # known at run time only
        )
        self._schema = self._make_schema()

    def is_plain_text(self) -> bool:
        """Say whether the answer is text, not JSON."""
        return self.output_type is None or self.output_type is str

    def name(self) -> str:
        """Return the name of the type, such as `list[int]`."""
        if get_origin(self.output_type) is None and isinstance(self.output_type, type):
            return self.output_type.__name__
        return _MODULE_PATH.sub("", str(self.output_type))

    def json_schema(self) -> dict[str, Any]:
        """Return the schema.

        Raises:
            UserError: the answer is plain text.
        """
        if self.is_plain_text():
            raise UserError("Output type is plain text, so no JSON schema is available")
        return self._schema

    def is_strict_json_schema(self) -> bool:
        """Say whether the schema is in the strict dialect."""
        return self._is_strict

    def validate_json(self, json_str: str) -> Any:
        """Return the value the model wrote.

        Raises:
            ModelBehaviorError: it is not JSON, or not of the type.
        """
        try:
            value = self._adapter.validate_json(json_str)
        except ValidationError as error:
            raise ModelBehaviorError(
                f"Invalid JSON when parsing model output for {self.name()}: {_first_fault(error)}"
            ) from error
        if not self._is_wrapped:
            return value
        if _WRAPPER_KEY not in value:
            raise ModelBehaviorError(
                f"Invalid JSON when parsing model output for {self.name()}: no key {_WRAPPER_KEY!r}"
            )
        return value[_WRAPPER_KEY]

    def _make_schema(self) -> dict[str, Any]:
        """Return the schema to send."""
        if self.is_plain_text():
            return {}
        schema = (
            _wrapper_schema(self.output_type) if self._is_wrapped else self._adapter.json_schema()
        )
        if not self._is_strict:
            return schema
        try:
            return ensure_strict_json_schema(schema)
        except UserError as error:
            raise UserError(
                f"Strict JSON schema is enabled, but the output type {self.name()} is not valid "
                f"for it: {error} Or wrap the type: "
                "AgentOutputSchema(YourType, strict_json_schema=False)."
            ) from error


def _wrapper_schema(output_type: Any) -> dict[str, Any]:
    """Return the schema of an object with the type under `response`."""
    schema = TypeAdapter(output_type).json_schema(ref_template="#/$defs/{model}")
    definitions = schema.pop("$defs", None)
    wrapper = {
        "type": "object",
        "title": "OutputType",
        "properties": {_WRAPPER_KEY: schema},
        "required": [_WRAPPER_KEY],
    }
    return wrapper if definitions is None else {**wrapper, "$defs": definitions}


def _is_object(output_type: Any) -> bool:
    """Say whether a type is sent as it is; a dataclass is wrapped, as the Agents SDK does it."""
    if get_origin(output_type) is dict:
        return True
    return isinstance(output_type, type) and issubclass(output_type, BaseModel | dict)


def _first_fault(error: ValidationError) -> str:
    """Return where and why a value is not of its type, in one line."""
    fault = error.errors(include_url=False)[0]
    place = ".".join(map(str, fault["loc"]))
    return f"{place}: {fault['msg']}" if place else fault["msg"]
