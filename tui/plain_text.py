"""PlainText: a run told in lines for `run --plain`, messages as they are written.

Law: a line is told once it is complete, and nothing of it changes then. On a terminal an answer has
been told by the time it is one, and is not told again; a pipe still gets the answer alone.
"""

import sys
from typing import Any, Final

from agents_core.history.deltas import delta_text
from agents_core.run_events import RunEvent
from tui.event_text import NO_HEAD, TextLine, head_of, message_text
from tui.headless import ProgressText, is_message
from tui.sanitise import visible_line

_WORDS: Final = ("response.output_text.delta", "response.refusal.delta")
"""Events of a model that bring words of its message."""

_ENDS: Final = ("model.end", "model.retry", "run.end")
"""Events after which no line goes on."""


class PlainText(ProgressText):
    """Tells what happens on standard error, line by line."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        super().__init__()
        self._heard = ""
        """What the model has written since it was asked."""
        self._open = ""
        """The line it is writing."""
        self._head = NO_HEAD
        self._last: RunEvent | None = None
        """The last message that was told as it was written."""

    def take(self, event: RunEvent) -> None:
        """Tell the event, if there is anything to tell."""
        if event.parent is not None:
            super().take(event)
        elif event.type == "model.event":
            self._hear(event)
        else:
            if event.type in _ENDS or is_message(event):
                self._end_line()
            if event.type in ("model.request", "model.retry"):
                self._heard = ""
            super().take(event)
            if is_message(event) and message_text(event.data["item"]) in self._heard:
                self._last = event

    def _hear(self, event: RunEvent) -> None:
        """Tell the lines that an event of the model completes."""
        if b".delta" not in event.payload:
            return
        data: Any = event.data
        if data.get("type") not in _WORDS:
            return
        text = delta_text(data.get("delta"))
        if not self._open:
            self._head = head_of(event)
        self._heard += text
        *whole, self._open = (self._open + text).split("\n")
        for line in whole:
            self._tell_line(line)

    def _end_line(self) -> None:
        if self._open:
            line, self._open = self._open, ""
            self._tell_line(line)

    def _tell_line(self, line: str) -> None:
        self._tell([TextLine(f"{self._head}{visible_line(line)}".rstrip())])
        self._head = NO_HEAD

    def _tell_waiting(self, *, is_withdrawn: bool = False) -> None:
        """Tell the message that waits, unless it was told as it was written."""
        if self._waiting is self._last and not is_withdrawn:
            self._waiting = None
        super()._tell_waiting(is_withdrawn=is_withdrawn)

    def _say(self, answer: str) -> None:
        """Write the answer, unless it was told on this terminal."""
        told = None if self._last is None else message_text(self._last.data["item"])
        if told != answer or not sys.stdout.isatty():
            super()._say(answer)
