"""Agent cards: what the journal says of an agent, as JSON can hold it."""

from __future__ import annotations

from typing import Any

from agents_core.agent import Agent, all_handoffs, output_schema_of
from agents_core.handoffs import Handoff


def agent_card(agent: Agent[Any]) -> dict[str, Any]:
    """Return what is known of an agent before it runs; its shape is told in `run_events`."""
    schema = output_schema_of(agent)
    return {
        "name": agent.name,
        "model": _model_name(agent.model),
        "instructions": agent.instructions if isinstance(agent.instructions, str) else None,
        "handoff_description": agent.handoff_description,
        "handoffs": [each.agent_name for each in all_handoffs(agent)],
        "output_schema": None if schema is None or schema.is_plain_text() else schema.json_schema(),
        "tools": [_tool_card(tool) for tool in agent.tools],
    }


def reachable_agents(start: Agent[Any]) -> list[Agent[Any]]:
    """Return an agent and all that can be reached by handoffs, nearest first.

    A `Handoff` made by hand does not say which agent it leads to; such agents are missing here.
    """
    found: list[Agent[Any]] = []
    waiting = [start]
    while waiting:
        agent = waiting.pop(0)
        if any(agent is each for each in found):
            continue
        found.append(agent)
        targets = [each.target if isinstance(each, Handoff) else each for each in agent.handoffs]
        waiting.extend(target for target in targets if target is not None)
    return found


def _tool_card(tool: Any) -> dict[str, Any]:
    """Return what a tool says of itself."""
    return {
        "name": tool.name,
        "description": getattr(tool, "description", None),
        "parameters": getattr(tool, "params_json_schema", None),
    }


def _model_name(model: Any) -> str | None:
    """Return what a model is called; None for the default."""
    if model is None or isinstance(model, str):
        return model
    name = getattr(model, "model", None)
    return name if isinstance(name, str) else type(model).__name__
