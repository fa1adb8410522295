"""The chat request: what `chat.completions.create` is called with.

Law: pure. A setting nobody made is left out, so that the server's default holds; what the chat API
cannot do is refused by name.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agents_core.errors import UserError
from agents_core.models.chat_messages import chat_messages
from agents_core.models.function_fields import function_fields
from agents_core.models.request import input_items
from agents_core.tools.function_tool import FunctionTool

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.response_types import TResponseInputItem
    from agents_core.tools import Tool


def chat_request(
    model: str,
    system_instructions: str | None,
    input: "str | list[TResponseInputItem]",
    settings: "ModelSettings",
    tools: "Sequence[Tool]",
    output_schema: "AgentOutputSchemaBase | None",
    handoffs: "Sequence[Handoff[Any, Any]]",
) -> dict[str, Any]:
    """Return the keyword arguments for `chat.completions.create`, without `stream`.

    Raises:
        TypeError: `extra_args` names an argument that is given already.
        UserError: a tool or an item that cannot be sent.
    """
    items = input_items(input)
    keeps_reasoning = "deepseek" in model.lower()
    offered = [*map(_tool_param, tools), *map(_function, handoffs)]
    arguments = {
        "model": model,
        "messages": chat_messages(system_instructions, items, keeps_reasoning=keeps_reasoning),
        "tools": offered or None,
        "tool_choice": _tool_choice(settings.tool_choice),
        "parallel_tool_calls": settings.parallel_tool_calls if offered else None,
        "response_format": _response_format(output_schema),
        **_sampling(settings),
    }
    return _with_extra_args(arguments, settings.extra_args or {})


def stream_options(settings: "ModelSettings", *, is_official: bool) -> dict[str, Any]:
    """Return the arguments of a streamed request; strange servers are asked nothing unasked."""
    include_usage = settings.include_usage
    if include_usage is None and is_official:
        include_usage = True
    options = {} if include_usage is None else {"stream_options": {"include_usage": include_usage}}
    return {"stream": True, **options}


def check_supported(*, previous_response_id: Any, conversation_id: Any, prompt: Any) -> None:
    """Refuse what only the Responses API can do, for without it the model would forget.

    Raises:
        UserError: one of them is set.
    """
    wanted = {
        "previous_response_id": previous_response_id,
        "conversation_id": conversation_id,
        "prompt": prompt,
    }
    for name, value in wanted.items():
        if value is not None:
            raise UserError(
                f"{name} needs the Responses API: the Chat Completions API keeps nothing on the"
                " server"
            )


def _sampling(settings: "ModelSettings") -> dict[str, Any]:
    """Return the settings that go out under (nearly) their own names."""
    return {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "frequency_penalty": settings.frequency_penalty,
        "presence_penalty": settings.presence_penalty,
        "max_tokens": settings.max_tokens,
        "reasoning_effort": _effort(settings.reasoning),
        "verbosity": settings.verbosity,
        "metadata": settings.metadata,
        "store": settings.store,
        "logprobs": None if settings.top_logprobs is None else True,
        "top_logprobs": settings.top_logprobs,
        "prompt_cache_retention": settings.prompt_cache_retention,
        "extra_headers": settings.extra_headers,
        "extra_query": settings.extra_query,
        "extra_body": settings.extra_body,
    }


def _effort(reasoning: Any) -> Any:
    """Return how much to think, all that a chat can be told of it."""
    if isinstance(reasoning, Mapping):
        return reasoning.get("effort")
    return getattr(reasoning, "effort", None)


def _with_extra_args(arguments: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what nobody set, add what the caller adds."""
    given = {name: value for name, value in arguments.items() if value is not None}
    for name in extra:
        if name in given and name != "logprobs":
            raise TypeError(
                f"chat.completions.create() got multiple values for keyword argument '{name}'"
            )
    return {**given, **extra}


def _tool_param(tool: "Tool") -> dict[str, Any]:
    """Return a tool as the server wants it declared."""
    if isinstance(tool, FunctionTool):
        return _function(tool)
    raise UserError(
        f'The tool "{tool.name}" ({type(tool).__name__}) needs the Responses API:'
        " the Chat Completions API takes only functions"
    )


def _function(offer: "FunctionTool | Handoff[Any, Any]") -> dict[str, Any]:
    """Return the declaration of a function."""
    return {"type": "function", "function": function_fields(offer)}


def _tool_choice(choice: Any) -> Any:
    """Return which tool the model must call, in the server's words."""
    if not isinstance(choice, str) or choice in ("auto", "required", "none"):
        return choice
    return {"type": "function", "function": {"name": choice}}


def _response_format(schema: "AgentOutputSchemaBase | None") -> dict[str, Any] | None:
    """Return the shape wanted of the answer."""
    if schema is None or schema.is_plain_text():
        return None
    return {
        "type": "json_schema",
        "json_schema": {
            "name": "final_output",
            "schema": schema.json_schema(),
            "strict": schema.is_strict_json_schema(),
        },
    }
