"""What each agent can do, as data and as text: tools, handoffs, and their schemas.

Law: what the text names is safe to print.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agents_core.agents.agent import Agent, all_handoffs
from agents_core.agents.agent_cards import tool_card
from agents_core.tools.function_tool import FunctionTool
from tui.sanitise import visible, visible_line

Card = dict[str, Any]


def agent_tools(agent: Agent[Any], mcp_servers: Sequence[str] = ()) -> Card:
    """Return what an agent can do, as data.

    Args:
        agent: the agent.
        mcp_servers: the servers whose tools are only known once they run.
    """
    return {
        "agent": agent.name,
        "tools": [{**tool_card(tool), "kind": _kind(tool)} for tool in agent.tools],
        "handoffs": [{**tool_card(way), "agent": way.agent_name} for way in all_handoffs(agent)],
        "mcp_servers": list(mcp_servers),
    }


def _kind(tool: Any) -> str:
    """Return who runs a tool: a function here, another agent, or a kind of the provider's."""
    if isinstance(tool, FunctionTool):
        return "function" if tool.nested_agent is None else "agent"
    return type(tool).__name__


def listing_lines(cards: Sequence[Card]) -> Iterator[str]:
    """Yield what the agents can do, as text."""
    for number, card in enumerate(cards):
        if number:
            yield ""
        yield visible_line(card["agent"])
        for tool in card["tools"]:
            yield from _tool_lines(tool)
        for way in card["handoffs"]:
            yield f"  → {visible_line(way['name'])}  hands off to {visible_line(way['agent'])}"
        for server in card["mcp_servers"]:
            yield f"  + the tools of the MCP server {visible_line(server)}, known once it runs"
        if not any((card["tools"], card["handoffs"], card["mcp_servers"])):
            yield "  no tools, no handoffs"


def _tool_lines(tool: Card) -> Iterator[str]:
    """Yield a tool's signature, what it is for, and what its arguments mean."""
    schema = tool["parameters"]
    if not isinstance(schema, Mapping):
        yield f"  {visible_line(tool['name'])}  ({visible_line(tool['kind'])}, run by the provider)"
        return
    required = schema.get("required") or ()
    arguments = {
        name: (_type(part), name in required)
        for name, part in (schema.get("properties") or {}).items()
    }
    shown = ", ".join(
        f"{name}{'' if needed else '?'}: {type_}" for name, (type_, needed) in arguments.items()
    )
    agent = "  (asks an agent)" if tool["kind"] == "agent" else ""
    yield f"  {visible_line(tool['name'])}({visible_line(shown)}){agent}"
    for line in visible(tool["description"] or "").strip().split("\n"):
        yield f"      {line}".rstrip()
    for name, part in (schema.get("properties") or {}).items():
        if isinstance(part, Mapping) and part.get("description"):
            yield f"      {visible_line(name)}: {visible_line(str(part['description']))}"


def _type(schema: Any) -> str:
    """Return a schema in a word or two."""
    if not isinstance(schema, Mapping):
        return "any"
    if choices := schema.get("enum"):
        return " | ".join(repr(choice) for choice in choices)
    if branches := schema.get("anyOf") or schema.get("oneOf"):
        return " | ".join(map(_type, branches))
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    type_ = schema.get("type", "any")
    if type_ == "array":
        return f"[{_type(schema.get('items'))}]"
    return " | ".join(map(str, type_)) if isinstance(type_, list) else str(type_)
