"""SideBySide: the model calls of one run that go on at once, written down one after the other.

Law: of one run's calls, a run file tells one at a time. The first is told as it goes on; what comes
of others waits until they are first. Nothing is lost and each call keeps its order.
"""

from collections.abc import Callable, Hashable
from typing import Any

Step = Callable[..., object]


class SideBySide:
    """Used by the writing thread alone."""

    def __init__(self) -> None:
        """Begin without a call."""
        self._current: Hashable = None
        self._held: dict[Hashable, list[tuple[bool, Step, tuple[Any, ...]]]] = {}

    def take(self, call: Hashable, is_last: bool, step: Step, *about: Any) -> None:
        """Take a step of a call, now or when its turn comes."""
        if self._current not in (None, call):
            self._held.setdefault(call, []).append((is_last, step, about))
            return
        self._current = None if is_last else call
        step(*about)
        while self._current is None and self._held:
            self._go_on()

    def finish(self) -> None:
        """Take all that still waits: no call goes on any more."""
        while self._held:
            self._go_on()

    def _go_on(self) -> None:
        call = next(iter(self._held))
        for is_last, step, about in self._held.pop(call):
            self._current = None if is_last else call
            step(*about)
