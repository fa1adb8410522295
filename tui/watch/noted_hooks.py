"""NotedHooks: the hooks of a run, which tell what its models are asked, with a note made of it.

Law: to the SDK and to the program they are the program's own, down to their class.
"""

from collections.abc import Callable
from typing import Any

from tui.watch.mishaps import swallowed


class NotedHooks:
    """`RunHooks` that are somebody's, and are listened to."""

    def __init__(self, theirs: Any, note: Callable[..., None]) -> None:
        """Pass all on to `theirs`, and to `note` what comes before a model is asked."""
        self._theirs = theirs
        self._note = note

    @property  # type: ignore[misc]  # the SDK looks at it
    def __class__(self) -> Any:
        """The class of the program's own hooks."""
        return type(self._theirs)

    def __getattr__(self, name: str) -> Any:
        """Return what the program's own hooks have."""
        return getattr(self._theirs, name)

    async def on_llm_start(self, *told: Any, **named: Any) -> None:
        """Note the context, the agent, its instructions and the input; pass them on."""
        with swallowed():
            self._note(*told, **named)
        await self._theirs.on_llm_start(*told, **named)
