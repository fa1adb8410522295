"""[agents.*]: do the names in it exist, and can the model tell its tools apart?"""

import json

from agents_core.config.agent_names import display_name, handoff_tools
from agents_core.config.checks.context import CheckContext
from agents_core.config.diagnostics import suggest
from agents_core.config.positions import KeyPath
from agents_core.config.python_reference import split_reference
from agents_core.config.schema import Agent, Handoff, PythonTool

_CHOICES = ("auto", "required", "none")
"""Values of tool_choice that are no tool's name."""


def check_agents(context: CheckContext) -> None:
    """Check each agent by itself."""
    for name, agent in context.config.agents.items():
        path = ("agents", name)
        _check_display_name(context, path)
        _check_instructions(context, path, agent)
        _check_output(context, path, agent)
        _check_handoffs(context, path, agent)
        visible = _check_tools(context, path, agent)
        _check_tool_names(context, path, agent, visible)
        for index, server in enumerate(agent.mcp_servers):
            place, known = (*path, "mcp_servers", index), context.config.mcp_servers
            context.check_name(place, server, known, "unknown-mcp-server", "MCP server")
        _check_guardrails(context, path, agent)


def _check_display_name(context: CheckContext, path: KeyPath) -> None:
    """Report a name another agent has: what a run tells is joined by name."""
    config, table = context.config, str(path[-1])
    shown = display_name(config, table)
    namesakes = [n for n in config.agents if n != table and display_name(config, n) == shown]
    if namesakes and config.agents[table].name is not None:
        message = f'[agents.{namesakes[0]}] is called "{shown}" as well'
        context.report.error((*path, "name"), "bad-value", message)


def _check_instructions(context: CheckContext, path: KeyPath, agent: Agent) -> None:
    if agent.instructions is not None:
        context.check_variables((*path, "instructions"), agent.instructions)
    if agent.instructions_file is not None:
        place = (*path, "instructions_file")
        context.check_variables(place, context.read_text(place, agent.instructions_file))


def _check_output(context: CheckContext, path: KeyPath, agent: Agent) -> None:
    """Check the type or the schema of the final answer."""
    if agent.output_type is not None:
        context.check_python((*path, "output_type"), agent.output_type)
    schema, place = agent.output_schema, (*path, "output_schema")
    if isinstance(schema, str):
        text = context.read_text(place, schema)
        try:
            schema = json.loads(text) if text else None
        except ValueError as error:
            context.report.error(place, "bad-schema", f'"{schema}" is not JSON: {error}')
            return
    if schema is not None and not (isinstance(schema, dict) and schema.get("type") == "object"):
        message = 'the schema of an answer must be of type "object"'
        context.report.error(place, "bad-schema", message, on="key")


def _check_handoffs(context: CheckContext, path: KeyPath, agent: Agent) -> None:
    """Check whom an agent may hand off to."""
    for index, handoff in enumerate(agent.handoffs):
        place: KeyPath = (*path, "handoffs", index)
        if isinstance(handoff, Handoff):
            _check_filter(context, (*place, "input_filter"), handoff)
            place = (*place, "agent")
        target = agent.handoff_targets[index]
        if not context.check_agent(place, target):
            continue
        if target == path[-1]:
            message = f'"{target}" hands off to itself'
            context.report.error(place, "handoff-to-self", message)
        if target in agent.handoff_targets[:index]:
            context.report.warn(place, "duplicate-handoff", f'"{target}" is listed twice')
        if isinstance(handoff, str) or handoff.tool_description is None:
            _check_description(context, target)


def _check_filter(context: CheckContext, path: KeyPath, handoff: Handoff) -> None:
    if handoff.input_filter is not None and handoff.input_filter != "remove_all_tools":
        context.check_python(path, handoff.input_filter)


def _check_description(context: CheckContext, target: str) -> None:
    """Warn of a handoff target of which the model sees only the name."""
    if not context.config.agents[target].handoff_description:
        message = f'"{target}" is handed off to, but has no handoff_description'
        hint = "the model sees only its name"
        context.report.warn(("agents", target), "no-handoff-description", message, hint, on="key")


def _check_tools(context: CheckContext, path: KeyPath, agent: Agent) -> dict[str, str]:
    """Check an agent's tools; return the names the model sees, and what each is."""
    targets = handoff_tools(context.config, str(path[-1])).items()
    visible = {name: f'the handoff to "{target}"' for name, target in targets}
    tools = context.config.tools
    for index, reference in enumerate(agent.tools):
        place = (*path, "tools", index)
        if ":" in reference:
            context.check_python(place, reference)
        elif not context.check_name(place, reference, tools, "unknown-tool", "tool"):
            continue
        shown = shown_name(context, reference)
        if shown in visible:
            message = f'the model would see two tools called "{shown}"'
            hint = f"the other is {visible[shown]}"
            context.report.error(place, "duplicate-tool-name", message, hint)
        visible[shown] = f'"{reference}"'
    return visible


def shown_name(context: CheckContext, reference: str) -> str:
    """Return what the model calls a tool of an agent's list."""
    if ":" in reference:
        return split_reference(reference)[1].rpartition(".")[2]
    tool = context.config.tools[reference]
    return (isinstance(tool, PythonTool) and tool.name) or reference


def _check_tool_names(
    context: CheckContext, path: KeyPath, agent: Agent, visible: dict[str, str]
) -> None:
    """Check the settings that name tools of the agent."""
    if isinstance(agent.tool_use_behavior, list):
        for index, name in enumerate(agent.tool_use_behavior):
            if name not in visible:
                place = (*path, "tool_use_behavior", index)
                message = f'"{name}" is not a tool of this agent'
                context.report.error(place, "unknown-tool", message, suggest(name, visible))
    choice = agent.model_settings.tool_choice
    if choice is not None and choice not in (*_CHOICES, *visible):
        place = (*path, "model_settings", "tool_choice")
        message = f'tool_choice "{choice}" is not a tool of this agent'
        context.report.error(place, "unknown-tool", message, suggest(choice, (*_CHOICES, *visible)))


def _check_guardrails(context: CheckContext, path: KeyPath, agent: Agent) -> None:
    known = context.config.guardrails
    for key in ("input_guardrails", "output_guardrails"):
        names: list[str] = getattr(agent, key)
        for index, name in enumerate(names):
            context.check_name((*path, key, index), name, known, "unknown-guardrail", "guardrail")
