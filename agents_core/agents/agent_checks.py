"""What an `Agent` refuses, in the words callers know, at the place where it is written."""

from typing import Any

from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.handoffs import Handoff
from agents_core.agents.lifecycle import AgentHooks
from agents_core.agents.model_settings import ModelSettings
from agents_core.errors import UserError
from agents_core.models.interface import Model

_LISTS = ("tools", "mcp_servers", "handoffs", "input_guardrails", "output_guardrails")
"""Fields that hold a list."""


def check_agent(agent: AnyAgent) -> None:
    """Refuse an agent with a field that is not of its type.

    Raises:
        TypeError: names the field, what it must be, and what it is.
        UserError: something in a list does not belong there.
    """
    _check_texts(agent)
    for name in _LISTS:
        _check(agent, name, isinstance(getattr(agent, name), list), "a list")
    _check_model(agent)
    _check_behavior(agent)
    _check_members(agent)


def _check_texts(agent: AnyAgent) -> None:
    """Check the name and what is said about the agent."""
    description, instructions = agent.handoff_description, agent.instructions
    _check(agent, "name", isinstance(agent.name, str), "a string")
    _check(
        agent,
        "handoff_description",
        description is None or isinstance(description, str),
        "a string or None",
    )
    _check(
        agent,
        "instructions",
        instructions is None or isinstance(instructions, str) or callable(instructions),
        "a string, callable, or None",
    )


def _check_model(agent: AnyAgent) -> None:
    """Check the model and what it must answer."""
    is_model = agent.model is None or isinstance(agent.model, str | Model)
    _check(agent, "model", is_model, "a string, Model, or None")
    _check(
        agent,
        "model_settings",
        isinstance(agent.model_settings, ModelSettings),
        "a ModelSettings instance or a dict",
    )
    output_type = agent.output_type
    is_output_type = (
        output_type is None
        or isinstance(output_type, type | AgentOutputSchemaBase)
        or hasattr(output_type, "__origin__")
        or hasattr(output_type, "__args__")
    )
    _check(agent, "output_type", is_output_type, "a type, AgentOutputSchemaBase, or None")


def _check_behavior(agent: AnyAgent) -> None:
    """Check what happens around the agent's turns."""
    behavior = agent.tool_use_behavior
    _check(
        agent,
        "tool_use_behavior",
        behavior in ("run_llm_again", "stop_on_first_tool")
        or (isinstance(behavior, dict) and "stop_at_tool_names" in behavior)
        or callable(behavior),
        "'run_llm_again', 'stop_on_first_tool', a StopAtTools dict, or callable",
    )
    is_hooks = agent.hooks is None or isinstance(agent.hooks, AgentHooks)
    _check(agent, "hooks", is_hooks, "an AgentHooks instance or None")
    _check(agent, "reset_tool_choice", isinstance(agent.reset_tool_choice, bool), "a boolean")


def _check_members(agent: AnyAgent) -> None:
    """Check what is in the lists of tools and handoffs."""
    for index, tool in enumerate(agent.tools):
        if not hasattr(tool, "name"):
            hint = " Decorate it with @function_tool." if callable(tool) else ""
            raise UserError(f"tools[{index}] of agent {agent.name!r} is no tool: {tool!r}.{hint}")
    for index, each in enumerate(agent.handoffs):
        if not isinstance(each, Handoff) and not hasattr(each, "handoffs"):
            raise UserError(
                f"handoffs[{index}] of agent {agent.name!r} is neither an Agent nor a Handoff: "
                f"{each!r}"
            )


def _check(agent: AnyAgent, field: str, holds: bool, wanted: str) -> None:
    """Raise unless `holds`."""
    if not holds:
        value: Any = getattr(agent, field)
        raise TypeError(f"Agent {field} must be {wanted}, got {type(value).__name__}")
