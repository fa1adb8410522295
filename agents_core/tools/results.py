"""What became of a turn's tool calls, and whether that ends the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict

from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import MaybeAwaitable
from agents_core.items import RunItem, ToolApprovalItem
from agents_core.tools.function_tool import FunctionTool


@dataclass
class FunctionToolResult:
    """What one call of a function tool gave."""

    tool: FunctionTool
    output: Any
    """What the tool returned."""
    run_item: RunItem | None
    """The item the run keeps of it; None while the call waits for approval."""
    interruptions: list[ToolApprovalItem] = field(default_factory=list)
    """Approvals a run nested in the tool waits for."""
    agent_run_result: Any | None = None
    """The result of the run nested in the tool."""


@dataclass(frozen=True)
class StoppedRun:
    """What an agent tool gives in place of an answer while its nested run waits for approvals."""

    state: Any
    """The `RunState` it goes on from."""

    @property
    def interruptions(self) -> list[ToolApprovalItem]:
        """The calls that wait."""
        waiting: list[ToolApprovalItem] = self.state.get_interruptions()
        return waiting


@dataclass
class ToolsToFinalOutputResult:
    """Whether tool results end the run."""

    is_final_output: bool
    final_output: Any | None = None
    """The final output; must be of the agent's output type."""


class StopAtTools(TypedDict):
    """Ends the run with the output of the first of these tools that was called."""

    stop_at_tool_names: list[str]


ToolsToFinalOutputFunction: TypeAlias = Callable[
    [RunContextWrapper[Any], list[FunctionToolResult]], MaybeAwaitable[ToolsToFinalOutputResult]
]
"""Decides about the end of the run after each turn with function tools."""
