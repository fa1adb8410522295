"""The peers: Textual's own widgets, alone on the screen, taking the same text."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic, process_time

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Log, Markdown, Static

from benchmarks.screen.growing_run import DELTA, PARAGRAPH, text_of
from benchmarks.screen.painted import Painted

Grow = Callable[[str], Awaitable[None]]
"""Shows more text."""


def static(text: str) -> tuple[Widget, Grow]:
    """Return Textual's Static, given the whole text each time."""
    widget, parts = Static(text, markup=False), [text]

    async def grow(delta: str) -> None:
        parts.append(delta)
        widget.update("".join(parts))

    return widget, grow


def markdown(text: str) -> tuple[Widget, Grow]:
    """Return Textual's Markdown, appended to."""
    widget = Markdown(text)

    async def grow(delta: str) -> None:
        await widget.append(delta)

    return widget, grow


def log(text: str) -> tuple[Widget, Grow]:
    """Return Textual's Log: raw lines, not wrapped."""
    widget, parts = Log(), [text]

    async def grow(delta: str) -> None:
        widget.write("".join(parts) + delta)
        parts.clear()

    return widget, grow


PEERS = {"Static": static, "Markdown": markdown, "Log": log}


class PeerApp(App[None]):
    """A peer that takes deltas thirty times a second, and a line that answers keys.

    The stream waits for nobody: a peer that is late finds more deltas at its next flush.
    """

    CSS = "#keys { dock: bottom; height: 1; }"

    def __init__(self, name: str, characters: int, per_s: int) -> None:
        """Begin with a text of `characters`, then `per_s` deltas a second."""
        super().__init__()
        self.shown, self.grow = PEERS[name](text_of(characters))
        self.per_s = per_s
        self.cpu_s: list[float] = []
        """CPU of the process at each flush."""
        self._began = 0.0
        self._shown = self._keys = 0

    def compose(self) -> ComposeResult:
        """Yield the peer and the line."""
        with VerticalScroll():
            yield self.shown
        yield Static("key#0000#", id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin to stream, the end in view."""
        self.query_one(VerticalScroll).anchor()
        self.run_worker(self._stream())

    async def _stream(self) -> None:
        self._began = monotonic()
        while True:
            self.cpu_s.append(process_time())
            at, length = self._shown % len(PARAGRAPH), self.due() * DELTA
            await self.grow((PARAGRAPH * (length // len(PARAGRAPH) + 2))[at:][:length])
            self._shown += length
            await asyncio.sleep(1 / 30)

    def due(self) -> int:
        """Return how many deltas have come since the last flush."""
        return int((monotonic() - self._began) * self.per_s) - self._shown // DELTA

    def on_key(self, event: events.Key) -> None:
        """Answer on the line."""
        self._keys += 1
        self.query_one("#keys", Static).update(f"key#{self._keys:04}#")


class PaintedPeer(Painted, PeerApp):
    """A peer, painted for nobody; each flush is of as many deltas, however late it is."""

    def due(self) -> int:
        """Return how many deltas a thirtieth of a second brings."""
        return self.per_s // 30
