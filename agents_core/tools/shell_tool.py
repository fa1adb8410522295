"""ShellTool: lets the model run commands, here by an executor or in a provider's container.

https://platform.openai.com/docs/guides/tools-shell
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import UserError
from agents_core.raw_items import raw_field
from agents_core.tools.local_tool import FailureText, LocalTool, NeedsApproval, OnApproval

if TYPE_CHECKING:
    from agents_core.agents.run_context import RunContextWrapper
    from agents_core.tools.tool_context import ToolContext


@dataclass
class ShellActionRequest:
    """What a call asks for."""

    commands: list[str]
    timeout_ms: int | None = None
    max_output_length: int | None = None
    """Characters of output the model wants at most."""


@dataclass
class ShellCallData:
    """A call."""

    call_id: str
    action: ShellActionRequest
    status: Literal["in_progress", "completed"] | None = None
    raw: Any | None = None


@dataclass
class ShellCommandRequest:
    """What an executor gets."""

    ctx_wrapper: RunContextWrapper[Any]
    data: ShellCallData


@dataclass
class ShellCallOutcome:
    """How a command ended."""

    type: Literal["exit", "timeout"]
    exit_code: int | None = None


@dataclass
class ShellCommandOutput:
    """What a command gave."""

    stdout: str = ""
    stderr: str = ""
    outcome: ShellCallOutcome = field(default_factory=lambda: ShellCallOutcome("exit", 0))
    command: str | None = None

    @property
    def exit_code(self) -> int | None:
        """The exit code, if it came to one."""
        return self.outcome.exit_code


@dataclass
class ShellResult:
    """What the commands of a call gave, one by one."""

    output: list[ShellCommandOutput]
    max_output_length: int | None = None


ShellExecutor: TypeAlias = Callable[[ShellCommandRequest], MaybeAwaitable[str | ShellResult]]
"""Runs the commands of a call."""


@dataclass
class ShellTool(LocalTool):
    """Lets the model run commands."""

    executor: ShellExecutor | None = None
    """Runs them here; None when the environment is a container of the provider."""
    name: str = "shell"
    needs_approval: NeedsApproval = False
    on_approval: OnApproval | None = None
    environment: Mapping[str, Any] | None = None
    """{"type": "local"}, {"type": "container_auto", …} or {"type": "container_reference", …}."""
    description: str = field(default="Run commands.", init=False, repr=False)
    call_type: ClassVar[str] = "shell_call"

    def __post_init__(self) -> None:
        """Check that somebody, and only one, runs the commands.

        Raises:
            UserError: nobody does, or two would.
        """
        self.environment = {"type": "local", **(self.environment or {})}
        if self.runs_here and self.executor is None:
            raise UserError("ShellTool with local environment requires an executor.")
        if not self.runs_here and self.executor is not None:
            raise UserError("ShellTool with hosted environment does not accept an executor.")
        if not self.runs_here and (self.needs_approval or self.on_approval):
            raise UserError(
                "ShellTool with hosted environment does not support needs_approval or on_approval."
            )

    @property
    def runs_here(self) -> bool:
        """Whether commands run on this machine."""
        return self.environment is None or self.environment["type"] == "local"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return {"type": "shell", "environment": dict(self.environment or {})}

    def wanted(self, raw: Any) -> ShellActionRequest:
        """Return the commands and their limits."""
        action = raw_field(raw, "action")
        return ShellActionRequest(
            list(raw_field(action, "commands") or []),
            raw_field(action, "timeout_ms"),
            raw_field(action, "max_output_length"),
        )

    async def run(self, context: ToolContext[Any], raw: Any) -> str | ShellResult:
        """Hand the call to the executor."""
        assert self.executor is not None
        call = ShellCallData(
            str(raw_field(raw, "call_id")), self.wanted(raw), raw_field(raw, "status"), raw
        )
        result = await settled(self.executor(ShellCommandRequest(context, call)))
        return result if isinstance(result, ShellResult) else str(result)

    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as; what is too long for the model is cut."""
        failed = isinstance(output, FailureText)
        if not isinstance(output, ShellResult):
            outcome = ShellCallOutcome("exit", 1 if failed else 0)
            output = ShellResult([ShellCommandOutput(stdout=str(output), outcome=outcome)])
        limits = (self.wanted(raw).max_output_length, output.max_output_length)
        limit = min((number for number in limits if number is not None), default=None)
        item: dict[str, Any] = {
            "type": "shell_call_output",
            "call_id": raw_field(raw, "call_id"),
            "output": [_chunk(part, limit) for part in output.output],
            "status": "incomplete" if failed else "completed",
        }
        return item if limit is None else {**item, "max_output_length": limit}


def _chunk(part: ShellCommandOutput, limit: int | None) -> dict[str, Any]:
    """Return what a command gave, as the provider takes it."""
    outcome: dict[str, Any] = {"type": part.outcome.type}
    if part.outcome.type == "exit":
        outcome["exit_code"] = part.outcome.exit_code or 0
    return {"stdout": part.stdout[:limit], "stderr": part.stderr[:limit], "outcome": outcome}
