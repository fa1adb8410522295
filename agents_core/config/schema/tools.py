"""[tools.*]: what agents can do."""

from typing import Annotated, Any, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from agents_core.config.schema.hosted_tools import HostedTool
from agents_core.config.schema.table import (
    EnvName,
    JsonSchema,
    Name,
    PythonPath,
    Table,
)

NO_PARAMETERS: JsonSchema = {"type": "object", "properties": {}, "additionalProperties": False}
"""The schema of a tool that takes no arguments."""


class ToolTable(Table):
    """What tools that run on this machine have in common."""

    description: str | None = None
    """What the model is told about the tool."""
    needs_approval: bool = False
    """Ask a person before each call; [run] approval_policy says what else may happen."""
    timeout: PositiveFloat | None = None
    """Seconds a call may take."""


class PythonTool(ToolTable):
    """A Python function."""

    kind: Literal["python"]
    function: PythonPath
    """ "module:function", or "./file.py:function" relative to this file; or a tool made there, such
    as a CustomTool, ShellTool, ApplyPatchTool or ComputerTool."""
    name: Name | None = None
    """What the model calls it; default: the table's name."""
    strict: bool = True
    """Whether the provider enforces the schema of the arguments."""


class CommandTool(ToolTable):
    """A program, run without a shell."""

    kind: Literal["command"]
    command: Annotated[list[str], Field(min_length=1)]
    """Program and arguments; {{ name }} is an argument of the call, {{ python }} this Python."""
    parameters: JsonSchema = NO_PARAMETERS
    """JSON Schema of the arguments."""
    stdin: str | None = None
    """What the program reads on standard input; {{ name }} as in command."""
    cwd: str | None = None
    """Where it runs, relative to this file; default: this file's folder."""
    env: dict[str, str] = {}
    """Environment variables set for it."""
    env_vars: list[EnvName] = []
    """Variables passed on from this process; besides them only PATH, HOME, LANG and TMPDIR."""
    max_output: PositiveInt = 65536
    """Bytes of output kept."""
    exit_codes: list[int] = [0]
    """Exit codes that mean success."""
    timeout: PositiveFloat | None = 30.0
    """Seconds before the program is ended."""


class AgentTool(ToolTable):
    """Another agent, asked like a tool: it answers, and the asking agent goes on."""

    kind: Literal["agent"]
    agent: Name
    """The agent that is asked."""
    parameters: JsonSchema | None = None
    """JSON Schema of the arguments; default: one string, `input`."""
    max_turns: PositiveInt | None = None
    """Most turns the nested run may take."""


class HttpTool(ToolTable):
    """A request to an HTTP API; {{ name }} is an argument of the call."""

    kind: Literal["http"]
    url: str
    """Where to; arguments may stand after the host."""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    headers: dict[str, str] = {}
    """Headers sent; no secrets here."""
    env_headers: dict[str, EnvName] = {}
    """Headers whose values are in environment variables."""
    query: dict[str, str] = {}
    """Added to the URL; one whose only argument is absent is left out."""
    body: dict[str, Any] | str | None = None
    """A table is sent as JSON, in which "{{ name }}" alone becomes the argument as it is."""
    parameters: JsonSchema = NO_PARAMETERS
    """JSON Schema of the arguments."""
    max_output: PositiveInt = 65536
    """Bytes of the answer kept."""
    timeout: PositiveFloat | None = 30.0
    """Seconds a call may take."""


Tool = Annotated[
    PythonTool | CommandTool | AgentTool | HttpTool | HostedTool,
    Field(discriminator="kind"),
]
