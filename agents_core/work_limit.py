"""WorkLimit: how long something may work; while a person is waited for, its time stands still.

Law: whoever waits for a person stops every limit it is inside of, those of outer runs included.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Self

_innermost: ContextVar["WorkLimit | None"] = ContextVar("innermost_work_limit", default=None)


class WorkLimit:
    """An `asyncio.timeout` whose time can stand still; to be entered once."""

    def __init__(self, seconds: float | None) -> None:
        """Allow so many seconds of work; None allows any."""
        self._timeout = asyncio.timeout(seconds)
        self._outer: WorkLimit | None = None
        self._token: Token[WorkLimit | None]
        self._waiting = 0
        self._left_s: float | None = None
        """What was left as the first of those who wait began to."""

    async def __aenter__(self) -> Self:
        """Begin to count."""
        await self._timeout.__aenter__()
        self._outer = _innermost.get()
        self._token = _innermost.set(self)
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Count no more.

        Raises:
            TimeoutError: it took longer.
        """
        _innermost.reset(self._token)
        await self._timeout.__aexit__(error_type, error, trace)

    def expired(self) -> bool:
        """Say whether it was this limit that ended the work."""
        return self._timeout.expired()

    def _stand_still(self) -> None:
        self._waiting += 1
        ends = self._timeout.when()
        if self._waiting == 1 and ends is not None and not self.expired():
            self._left_s = ends - asyncio.get_running_loop().time()
            self._timeout.reschedule(None)

    def _go_on(self) -> None:
        self._waiting -= 1
        if self._waiting == 0 and self._left_s is not None:
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._left_s)
            self._left_s = None


@contextmanager
def waiting_for_a_person() -> Iterator[None]:
    """Let the time of all limits around the block stand still in it."""
    limits, limit = list[WorkLimit](), _innermost.get()
    while limit is not None:
        limits.append(limit)
        limit = limit._outer
    for each in limits:
        each._stand_still()
    try:
        yield
    finally:
        for each in limits:
            each._go_on()
