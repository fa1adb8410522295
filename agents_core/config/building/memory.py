"""Memory: who keeps the conversation of a run, as [run] says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from agents_core.agents.kept_sessions import open_kept_session
from agents_core.agents.sessions import SQLiteSession
from agents_core.config.building.context import BuildContext
from agents_core.errors import UserError


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs said, here or at the provider."""

    session: SQLiteSession | None = None
    conversation_id: str | None = None
    previous_response_id: str | None = None
    auto_previous_response_id: bool = False

    def options(self) -> dict[str, Any]:
        """Return it as options of `Runner.run_streamed`."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def closing(self, close: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """Return a function that does `close` and lets go of the conversation."""
        session = self.session
        if session is None:
            return close

        async def close_all() -> None:
            try:
                await close()
            finally:
                session.close()

        return close_all


def open_memory(context: BuildContext) -> Memory:
    """Return the conversation a run goes on with; a dry run leaves every conversation alone."""
    run = context.loaded.config.run
    if context.loaded.overrides.dry_run != "off":
        return Memory()
    return Memory(
        None if run.session is None else _session(context, run.session),
        run.conversation_id,
        run.previous_response_id,
        run.auto_previous_response_id,
    )


def _session(context: BuildContext, name: str) -> SQLiteSession | None:
    """Open a conversation kept on this machine, or report why it cannot be."""
    try:
        return open_kept_session(name)
    except UserError as error:
        context.refuse(("run", "session"), "no conversation", error)
        return None
