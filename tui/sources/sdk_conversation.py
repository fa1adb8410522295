"""SdkConversation: a conversation with an agent of the OpenAI Agents SDK, held by its own runner.

Law: between runs nothing is kept but plain items, so that a session on this machine and the memory
of this process are one thing.
"""

import importlib
from collections.abc import Callable
from typing import Any

from agents_core.agents.kept_sessions import open_kept_session
from agents_core.agents.memory_session import MemorySession
from agents_core.config.building.approvals import policy_approver
from agents_core.config.overrides import Overrides
from agents_core.errors import UserError
from agents_core.forks.fork_point import ForkPoint
from tui.sources.conversation import Said, Stage
from tui.sources.sdk_run import SdkRun
from tui.watch.run_beginning import Beginning


class SdkConversation:
    """Starts the runs of one agent, each going on where the one before ended."""

    def __init__(self, agent: Any, overrides: Overrides) -> None:
        """Begin with what the session remembers.

        Args:
            agent: an `Agent` of the SDK.
            overrides: the limits, who approves, and the session.

        Raises:
            UserError: the file of conversations cannot be used.
        """
        self._sdk = importlib.import_module("agents")
        default = importlib.import_module("agents.run").DEFAULT_MAX_TURNS
        self._agent = agent
        self._max_turns = overrides.max_turns or default
        self._timeout_s = overrides.timeout
        self._approver = policy_approver(overrides.approval_policy or "ask")
        kept = None if overrides.session is None else open_kept_session(overrides.session)
        self._close: Callable[[], None] = (lambda: None) if kept is None else kept.close
        self._memory = MemorySession() if kept is None else kept
        self._usage: Any = None
        self.unanswered: tuple[str, ...] = ()
        """The tools whose calls the latest run ended waiting with."""

    async def answer(self, said: Said, stage: Stage) -> None:
        """Make one run, to its end; what goes wrong in it is its end.

        Raises:
            UserError: it is to go on from the middle of another run.
        """
        if isinstance(said, ForkPoint):
            raise UserError("a run of the OpenAI Agents SDK cannot go on from its middle")
        before = await self._memory.get_items()
        beginning = Beginning(
            self._agent,
            said,
            self._max_turns,
            is_streamed=True,
            tells_requests=True,
            before=before,
        )
        run = SdkRun(self._sdk, beginning, self._approver, stage)
        await run.drive(self._timeout_s, self._usage)
        self.unanswered = run.unanswered
        if run.result is not None:
            self._usage = run.result.context_wrapper.usage
        if run.is_finished:
            self._agent = run.result.last_agent
            await self._memory.add_items(run.result.to_input_list()[len(before) :])

    async def close(self) -> None:
        """Let go of the session's file."""
        self._close()
