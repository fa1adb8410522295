"""A function as both APIs have it declared: a tool, or a handoff the model takes by calling it."""

from typing import TYPE_CHECKING, Any

from agents_core.tools.function_tool import FunctionTool

if TYPE_CHECKING:
    from agents_core.agents.handoffs import Handoff


def function_fields(offer: "FunctionTool | Handoff[Any, Any]") -> dict[str, Any]:
    """Return name, description, parameters (JSON Schema) and whether they are strict."""
    if isinstance(offer, FunctionTool):
        name, description, parameters = offer.name, offer.description, offer.params_json_schema
    else:
        name, description = offer.tool_name, offer.tool_description
        parameters = offer.input_json_schema
    return {
        "name": name,
        "description": description,
        "parameters": parameters,
        "strict": offer.strict_json_schema,
    }
