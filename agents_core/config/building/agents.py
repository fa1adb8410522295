"""Agents: made first, joined by name then, so that they may hand off in circles."""

import json
from collections.abc import Iterator
from typing import Any, Protocol

from pydantic.errors import PydanticUserError

from agents_core.agents.agent import Agent
from agents_core.agents.agent_output import AgentOutputSchema, AgentOutputSchemaBase
from agents_core.agents.handoff_filters import remove_all_tools
from agents_core.agents.handoffs import Handoff, handoff
from agents_core.agents.model_settings import ModelSettings
from agents_core.config import schema
from agents_core.config.agent_names import display_name
from agents_core.config.building.context import BuildContext
from agents_core.config.building.guardrails import input_guardrails, output_guardrails
from agents_core.config.building.mcp_servers import ServerMaker
from agents_core.config.building.output_schema import JsonOutputSchema
from agents_core.config.building.tools import (
    as_approved,
    reference_tool,
    table_tool,
)
from agents_core.config.graph import reachable_agents
from agents_core.config.positions import KeyPath
from agents_core.errors import UserError
from agents_core.models.interface import Model
from agents_core.tools import Tool
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.results import StopAtTools

AgentsByTable = dict[str, Agent[Any]]
"""Agents by the names of their tables."""


class Models(Protocol):
    """Who makes the models: openai is needed for that, so it is somebody else."""

    def model(self, agent: str) -> Model | None:
        """Return the model of an agent, or None."""

    def settings(self, agent: str) -> ModelSettings:
        """Return the settings it is asked with."""


def make_agents(context: BuildContext, models: Models) -> AgentsByTable:
    """Return the agents a run can come to; what fails is in the report."""
    names = reachable_agents(context.loaded.config)
    agents = {name: _bare_agent(context, models, name) for name in names}
    tools: dict[str, Tool | None] = {}
    servers = ServerMaker(context)
    for name, agent in agents.items():
        agent.mcp_servers = servers.servers(context.loaded.config.agents[name].mcp_servers)
        agent.tools = list(_tools(context, name, agents, tools))
        agent.handoffs = list(_handoffs(context, name, agents))
        table = context.loaded.config.agents[name]
        agent.input_guardrails = list(input_guardrails(context, table.input_guardrails, agents))
        agent.output_guardrails = list(output_guardrails(context, table.output_guardrails, agents))
    return agents


def _bare_agent(context: BuildContext, models: Models, name: str) -> Agent[Any]:
    """Return an agent that knows no tool and no other agent yet."""
    loaded, table = context.loaded, context.loaded.config.agents[name]
    text = loaded.read_text(table.instructions_file) if table.instructions_file else None
    instructions = table.instructions if text is None else text
    return Agent(
        name=display_name(loaded.config, name),
        instructions=None if instructions is None else loaded.fill(instructions).strip(),
        handoff_description=table.handoff_description,
        model=models.model(name),
        model_settings=models.settings(name),
        output_type=_output(context, ("agents", name), table),
        tool_use_behavior=_behavior(table),
        reset_tool_choice=table.reset_tool_choice,
    )


def _behavior(table: schema.Agent) -> Any:
    """Return what follows a tool call, as `Agent` takes it."""
    if isinstance(table.tool_use_behavior, list):
        return StopAtTools(stop_at_tool_names=table.tool_use_behavior)
    return table.tool_use_behavior


def _output(
    context: BuildContext, path: KeyPath, table: schema.Agent
) -> AgentOutputSchemaBase | None:
    """Return what the final answer of an agent must be."""
    if table.output_type is not None:
        return _output_type(context, (*path, "output_type"), table)
    if table.output_schema is None:
        return None
    wanted = table.output_schema
    if isinstance(wanted, str):
        wanted = json.loads(context.loaded.read_text(wanted))
    try:
        return JsonOutputSchema(wanted, is_strict=table.output_strict)
    except UserError as error:
        context.refuse((*path, "output_schema"), "not a strict schema", error)
        return None


def _output_type(
    context: BuildContext, path: KeyPath, table: schema.Agent
) -> AgentOutputSchemaBase | None:
    """Return the schema of the Python type an agent answers with."""
    assert table.output_type is not None
    found = context.load(path, table.output_type)
    if found is None or isinstance(found, AgentOutputSchemaBase):
        return found
    try:
        return AgentOutputSchema(found, table.output_strict)  # type: ignore[arg-type]  # checked by it
    except (UserError, TypeError, PydanticUserError) as error:
        context.refuse(path, f'"{table.output_type}" cannot be an output type', error)
        return None


def _tools(
    context: BuildContext,
    name: str,
    agents: AgentsByTable,
    made: dict[str, Tool | None],
) -> Iterator[Tool]:
    """Yield an agent's tools; those of tables are made once and shared by the agents."""
    for index, reference in enumerate(context.loaded.config.agents[name].tools):
        if reference not in made:
            table = context.loaded.config.tools.get(reference)
            if table is None:
                path = ("agents", name, "tools", index)
                made[reference] = reference_tool(context, path, reference)
            elif isinstance(table, schema.AgentTool):
                made[reference] = _agent_tool(context, reference, table, agents)
            else:
                made[reference] = table_tool(context, reference)
        if (tool := made[reference]) is not None:
            yield tool


def _agent_tool(
    context: BuildContext, name: str, table: schema.AgentTool, agents: AgentsByTable
) -> FunctionTool:
    """Return a tool that asks another agent."""
    described = context.loaded.config.agents[table.agent].handoff_description
    tool = agents[table.agent].as_tool(
        tool_name=name,
        tool_description=table.description or described or f"Ask the agent {table.agent}.",
        parameters=table.parameters,
        max_turns=table.max_turns,
    )
    tool.timeout_seconds = table.timeout
    return as_approved(context, tool, table)


def _handoffs(
    context: BuildContext, name: str, agents: AgentsByTable
) -> Iterator[Handoff[Any, Any]]:
    """Yield an agent's handoffs."""
    table = context.loaded.config.agents[name]
    for index, (way, target) in enumerate(zip(table.handoffs, table.handoff_targets, strict=True)):
        if isinstance(way, str):
            yield handoff(agents[target])
        elif (chosen := _filter(context, ("agents", name, "handoffs", index), way)) is not False:
            yield handoff(
                agents[target],
                tool_name_override=way.tool_name,
                tool_description_override=way.tool_description,
                input_filter=chosen,
            )


def _filter(context: BuildContext, path: KeyPath, way: schema.Handoff) -> Any:
    """Return the input filter of a handoff, None without one, False once it was reported."""
    if way.input_filter is None or way.input_filter == "remove_all_tools":
        return remove_all_tools if way.input_filter else None
    found = context.load((*path, "input_filter"), way.input_filter)
    if found is not None and not callable(found):
        message = f'"{way.input_filter}" is not a function'
        context.report.error((*path, "input_filter"), "bad-value", message)
    return found if callable(found) else False
