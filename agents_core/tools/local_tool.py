"""LocalTool: a tool the provider knows and declares itself, but that runs here.

Law: each knows three forms: how a request declares it, what a call asks for, and the item its
answer is sent back as. A failure of the code behind it becomes a text for the model.
"""

from __future__ import annotations

import abc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypeAlias, TypedDict

from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import AgentsException
from agents_core.raw_items import call_id_of, raw_field

if TYPE_CHECKING:
    from agents_core.agents.run_context import RunContextWrapper
    from agents_core.tools.tool_context import ToolContext


class FailureText(str):
    """What the model is told when a tool failed, or was not allowed to run."""


class OnApprovalResult(TypedDict):
    """What an `on_approval` function gives."""

    approve: bool
    reason: NotRequired[str]
    """Why not, for the model."""


NeedsApproval: TypeAlias = bool | Callable[[Any, Any, str], MaybeAwaitable[bool]]
"""Whether somebody must agree to a call; asked with the context, what is wanted and the call id."""

OnApproval: TypeAlias = Callable[[Any, Any], MaybeAwaitable[OnApprovalResult]]
"""Decides at once; asked with the context and the `ToolApprovalItem`."""


class LocalTool(abc.ABC):
    """What all tools that run here without being functions have in common."""

    name: str
    call_type: ClassVar[str]
    """The type of the items that call it."""
    description: str
    """What it does: for the model in a custom tool, for people in the others."""
    is_enabled: ClassVar[bool] = True
    """They are always offered."""
    needs_approval: NeedsApproval = False
    on_approval: OnApproval | None = None
    tool_input_guardrails: ClassVar[None] = None
    tool_output_guardrails: ClassVar[None] = None

    @property
    def runs_here(self) -> bool:
        """Whether calls are run by us; some of these tools can also live at the provider."""
        return True

    @abc.abstractmethod
    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""

    @abc.abstractmethod
    def wanted(self, raw: Any) -> Any:
        """Return what a call asks for, as those who decide about it get it."""

    @abc.abstractmethod
    async def run(self, context: ToolContext[Any], raw: Any) -> Any:
        """Do what a call asks for; return the output, a text for the most part."""

    @abc.abstractmethod
    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as."""

    async def invoke(self, context: ToolContext[Any], raw: Any) -> Any:
        """Run a call; a failure becomes a text, and stays in `context.error` as it was."""
        try:
            return await self.run(context, raw)
        except AgentsException as error:
            context.error = error
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the owner's code may raise anything
            context.error = error
            return FailureText(f"{type(error).__name__}: {error}")


CustomToolExecutor: TypeAlias = Callable[[Any, str], MaybeAwaitable[Any]]
"""Runs a custom tool: takes the context and the model's words."""


@dataclass
class CustomTool(LocalTool):
    """A tool that takes plain text, or text of a grammar, in place of JSON arguments."""

    name: str
    description: str
    on_invoke_tool: CustomToolExecutor
    format: Any | None = None
    """The grammar of the input, as the provider takes it; None for any text."""
    needs_approval: NeedsApproval = False
    on_approval: OnApproval | None = None
    call_type: ClassVar[str] = "custom_tool_call"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        declared = {"type": "custom", "name": self.name, "description": self.description}
        return declared if self.format is None else {**declared, "format": self.format}

    def wanted(self, raw: Any) -> str:
        """Return the model's words."""
        return str(raw_field(raw, "input") or "")

    async def run(self, context: ToolContext[Any], raw: Any) -> Any:
        """Hand the words to the function behind the tool."""
        return await settled(self.on_invoke_tool(context, self.wanted(raw)))

    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as."""
        text = output if isinstance(output, str) else str(output)
        return {"type": "custom_tool_call_output", "call_id": call_id_of(raw), "output": str(text)}


@dataclass
class LocalShellCommandRequest:
    """What the executor of a `LocalShellTool` gets."""

    ctx_wrapper: RunContextWrapper[Any]
    data: Any
    """The call as the model made it: its command is in `data.action.command`."""


LocalShellExecutor: TypeAlias = Callable[[LocalShellCommandRequest], MaybeAwaitable[str]]
"""Runs a command and returns what it printed."""


@dataclass
class LocalShellTool(LocalTool):
    """Lets the model run single commands here; `ShellTool` is its successor."""

    executor: LocalShellExecutor
    description: str = field(default="Run a command on this machine.", init=False, repr=False)
    call_type: ClassVar[str] = "local_shell_call"

    @property
    def name(self) -> str:  # type: ignore[override]  # fixed, where others have a field
        """The type of the tool."""
        return "local_shell"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return {"type": "local_shell"}

    def wanted(self, raw: Any) -> Any:
        """Return the action: command, folder, environment."""
        return raw_field(raw, "action")

    async def run(self, context: ToolContext[Any], raw: Any) -> str:
        """Hand the call to the executor."""
        return await settled(self.executor(LocalShellCommandRequest(context, raw)))

    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as."""
        id_ = raw_field(raw, "call_id")
        return {
            "type": "local_shell_call_output",
            "id": id_,
            "call_id": id_,
            "output": str(output),
        }
