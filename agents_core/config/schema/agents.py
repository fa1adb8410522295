"""[agents.*]: who works, with what, and who hands off to whom."""

from typing import Literal

from pydantic import model_validator

from agents_core.config.schema.models import ModelSettings
from agents_core.config.schema.table import JsonSchema, Name, PythonPath, Table


class Handoff(Table):
    """A handoff with more than the target's name."""

    agent: Name
    """The agent that takes over."""
    tool_name: Name | None = None
    """What the model calls it; default: transfer_to_<agent>."""
    tool_description: str | None = None
    """What the model is told about it."""
    input_filter: PythonPath | Literal["remove_all_tools"] | None = None
    """Rewrites what the next agent gets to see."""


class Agent(Table):
    """An agent: instructions, a model, tools, and agents it may hand off to."""

    name: str | None = None
    """Shown instead of the table's name."""
    instructions: str | None = None
    """The system prompt; {{ vars.name }} is filled in."""
    instructions_file: str | None = None
    """A file with the system prompt, relative to this file."""
    model: str | None = None
    """ "provider/model-id" or the name of a [models.*] table; default: [run] model."""
    model_settings: ModelSettings = ModelSettings()
    tools: list[str] = []
    """Names of [tools.*] tables, or "module:function"."""
    mcp_servers: list[Name] = []
    """Names of [mcp_servers.*] tables."""
    handoffs: list[Name | Handoff] = []
    """Agents that can take over; circles are fine."""
    handoff_description: str | None = None
    """What agents that can hand off to this one are told about it."""
    output_type: PythonPath | None = None
    """The type of the final answer: "module:Class"."""
    output_schema: JsonSchema | str | None = None
    """The JSON Schema of the final answer, or the path of a .json file with one."""
    output_strict: bool = True
    """Whether the provider enforces the schema of the answer."""
    tool_use_behavior: Literal["run_llm_again", "stop_on_first_tool"] | list[str] = "run_llm_again"
    """What follows a tool call; or the names of the tools whose output ends the run."""
    reset_tool_choice: bool = True
    """Set tool_choice back after a tool was used, so that "required" does not go on for ever."""
    input_guardrails: list[Name] = []
    """Names of [guardrails.*] tables that check the input."""
    output_guardrails: list[Name] = []
    """Names of [guardrails.*] tables that check the final answer."""

    @property
    def handoff_targets(self) -> tuple[str, ...]:
        """The agents it may hand off to, in order."""
        return tuple(h if isinstance(h, str) else h.agent for h in self.handoffs)

    @model_validator(mode="after")
    def _not_both(self) -> "Agent":
        if self.instructions is not None and self.instructions_file is not None:
            raise ValueError("set instructions or instructions_file, not both")
        if self.output_type is not None and self.output_schema is not None:
            raise ValueError("set output_type or output_schema, not both")
        return self
