"""[run]: where a run starts, and its limits."""

from typing import Literal

from pydantic import PositiveFloat, PositiveInt

from agents_core.config.schema.table import Name, Table


class Run(Table):
    """Where a run starts, and its limits."""

    agent: Name | None = None
    """Where a run starts; may be left out when there is one agent."""
    input: str | None = None
    """What the first agent is asked; {{ vars.name }} is filled in."""
    input_file: str | None = None
    """A file with the input, relative to this file."""
    model: str | None = None
    """The model of agents that name none: "provider/model-id" or a [models.*] name."""
    max_turns: PositiveInt = 10
    """Most model calls a run may make."""
    timeout: PositiveFloat | None = None
    """Seconds a run may work; while it waits for you, its time stands still."""
    approval_policy: Literal["ask", "approve", "reject"] = "ask"
    """What happens to calls of tools with needs_approval."""
    max_parallel_tools: PositiveInt | None = None
    """Most tools that run side by side."""
    session: str | None = None
    """A conversation that goes on from run to run, by any name; kept on this machine."""
    conversation_id: str | None = None
    """A conversation the provider keeps, to go on in."""
    previous_response_id: str | None = None
    """A response the provider keeps, to go on from."""
    auto_previous_response_id: bool = False
    """Let each call go on from the response before it: the provider keeps the conversation."""
    record: bool = True
    """Whether the run is saved."""
    runs_dir: str | None = None
    """Where runs are saved, relative to this file; default: the user's state folder."""
