"""What objects of the Agents SDK say, as the plain data of our events.

Law: nothing is asked of an object but attributes, and one that lacks them is no error.
"""

from collections.abc import Iterator
from typing import Any, Final

from agents_core.agents.approvals import ApprovalRequest
from agents_core.json_text import encode_json

Card = dict[str, Any]

_ITEM_NAMES: Final = {
    "message": "message_output_created",
    "reasoning": "reasoning_item_created",
}
"""What items are called in a stream, by their type."""

_FIRST_FIELDS: Final = (
    "type",
    "item_id",
    "output_index",
    "content_index",
    "summary_index",
    "delta",
)
"""What an event of a stream begins with; deltas in this order are read without being decoded."""


def plain(value: Any) -> Any:
    """Return a pydantic model as a dictionary, anything else as it is."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_unset=True, warnings=False)
    return value


def payload_of(event: Any) -> bytes:
    """Return an event of a model's stream as JSON, without what the provider left out."""
    fields = plain(event)
    if not isinstance(fields, dict):
        return encode_json(fields)
    if "type" not in fields:
        fields["type"] = getattr(event, "type", None)
    in_order = {name: fields[name] for name in _FIRST_FIELDS if name in fields}
    return encode_json(in_order | fields)


def reachable_agents(first: Any) -> list[Any]:
    """Return an agent and all it is known to hand off to, at any distance."""
    reached: dict[int, Any] = {}
    waiting = [first]
    while waiting:
        agent = waiting.pop(0)
        if id(agent) not in reached:
            reached[id(agent)] = agent
            waiting += [way for way in _list(agent, "handoffs") if hasattr(way, "instructions")]
    return list(reached.values())


def agents_in_tools(agent: Any) -> list[Any]:
    """Return the agents that an agent has as tools."""
    inner = (getattr(tool, "_agent_instance", None) for tool in _list(agent, "tools"))
    return [each for each in inner if each is not None]


def agent_card(agent: Any) -> Card:
    """Return an agent as data."""
    return {
        "name": agent.name,
        "model": model_name(agent),
        "instructions": instructions_of(agent),
        "handoff_description": getattr(agent, "handoff_description", None),
        "handoffs": [_target_name(way) for way in _list(agent, "handoffs")],
        "output_schema": None,
        "tools": tool_cards(agent),
    }


def tool_cards(agent: Any) -> list[Card]:
    """Return what a model is offered on behalf of an agent, as far as its own list tells."""
    return [
        {
            "name": str(getattr(tool, "name", type(tool).__name__)),
            "description": getattr(tool, "description", None),
            "parameters": getattr(tool, "params_json_schema", None),
        }
        for tool in _list(agent, "tools")
    ]


def instructions_of(agent: Any) -> str | None:
    """Return the instructions of an agent, unless a function makes them."""
    text = getattr(agent, "instructions", None)
    return text if isinstance(text, str) else None


def model_name(agent: Any) -> str | None:
    """Return what an agent's model is called."""
    model = getattr(agent, "model", None)
    if model is None or isinstance(model, str):
        return model
    name = getattr(model, "model", None)
    return name if isinstance(name, str) else type(model).__name__


def guardrail_stages(agent: Any) -> dict[str, str]:
    """Return what each guardrail of an agent looks at, by its name."""
    return {
        rail.get_name(): stage
        for stage in ("input", "output")
        for rail in _list(agent, f"{stage}_guardrails")
    }


def input_items(text_or_items: Any) -> list[Any]:
    """Return an input as items."""
    if isinstance(text_or_items, str):
        return [{"role": "user", "content": text_or_items}]
    return [plain(item) for item in text_or_items] if isinstance(text_or_items, list) else []


def usage_data(usage: Any) -> dict[str, int] | None:
    """Return token counts of a run or a response, or None when there are none."""
    if usage is None:
        return None
    read, written = (getattr(usage, f"{way}_tokens_details", None) for way in ("input", "output"))
    return {
        "input_tokens": _count(usage, "input_tokens"),
        "cached_tokens": _count(read, "cached_tokens"),
        "output_tokens": _count(usage, "output_tokens"),
        "reasoning_tokens": _count(written, "reasoning_tokens"),
        "total_tokens": _count(usage, "total_tokens"),
        "requests": _count(usage, "requests") or 1,
    }


def span_usage(span: Any) -> dict[str, int] | None:
    """Return the token counts of a generation, which are a dictionary."""
    usage = getattr(span.span_data, "usage", None)
    if not isinstance(usage, dict):
        return None
    taken = {name: usage.get(name) for name in ("input_tokens", "output_tokens", "total_tokens")}
    counts = {name: count if isinstance(count, int) else 0 for name, count in taken.items()}
    counts["total_tokens"] = counts["total_tokens"] or sum(counts.values())
    return {**counts, "cached_tokens": 0, "reasoning_tokens": 0, "requests": 1}


def span_items(data: Any) -> Iterator[Any]:
    """Yield what a model answered, from the data of a response or generation span, as items."""
    if (response := getattr(data, "response", None)) is not None:
        yield from map(plain, response.output)
        return
    for message in getattr(data, "output", None) or ():
        if not isinstance(message, dict):
            continue
        if isinstance(text := message.get("content"), str) and text:
            part = {"type": "output_text", "text": text, "annotations": []}
            yield {"type": "message", "role": "assistant", "content": [part]}
        for call in message.get("tool_calls") or ():
            function = call.get("function") or {}
            yield {"type": "function_call", "call_id": call.get("id"), **function}


def asked_approval(item: Any) -> ApprovalRequest:
    """Return what a call that waits for an approval asks, from its `ToolApprovalItem`."""
    raw = plain(item.raw_item)
    raw = raw if isinstance(raw, dict) else {}
    kind = str(raw.get("type", "function_call"))
    return ApprovalRequest(
        item=item,
        call_id=str(raw.get("call_id") or raw.get("id") or ""),
        name=str(raw.get("name") or getattr(item, "tool_name", None) or kind),
        arguments=str(raw.get("arguments") or ""),
        reason="true",
        tool_type="hosted_mcp" if kind.startswith("mcp") else kind.removesuffix("_call"),
        server=raw.get("server_label"),
    )


def item_name(raw: Any, agent: Any) -> str:
    """Return what an item an agent made is called in the stream of a run."""
    kind = str(raw.get("type", "message")) if isinstance(raw, dict) else ""
    if kind in _ITEM_NAMES:
        return _ITEM_NAMES[kind]
    if kind == "function_call" and str(raw.get("name")).startswith("transfer_to_"):
        tools = {card["name"] for card in tool_cards(agent)}
        return "tool_called" if raw.get("name") in tools else "handoff_requested"
    return "tool_output" if kind.endswith("_output") else "tool_called"


def _target_name(way: Any) -> str:
    return str(getattr(way, "agent_name", None) or getattr(way, "name", ""))


def _list(owner: Any, name: str) -> list[Any]:
    value = getattr(owner, name, None)
    return value if isinstance(value, list) else []


def _count(owner: Any, name: str) -> int:
    value = getattr(owner, name, 0)
    return value if isinstance(value, int) else 0
