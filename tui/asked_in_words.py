"""Approvals asked as lines of text and answered with y or n: for `run --plain`.

Law: nothing moves the cursor, nothing is a default; one question stands at a time.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Callable

import click

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.run_events import RunEvent
from tui.sanitise import visible

ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


class AskedInWords:
    """Asks on standard error what a run wants to know, and reads the answers as lines."""

    def __init__(self, answer: Callable[[int, ApprovalAnswer], None]) -> None:
        """Hand on each answer with the number of the event that asked."""
        self._answer = answer
        self._asked: deque[RunEvent] = deque()

    def take(self, event: RunEvent) -> None:
        """Ask, if the event is a question; to be called where the run runs."""
        if event.type != "approval.request":
            return
        self._asked.append(event)
        if len(self._asked) == 1:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self._read)
            self._ask()

    def reply(self, line: str) -> None:
        """Take a line that was typed."""
        if not self._asked:
            return
        if (is_yes := ANSWERS.get(line.strip().lower())) is not None:
            self._answer(self._asked.popleft().seq, ApprovalAnswer(is_yes, by="person"))
        if self._asked:
            self._ask()

    def _ask(self) -> None:
        data = self._asked[0].data
        call = f"{data.get('name')} {data.get('arguments') or ''}"
        click.echo(f"Approve {visible(call)}? Type y or n, then enter.", err=True)

    def _read(self) -> None:
        line = sys.stdin.readline()
        self.reply(line)
        if not line or not self._asked:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
