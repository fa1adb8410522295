"""KeyGate: keys that arrive in one burst mean what the same keys mean when typed slowly.

Law: a key is let in when all the one before it did is done. Textual by itself hands a key to the
widget that has the focus at that moment, though an earlier key may be about to move the focus: a
macro or a slow line would then type a prompt's text into a pane. A paste takes its turn, too.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.events import Key, Paste
from textual.message_pump import MessagePump

ROUNDS = 2
"""A key climbs from the focus to the app, which acts; then what that sent climbs once more."""


UNPAINTED_S = 0.05
"""How long a frame may wait for a key to be done, so that it shows all that the key did."""

Typed = Key | Paste
"""What comes from the keyboard."""


class KeyGate:
    """Holds keys back while one is on its way."""

    def __init__(self, app: App[Any]) -> None:
        """Let keys into `app`."""
        self._app = app
        self._held: deque[Typed] = deque()
        self._next: Typed | None = None
        self._passing: asyncio.Task[None] | None = None

    def admits(self, key: Typed) -> bool:
        """Return whether `key` may go on now; one that may not comes again by itself."""
        if self._passing is not None and key is not self._next:
            self._held.append(key)
            return False
        if not self._app.is_running:
            return False  # the program ends: there is nobody left to take a key
        focus = self._app.focused or self._app.screen
        self._passing = asyncio.create_task(self._see_through([*focus.ancestors_with_self]))
        return True

    async def _see_through(self, path: list[MessagePump]) -> None:
        """Wait until everything on the path of a key has seen it; then send the next."""
        seen = asyncio.ensure_future(_have_caught_up(path))
        with self._app.batch_update():
            await asyncio.wait([seen], timeout=UNPAINTED_S)
        if self._app.is_running:
            self._app.screen.check_idle()  # the end of a batch alone paints nothing
        await seen
        self._next = self._held.popleft() if self._held else None
        if self._next is None:
            self._passing = None
        else:
            self._app.post_message(self._next)


async def _have_caught_up(path: Sequence[MessagePump]) -> None:
    """Wait until all that a key did to `path` is done."""
    for _ in range(ROUNDS):
        for pump in path:
            await _has_caught_up(pump)


async def _has_caught_up(pump: MessagePump) -> None:
    """Wait until `pump` has handled all that was sent to it so far; at once if it is closed."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
