"""ToolContext: what a tool knows about the call it answers, and how it reports progress."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.journal import JournalScope
from agents_core.outputs.call_progress import CallProgress
from agents_core.outputs.output_files import OutputFile, OutputFolder

if TYPE_CHECKING:
    from openai.types.responses import ResponseFunctionToolCall


@dataclass(eq=False, kw_only=True)
class ToolContext(RunContextWrapper[TContext]):
    """The run's context, and the call a tool answers."""

    tool_name: str
    """What the model called."""
    tool_call_id: str
    """What the output refers to."""
    tool_arguments: str
    """The arguments as the model wrote them: JSON text, maybe empty."""
    tool_call: ResponseFunctionToolCall | None = None
    """The call as the model made it."""
    agent: AnyAgent | None = None
    """The agent whose model made the call."""
    run_config: Any | None = None
    """The `RunConfig` of the run; a nested run takes it over."""
    journal_scope: JournalScope | None = field(default=None, repr=False)
    """Where the run writes its events."""
    start_seq: int | None = None
    """The journal's `seq` of this call's `tool.start`; a nested run hangs under it."""
    stopped_run: Any | None = None
    """The `RunState` a nested run goes on from, when it had stopped for approvals."""
    progress: CallProgress | None = field(default=None, repr=False)
    """Where `emit` goes, while the call runs."""
    output_files: list[str] = field(default_factory=list)
    """Files that hold what was too long for the output."""
    error: BaseException | None = None
    """What the tool raised, also when the model was only told a text."""

    @classmethod
    def from_agent_context(
        cls,
        context: RunContextWrapper[TContext],
        tool_call_id: str,
        tool_call: ResponseFunctionToolCall | None = None,
        agent: AnyAgent | None = None,
        *,
        tool_name: str | None = None,
        tool_arguments: str | None = None,
        run_config: Any | None = None,
        journal_scope: JournalScope | None = None,
        start_seq: int | None = None,
        stopped_run: Any | None = None,
    ) -> ToolContext[TContext]:
        """Return the context of one call in a run; usage and approvals stay the run's own.

        Args:
            context: the run's.
            tool_call_id: what the output refers to.
            tool_call: the call; its name and arguments are used unless given.
            agent: whose model made the call.
            tool_name: what was called.
            tool_arguments: JSON text.
            run_config: for runs nested in the tool.
            journal_scope: where the run writes its events.
            start_seq: of the call's `tool.start`.
            stopped_run: what a nested run goes on from.
        """
        shared = {f.name: getattr(context, f.name) for f in fields(RunContextWrapper)}
        return cls(
            **shared,
            tool_name=tool_name if tool_name is not None else getattr(tool_call, "name", ""),
            tool_call_id=tool_call_id,
            tool_arguments=(
                tool_arguments
                if tool_arguments is not None
                else getattr(tool_call, "arguments", "")
            ),
            tool_call=tool_call,
            agent=agent,
            run_config=run_config,
            journal_scope=journal_scope,
            start_seq=start_seq,
            stopped_run=stopped_run,
        )

    def emit(
        self, text: str = "", *, fraction: float | None = None, message: str | None = None
    ) -> None:
        """Tell whoever watches the run how far the tool is; the model never sees it.

        To be called from the tool's coroutine or from any thread, as often as one likes: what
        comes quickly is joined. After the call's end nothing is heard.

        Args:
            text: output so far; goes on from the texts before it, so line breaks are yours.
            fraction: how much is done, 0 to 1; replaces the one before.
            message: what is being done; replaces the one before.
        """
        if self.progress is not None:
            self.progress.tell(text, fraction=fraction, message=message)

    @property
    def outputs(self) -> OutputFolder | None:
        """Keeps outputs that are too long for the model, if the run has a place for them."""
        return None if self.run_config is None else self.run_config.outputs

    def open_output(self, part: str = "output") -> OutputFile | None:
        """Return a file for what is too long for the model; `tool.end` will name it."""
        if self.outputs is None:
            return None
        file = self.outputs.open(f"{self.tool_call_id}-{self.tool_name}-{part}")
        self.output_files.append(str(file.path))
        return file

    def keep_output(self, text: str) -> OutputFile | None:
        """Write a text that is too long for the model into a file, if the run has a place."""
        if (file := self.open_output()) is not None:
            file.write(text.encode(errors="replace"))
            file.close()
        return file

    def nested_scope(self) -> JournalScope | None:
        """Return the place of a run nested in this call, or None outside of a journal."""
        if self.journal_scope is None:
            return None
        return JournalScope(self.journal_scope.journal, self.start_seq)
