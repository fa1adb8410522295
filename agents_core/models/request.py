"""The request: what `responses.create` is called with, from what the runner wants to ask.

Law: pure. A setting nobody made is left out, so that the server's default holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from openai import BaseModel

from agents_core.errors import UserError
from agents_core.models.function_fields import function_fields
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.hosted_tools import HostedTool
from agents_core.tools.local_tool import LocalTool

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.response_types import TResponseInputItem
    from agents_core.tools import Tool

_HOSTED_CHOICES: Final = frozenset(
    {
        "file_search",
        "web_search",
        "web_search_preview",
        "computer",
        "computer_use_preview",
        "image_generation",
        "code_interpreter",
        "mcp",
        "shell",
        "apply_patch",
        "local_shell",
    }
)
"""Names that choose a tool the server runs, unless a function of that name is offered."""


def response_request(
    model: str,
    system_instructions: str | None,
    input: "str | list[TResponseInputItem]",
    settings: "ModelSettings",
    tools: "Sequence[Tool]",
    output_schema: "AgentOutputSchemaBase | None",
    handoffs: "Sequence[Handoff[Any, Any]]",
    *,
    previous_response_id: str | None,
    conversation_id: str | None,
    prompt: Any | None,
) -> dict[str, Any]:
    """Return the keyword arguments for `responses.create`, without `stream`.

    Raises:
        TypeError: `extra_args` names an argument that is given already.
        UserError: a tool that cannot be sent.
    """
    offered = [*map(_tool_param, tools), *map(_function, handoffs)]
    names = {tool["name"]: tool["type"] for tool in offered if "name" in tool}
    arguments = {
        "model": model,
        "instructions": system_instructions,
        "input": input_items(input),
        "tools": offered or None,
        "tool_choice": _tool_choice(settings.tool_choice, names),
        "parallel_tool_calls": settings.parallel_tool_calls if offered else None,
        "text": _text(output_schema, settings.verbosity),
        "previous_response_id": previous_response_id,
        "conversation": conversation_id,
        "prompt": prompt,
        **_sampling(settings, tools),
    }
    return _with_extra_args(arguments, settings.extra_args or {})


def input_items(input: "str | Iterable[TResponseInputItem]") -> list[Any]:
    """Return the input as the list of JSON items that is sent."""
    if isinstance(input, str):
        return [{"role": "user", "content": input}]
    return [
        item.model_dump(mode="json", exclude_unset=True) if isinstance(item, BaseModel) else item
        for item in input
    ]


def _sampling(settings: "ModelSettings", tools: "Sequence[Tool]") -> dict[str, Any]:
    """Return the settings that go out under (nearly) their own names.

    Raises:
        UserError: one of them does not exist here.
    """
    for name in ("frequency_penalty", "presence_penalty"):
        if getattr(settings, name) is not None:
            raise UserError(
                f"The Responses API has no {name}: leave it out, or use chat completions"
            )
    include = list(settings.response_include or [])
    include += [tool.include for tool in tools if isinstance(tool, HostedTool) and tool.include]
    if settings.top_logprobs is not None:
        include.append("message.output_text.logprobs")
    return {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "max_output_tokens": settings.max_tokens,
        "truncation": settings.truncation,
        "reasoning": settings.reasoning,
        "metadata": settings.metadata,
        "store": settings.store,
        "top_logprobs": settings.top_logprobs,
        "prompt_cache_retention": settings.prompt_cache_retention,
        "include": sorted(set(include)) or None,
        "extra_headers": settings.extra_headers,
        "extra_query": settings.extra_query,
        "extra_body": settings.extra_body,
    }


def _with_extra_args(arguments: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what nobody set, add what the caller adds."""
    given = {name: value for name, value in arguments.items() if value is not None}
    for name in extra:
        if name in given:
            raise TypeError(f"responses.create() got multiple values for keyword argument '{name}'")
    return {**given, **extra}


def _tool_param(tool: "Tool") -> dict[str, Any]:
    """Return a tool as the server wants it declared."""
    if isinstance(tool, FunctionTool):
        return _function(tool)
    if isinstance(tool, HostedTool | LocalTool):
        return tool.declaration()
    raise UserError(f"The Responses API does not take a {type(tool).__name__} as a tool")


def _function(offer: "FunctionTool | Handoff[Any, Any]") -> dict[str, Any]:
    """Return the declaration of a function."""
    return {"type": "function", **function_fields(offer)}


def _tool_choice(choice: Any, names: Mapping[str, str]) -> Any:
    """Return which tool the model must call, in the server's words; `names` are their types."""
    if not isinstance(choice, str) or choice in ("auto", "required", "none"):
        return choice
    if choice in _HOSTED_CHOICES and choice not in names:
        return {"type": choice}
    return {"type": names.get(choice, "function"), "name": choice}


def _text(schema: "AgentOutputSchemaBase | None", verbosity: str | None) -> dict[str, Any] | None:
    """Return the shape and the wordiness wanted of the answer."""
    text: dict[str, Any] = {}
    if schema is not None and not schema.is_plain_text():
        text["format"] = {
            "type": "json_schema",
            "name": "final_output",
            "schema": schema.json_schema(),
            "strict": schema.is_strict_json_schema(),
        }
    if verbosity is not None:
        text["verbosity"] = verbosity
    return text or None
