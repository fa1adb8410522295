"""agents.toml as types: one module per family of tables, `Config` is the file.

Law: shapes only. Whether names exist and files are there is asked by `checks`.
"""

from typing import Annotated, Literal

from pydantic import Field

from agents_core.config.schema.agents import Agent, Handoff
from agents_core.config.schema.guardrails import (
    AgentGuardrail,
    Guardrail,
    PythonGuardrail,
    RegexGuardrail,
)
from agents_core.config.schema.hosted_tools import HostedMcpTool, HostedTable
from agents_core.config.schema.mcp_servers import McpServer
from agents_core.config.schema.models import Model, ModelSettings, Reasoning, Retry
from agents_core.config.schema.providers import (
    OpenAIProvider,
    Provider,
    ReplayProvider,
    ScriptedError,
    ScriptedProvider,
    ScriptedToolCall,
    ScriptedTurn,
)
from agents_core.config.schema.run import Run
from agents_core.config.schema.table import (
    PATTERNS,
    JsonSchema,
    Name,
    Table,
)
from agents_core.config.schema.tools import (
    AgentTool,
    CommandTool,
    HttpTool,
    PythonTool,
    Tool,
    ToolTable,
)
from agents_core.config.schema.tui import Tui, UserConfig

__all__ = [
    "PATTERNS",
    "Agent",
    "AgentGuardrail",
    "AgentTool",
    "CommandTool",
    "Config",
    "Guardrail",
    "Handoff",
    "HostedMcpTool",
    "HostedTable",
    "HttpTool",
    "JsonSchema",
    "McpServer",
    "Model",
    "ModelSettings",
    "OpenAIProvider",
    "Provider",
    "PythonGuardrail",
    "PythonTool",
    "Reasoning",
    "RegexGuardrail",
    "ReplayProvider",
    "Retry",
    "Run",
    "ScriptedError",
    "ScriptedProvider",
    "ScriptedToolCall",
    "ScriptedTurn",
    "Table",
    "Tool",
    "ToolTable",
    "Tui",
    "UserConfig",
]


class Config(Table):
    """Agents, their models and tools, and how they run."""

    version: Literal[1]
    """Version of this format."""
    run: Run = Run()
    vars: dict[str, str | int | float | bool] = {}
    """Values for {{ vars.name }} in instructions and input; --var name=value overrides."""
    providers: dict[Name, Provider] = {}
    models: dict[Name, Model] = {}
    agents: Annotated[dict[Name, Agent], Field(min_length=1)]
    tools: dict[Name, Tool] = {}
    mcp_servers: dict[Name, McpServer] = {}
    guardrails: dict[Name, Guardrail] = {}
    filters: dict[Name, str] = {}
    """Filters by name: slow = "dur>2s" is @slow wherever a filter is asked for."""
    tui: Tui = Tui()
