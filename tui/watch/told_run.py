"""ToldRun: a run of another framework or program, written down in the events of `run_events`.

Law: who tells of the run knows what happened, in its order; how that is written down is known here
alone. Whatever is told is plain data.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from agents_core.journal import JournalScope
from tui.watch.faults import fault_data
from tui.watch.model_log import Asked, ModelLog
from tui.watch.raw_items import Item, as_text, tool_output, user_message

COUNTS: Final = (
    "input_tokens",
    "cached_tokens",
    "output_tokens",
    "reasoning_tokens",
    "total_tokens",
    "requests",
)
"""What `usage` holds in the events of a run."""

_NAMES: Final = {"message": "message_output_created", "reasoning": "reasoning_item_created"}
"""What items are called by whoever creates them, by their type."""

_DELTAS: Final = {
    "message": "output_text",
    "reasoning": "reasoning_text",
    "function_call": "function_call_arguments",
}
"""What pieces of an item are called on the wire, by its type."""

Usage = dict[str, int]


def usage_of(input: int, output: int, *, cached: int = 0, reasoning: int = 0) -> Usage:
    """Return what one model call took, in tokens; `cached` ones are part of the input."""
    return dict(zip(COUNTS, (input, cached, output, reasoning, input + output, 1), strict=True))


class ToldRun:
    """Writes one run, or several rounds of a conversation, into its place in a journal."""

    def __init__(self, scope: JournalScope, clock: Callable[[], float]) -> None:
        """Write into `scope`; `clock` says when what is told happened, in seconds."""
        self.scope = scope
        self.is_going_on = False
        """Whether a round has begun and has not ended."""
        self._clock = clock
        self._models = ModelLog(scope, clock, (), None)
        self._usage = dict.fromkeys(COUNTS, 0)
        self._has_worked = False
        """Whether any agent has done anything."""
        self._slots: dict[int, str] = {}
        self._calls: dict[str, tuple[str, int, float]] = {}

    @property
    def is_asked(self) -> bool:
        """Whether a model was asked that has not answered."""
        return self._models.is_asked

    def begin(
        self, agent: str, input: str | Sequence[Item], cards: Sequence[dict[str, Any]] = ()
    ) -> None:
        """A run begins with an agent, or goes on with what its user says next."""
        items = [user_message(input)] if isinstance(input, str) else input
        self._models = ModelLog(self.scope, self._clock, items, None)
        self.is_going_on, self.scope.turn, before = True, 0, self.scope.agent
        self.scope.agent = agent
        start = {
            "run_id": self.scope.journal.run_id if self.scope.parent is None else None,
            "agent": agent,
            "input": input,
            "max_turns": None,
            "agents": list(cards) or [{"name": agent}],
        }
        self.scope.append("run.start", start)
        if before != agent:
            self.scope.append("agent.update", {"agent": agent, "from": None})

    def work(self, agent: str) -> None:
        """An agent goes on where another one worked, or is the first of them."""
        if (before := self.scope.agent) != agent:
            self.scope.agent = agent
            came_from = before if self._has_worked else None
            self.scope.append("agent.update", {"agent": agent, "from": came_from})

    def ask(self, asked: Asked) -> None:
        """A model is asked, with which a turn begins."""
        self._has_worked = True
        self._slots.clear()
        self._models.ask(self.scope.turn + 1, asked)

    def grow(self, slot: int, text: str, item: Item | None = None) -> None:
        """A model says a piece of one of the items of its answer.

        Args:
            slot: the item's number.
            text: what is said of it now.
            item: what it is, if it may be new.
        """
        if item is not None and slot not in self._slots:
            self._slots[slot] = str(item["type"])
            added = {"type": "response.output_item.added", "output_index": slot, "item": item}
            self.scope.append("model.event", added)
        if text and (kind := self._slots.get(slot, "")) in _DELTAS:
            place = {"output_index": slot, "content_index": 0}
            delta = {"type": f"response.{_DELTAS[kind]}.delta", **place, "delta": text}
            self.scope.append("model.event", delta)

    def answer(self, usage: Usage | None, status: str = "completed", id: str | None = None) -> None:
        """A model has answered; what it said is told next."""
        if not self.is_asked:
            return
        self._models.end(id, status, usage)
        for name, count in (usage or {}).items():
            self._usage[name] += count

    def create(self, item: Item, name: str | None = None) -> None:
        """There is a new item, which the next request will hold; `name` as in `item.create`."""
        self._has_worked = True
        self._models.add(item)
        name = name or _NAMES.get(str(item.get("type")), "tool_called")
        self.scope.append("item.create", {"name": name, "item": item, "output": None})

    def start_tool(self, call_id: str, name: str, arguments: Any) -> int:
        """A tool begins to run; return the `seq` that nested runs hang under."""
        told = {"call_id": call_id, "name": name, "arguments": as_text(arguments)}
        seq = self.scope.append("tool.start", told)
        self._calls[call_id] = name, seq, self._clock()
        return seq

    def seq_of(self, call_id: str) -> int | None:
        """Return the `seq` of the `tool.start` of a call that runs."""
        call = self._calls.get(call_id)
        return None if call is None else call[1]

    def end_tool(
        self,
        call_id: str,
        output: Any,
        error: dict[str, str] | None = None,
        *,
        failed: bool = False,
    ) -> None:
        """A tool has run; one that nobody saw begin is left out."""
        if (call := self._calls.pop(call_id, None)) is None:
            return
        end = {
            "call_id": call_id,
            "name": call[0],
            "output": as_text(output),
            "is_error": failed or error is not None,
            "error": error,
            "seconds": round(self._clock() - call[2], 6),
        }
        self.scope.append("tool.end", end)
        self._return(tool_output(call_id, output))

    def _return(self, item: Item) -> None:
        self._models.add(item)
        self.scope.append("item.create", {"name": "tool_output", "item": item, "output": None})

    def end(self, status: str, output: Any = None, error: dict[str, str] | None = None) -> None:
        """The run has ended, or this round of it."""
        if not self.is_going_on:
            return
        self.is_going_on = False
        end = {
            "status": status,
            "final_output": output,
            "error": error,
            "usage": self._usage if any(self._usage.values()) else None,
            "turns": self.scope.turn,
        }
        self.scope.append("run.end", end)

    def stop(self, error: BaseException) -> None:
        """The run has failed, or was cancelled if this is no error."""
        is_error = isinstance(error, Exception)
        status, data = ("failed", fault_data(error)) if is_error else ("cancelled", None)
        self.end(status, None, data)
