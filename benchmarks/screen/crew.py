"""Crew: a run of many agents that hand over to each other, call tools and write; of any length."""

from itertools import cycle
from json import dumps
from typing import Final

from agents_core.journal import Journal, JournalScope

AGENTS: Final = 20
DELTAS: Final = 60
"""Of a message."""
CALLS: Final = 2
"""Tools a turn."""
EVENT_S: Final = 0.002
"""From one event to the next."""

_DELTA: Final = (
    b'{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,'
    b'"delta":"some **bold** words, "}'
)
USAGE: Final = {"input_tokens": 900, "output_tokens": 80, "total_tokens": 980, "requests": 1}


class Crew:
    """Writes turn after turn into a journal with a clock of its own."""

    def __init__(self) -> None:
        """Begin the run."""
        self._now = 0.0
        self.journal = Journal(clock=self._tick)
        self._calls = 0
        self._scope = JournalScope(self.journal)
        self._names = cycle(f"agent {number}" for number in range(AGENTS))

    def begin(self) -> None:
        """Tell of the agents."""
        name = self._scope.agent = next(self._names)
        card = {"name": name, "model": "m", "instructions": "", "handoffs": [], "tools": []}
        start = {"agent": name, "input": "Write.", "max_turns": 9, "agents": [card]}
        self._scope.append("run.start", start)
        self._scope.append("agent.update", {"agent": name, "from": None})

    def turn(self) -> None:
        """Ask, write, call tools, and hand over."""
        scope = self._scope
        scope.turn += 1
        scope.append("turn.start", {"turn": scope.turn, "max_turns": 9})
        scope.append(
            "model.request", {"model": "m", "kept": 0, "input": [], "context_window": 8000}
        )
        self._wire("output_item.added", item={"type": "message", "id": "m", "content": []})
        self.write(DELTAS)
        self._wire("output_item.done", item={"type": "message", "id": "m", "content": []})
        calls = [self._ask_tool() for _ in range(CALLS)]
        scope.append("model.end", {"status": "completed", "usage": USAGE, "seconds": 1.0})
        for call in calls:
            scope.append("tool.start", call)
        for number, call in enumerate(calls):
            is_error = self._calls % 50 == number
            scope.append("tool.end", {**call, "output": "found", "is_error": is_error})
        before, scope.agent = scope.agent, next(self._names)
        scope.append("agent.update", {"agent": scope.agent, "from": before})

    def write(self, deltas: int) -> None:
        """Write more of a message."""
        for _ in range(deltas):
            self._scope.append_json("model.event", _DELTA)

    def open_message(self) -> None:
        """Begin a message that goes on."""
        self._scope.append("model.request", {"model": "m", "kept": 0, "input": []})
        self._wire("output_item.added", item={"type": "message", "id": "m", "content": []})

    def _ask_tool(self) -> dict[str, object]:
        self._calls += 1
        call = {"call_id": f"c{self._calls}", "name": "web_search", "arguments": '{"query": "x"}'}
        self._wire("output_item.added", item={"type": "function_call", **call})
        self._wire("output_item.done", item={"type": "function_call", **call})
        return dict(call)

    def _wire(self, name: str, **fields: object) -> None:
        data = {"type": f"response.{name}", "output_index": 0, **fields}
        self._scope.append_json("model.event", dumps(data).encode())

    def _tick(self) -> float:
        self._now += EVENT_S
        return self._now
