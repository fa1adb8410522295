"""PlannedConversation: the conversation of a plan of ours, held by our own runner."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from agents_core.forks.fork_point import ForkPoint
from tui.sources.conversation import Said, Stage

if TYPE_CHECKING:
    from agents_core.agents.run_config import RunConfig
    from agents_core.config.build import RunPlan
    from agents_core.running.result import RunResultStreaming

MAX_TOOL_OUTPUT: Final = 1_000_000
"""Characters of one tool's output a model is given; no model reads more."""


class PlannedConversation:
    """Starts the runs of one plan, each going on where the one before ended."""

    def __init__(self, plan: "RunPlan") -> None:
        """Go on with what the plan remembers; where that is nothing, remember the runs here."""
        # Imported here because the screen is up by now, and building the plan loaded it.
        from agents_core.agents.memory_session import MemorySession

        self._plan = plan
        self._memory = plan.memory.options()
        self._latest: RunResultStreaming | None = None
        if not any(self._memory.values()):
            self._memory["session"] = MemorySession()

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tools whose calls the latest run ended waiting with."""
        waiting = () if self._latest is None else self._latest.interruptions
        return tuple(call.name or "a tool" for call in waiting)

    async def answer(self, said: Said, stage: Stage) -> None:
        """Make one run, to its end.

        Raises:
            Exception: what the runner raises.
        """
        config = self._config_on(stage)
        if isinstance(said, ForkPoint):
            result = await self._go_on_from(said, config)
        else:
            result = self._say(said, config)
        stage.controls.take_over(result)
        try:
            async for _ in result.stream_events():
                pass
        finally:  # whoever stopped it, the run writes its own end before its file is closed
            if (task := result.run_loop_task) is not None:
                await asyncio.wait([task])

    async def close(self) -> None:
        """Let go of everything the runs held open."""
        await self._plan.close()

    def _config_on(self, stage: Stage) -> "RunConfig":
        config = replace(
            self._plan.run_config,
            journal=stage.journal,
            outputs=stage.outputs,
            max_tool_output=MAX_TOOL_OUTPUT,
        )
        return stage.controls.over(config) if stage.is_watched else config

    def _say(self, text: str, config: "RunConfig") -> "RunResultStreaming":
        """Start a run of the plan that answers `text`."""
        # Imported here because the screen is up by now, and building the plan loaded openai.
        from agents_core.running.runner import Runner

        before = self._latest
        self._latest = Runner.run_streamed(
            self._plan.agent if before is None else before.last_agent,
            text,
            None if before is None else before.context_wrapper,
            max_turns=self._plan.max_turns,
            run_config=config,
            **self._memory_after(before),
        )
        return self._latest

    async def _go_on_from(self, point: ForkPoint, config: "RunConfig") -> "RunResultStreaming":
        """Start a run of the plan at a place another run had come to.

        Raises:
            UserError: the agent that goes on is not in the configuration any more.
        """
        from agents_core.agents.memory_session import MemorySession
        from agents_core.forks.fork_state import fork_state
        from agents_core.running.runner import Runner

        state = await fork_state(point, self._plan.agent, self._plan.max_turns)
        self._memory = {"session": MemorySession(point.said)}
        self._latest = Runner.run_streamed(
            self._plan.agent, state, run_config=config, **self._memory
        )
        return self._latest

    def _memory_after(self, before: "RunResultStreaming | None") -> dict[str, Any]:
        """Return who keeps the conversation; a provider that keeps responses is told the last."""
        memory = self._memory
        follows = memory.get("previous_response_id") or memory.get("auto_previous_response_id")
        if before is not None and follows and before.last_response_id is not None:
            memory["previous_response_id"] = before.last_response_id
        return memory
