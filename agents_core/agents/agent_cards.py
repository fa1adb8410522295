"""Agent cards: what an event says of an agent, its tools and its handoffs, as plain data."""

from typing import Any

from agents_core.agents.agent import Agent, all_handoffs, output_schema_of
from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.agents.handoffs import Handoff

Card = dict[str, Any]


def agent_cards(first: Agent[Any]) -> list[Card]:
    """Return the cards of an agent and of all it can hand off to, at any distance."""
    reached: dict[int, Agent[Any]] = {}
    waiting = [first]
    while waiting:
        agent = waiting.pop(0)
        if id(agent) in reached:
            continue
        reached[id(agent)] = agent
        waiting += [way.target for way in all_handoffs(agent) if way.target is not None]
    return [agent_card(agent) for agent in reached.values()]


def agent_card(agent: Agent[Any]) -> Card:
    """Return an agent as data; instructions made by a function are not known yet."""
    instructions = agent.instructions
    return {
        "name": agent.name,
        "model": model_name(agent.model),
        "instructions": instructions if isinstance(instructions, str) else None,
        "handoff_description": agent.handoff_description,
        "handoffs": [way.agent_name for way in all_handoffs(agent)],
        "output_schema": output_schema_card(output_schema_of(agent)),
        "tools": [tool_card(tool) for tool in agent.tools],
    }


def tool_card(tool: Any) -> Card:
    """Return what the model is offered: a tool of any kind, or a handoff."""
    if isinstance(tool, Handoff):
        name: str = tool.tool_name
        text: Any = tool.tool_description
        schema: Any = tool.input_json_schema
    else:
        name = getattr(tool, "name", type(tool).__name__)
        text = getattr(tool, "description", None)
        schema = getattr(tool, "params_json_schema", None)
    return {"name": name, "description": text, "parameters": schema}


def model_name(model: Any) -> str | None:
    """Return what a model is called: its name, or the class of an object that has none."""
    if model is None or isinstance(model, str):
        return model
    name = getattr(model, "model", None)
    return name if isinstance(name, str) else type(model).__name__


def output_schema_card(schema: AgentOutputSchemaBase | None) -> Card | None:
    """Return the JSON schema of an output, or None for text."""
    return None if schema is None or schema.is_plain_text() else schema.json_schema()
