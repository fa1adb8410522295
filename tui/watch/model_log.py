"""ModelLog: the turns of a watched run and what its models are asked.

Law: a request holds what is known of it. Where a framework tells what it is about to ask, that is
the truth, a session's history and the work of filters included; elsewhere it is the run's input and
the items since then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from agents_core.journal import JournalScope
from agents_core.raw_items import common_start


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, and with what besides the items."""

    model: str | None = None
    instructions: str | None = None
    tools: Sequence[Any] = ()
    """As an agent card has them."""
    input: Sequence[Any] | None = None
    """The items, if they are told of."""


class ModelLog:
    """Writes turns, requests and the ends of answers."""

    def __init__(
        self,
        scope: JournalScope,
        clock: Callable[[], float],
        input: Sequence[Any],
        max_turns: int | None,
    ) -> None:
        """Write into `scope`.

        Args:
            scope: the place of the run.
            clock: says when it happened that is written down, in seconds.
            input: the items the run begins with.
            max_turns: how many turns it may take, if there is a limit.
        """
        self.max_turns = max_turns
        self.is_asked = False
        """Whether a model was asked that has not answered to the end."""
        self._scope = scope
        self._clock = clock
        self._asked_at = 0.0
        self._sent: list[Any] = []
        self._unsent = list(input)

    def add(self, item: Any) -> None:
        """The next request will hold one more item."""
        self._unsent.append(item)

    def ask(self, turn: int, asked: Asked) -> None:
        """A turn begins, and with it a request to a model."""
        self._scope.turn = turn
        self._scope.append("turn.start", {"turn": turn, "max_turns": self.max_turns})
        now = self._sent + self._unsent if asked.input is None else list(asked.input)
        kept = common_start(self._sent, now)
        request: dict[str, Any] = {
            "model": asked.model,
            "instructions": asked.instructions,
            "kept": kept,
            "input": now[kept:],
            "tools": asked.tools,
            "settings": {},
        }
        self._scope.append("model.request", request)
        self._sent, self._unsent = now, []
        self._asked_at = self._clock()
        self.is_asked = True

    def end(self, response_id: str | None, status: str, usage: dict[str, int] | None) -> None:
        """The answer is complete."""
        self.is_asked = False
        seconds = round(self._clock() - self._asked_at, 6)
        end = {"response_id": response_id, "status": status, "usage": usage, "seconds": seconds}
        self._scope.append("model.end", end)
