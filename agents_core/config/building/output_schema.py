"""The final answer of an agent that has an `output_schema`: JSON that fits a JSON Schema."""

import json
from typing import Any, Final

from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.config.building.schema_match import mismatches
from agents_core.errors import ModelBehaviorError
from agents_core.tools.strict_schema import ensure_strict_json_schema

_REASONS_SHOWN: Final = 3
"""More reasons than these do not help a reader."""


class JsonOutputSchema(AgentOutputSchemaBase):
    """A JSON Schema as written in agents.toml."""

    def __init__(self, schema: dict[str, Any], *, is_strict: bool) -> None:
        """Take the schema of an object.

        Raises:
            UserError: the schema has no strict form, and `is_strict` asks for it.
        """
        self._is_strict = is_strict
        self._schema = ensure_strict_json_schema(schema) if is_strict else schema

    def is_plain_text(self) -> bool:
        """Say no: it is JSON."""
        return False

    def name(self) -> str:
        """Return the schema's title, or what it is."""
        title = self._schema.get("title")
        return title if isinstance(title, str) else "output_schema"

    def json_schema(self) -> dict[str, Any]:
        """Return the schema that is sent."""
        return self._schema

    def is_strict_json_schema(self) -> bool:
        """Say whether the provider enforces it."""
        return self._is_strict

    def validate_json(self, json_str: str) -> Any:
        """Return the value the model wrote.

        Raises:
            ModelBehaviorError: it is not JSON, or does not fit the schema.
        """
        try:
            value = json.loads(json_str)
        except ValueError as error:
            raise self._refused(f"{error}") from error
        if reasons := mismatches(value, self._schema):
            raise self._refused("; ".join(reasons[:_REASONS_SHOWN]))
        return value

    def _refused(self, why: str) -> ModelBehaviorError:
        return ModelBehaviorError(
            f"Invalid JSON when parsing model output for {self.name()}: {why}"
        )
