"""RunningCalls: the tool calls of a run that go on now, each of which can be stopped alone.

Law: stopping one call ends neither the run nor the calls beside it. A function in a thread cannot
be stopped: the run goes on without it, and what it returns is thrown away.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CALL_CANCELLED = "This call was cancelled by the user."
"""What the model is told of a call that was stopped."""


class CallCancelledError(Exception):
    """Somebody stopped this one call."""


class RunningCalls:
    """Those of one run and of the runs nested in it, by call id."""

    def __init__(self) -> None:
        """Begin with none."""
        self._limits: dict[str, list[asyncio.Timeout]] = {}

    def cancel(self, call_id: str) -> None:
        """Stop a call; one that does not run is left alone. To be called in the event loop."""
        now = asyncio.get_running_loop().time()
        for limit in self._limits.get(call_id, ()):
            if not limit.expired():
                limit.reschedule(now)

    @asynccontextmanager
    async def cancellable(self, call_id: str) -> AsyncIterator[None]:
        """Let the call of the block be stopped.

        Raises:
            CallCancelledError: it was.
        """
        limit = asyncio.timeout(None)  # the one way to cancel a block and no more than that
        limits = self._limits.setdefault(call_id, [])
        try:
            async with limit:
                limits.append(limit)
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise CallCancelledError(call_id) from error
        finally:
            limits.remove(limit)
            if not limits:
                self._limits.pop(call_id, None)
