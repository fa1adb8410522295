"""GrowingRun: a run that writes one long message into a journal, at a pace of our choosing."""

import asyncio
from collections.abc import Mapping, Sequence
from json import dumps
from time import monotonic, process_time
from typing import Final

from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal, JournalScope

SENTENCE: Final = (
    "Some **bold** text with `code` and a [link](http://example.org), then more words. "
)
PARAGRAPH: Final = SENTENCE * 5 + "\n\n"
DELTA: Final = 4
"""Characters of a delta."""
TOOL_CALLS: Final = 12
"""Calls before the message, so that every pane is full."""

_HEAD: Final = b'{"type":"response.output_text.delta","sequence_number":'
_TAIL: Final = tuple(
    b',"item_id":"msg_1","output_index":0,"content_index":0,"delta":%s}'
    % dumps((PARAGRAPH * 2)[at : at + DELTA]).encode()
    for at in range(0, len(PARAGRAPH) * DELTA, DELTA)
    if at < len(PARAGRAPH)
)


def text_of(length: int) -> str:
    """Return Markdown of `length` characters."""
    return (PARAGRAPH * (length // len(PARAGRAPH) + 1))[:length]


class MessageWriter:
    """Writes the events of a run: some tool calls, then a message without end."""

    def __init__(self, journal: Journal) -> None:
        """Begin the run."""
        self._scope = JournalScope(journal)
        self._written = 0
        self._scope.agent = "writer"
        card = {"name": "writer", "model": "m", "instructions": "", "handoffs": [], "tools": []}
        start = {"agent": "writer", "input": "Write.", "max_turns": 9, "agents": [card]}
        self._scope.append("run.start", start)
        self._scope.append("agent.update", {"agent": "writer", "from": None})
        self._scope.turn = 1
        self._scope.append("turn.start", {"turn": 1})
        self._scope.append("model.request", {"model": "m"})
        for number in range(TOOL_CALLS):
            self._call_tool(number)
        self._wire("output_item.added", item={"type": "message", "id": "msg_1", "content": []})

    def write(self, deltas: int) -> None:
        """Write more of the message."""
        append = self._scope.append_json
        for number in range(self._written, self._written + deltas):
            append("model.event", b"%s%d%s" % (_HEAD, number, _TAIL[number % len(_TAIL)]))
        self._written += deltas

    def end(self) -> None:
        """End the run."""
        self._scope.append("run.end", {"status": "finished", "final_output": "done"})

    def _call_tool(self, number: int) -> None:
        call = {"call_id": f"c{number}", "name": "web_search", "arguments": '{"query": "x"}'}
        self._wire("output_item.added", item={"type": "function_call", **call})
        self._wire("output_item.done", item={"type": "function_call", **call})
        self._scope.append("tool.start", call)
        self._scope.append("tool.end", {**call, "output": "found", "is_error": False})

    def _wire(self, name: str, **fields: object) -> None:
        data = {"type": f"response.{name}", "output_index": 0, **fields}
        self._scope.append_json("model.event", dumps(data).encode())


class GrowingRun:
    """A `RunSource` that streams for ever, or for some seconds."""

    header = None
    title = "benchmark"
    is_recording = True
    is_remote = False
    recorded_at = None
    controls = None
    origin = None
    named_filters: Mapping[str, str] = {}
    problems: Sequence[str] = ()

    def __init__(
        self, characters: int, per_s: int, *, step_s: float = 0.01, ends_after_s: float = 1e9
    ) -> None:
        """Begin with a message of `characters`.

        Args:
            characters: of the message before the screen is up.
            per_s: deltas a second from then on.
            step_s: how often those that are due are written.
            ends_after_s: when the run is over.
        """
        self.history = RunHistory()
        self.is_live = True
        self.began = 0.0
        """When it began to stream."""
        self.first = 0
        """Events there were by then."""
        self.per_s = per_s
        self.cpu_s: list[float] = []
        """CPU of the process at each step."""
        self._step_s = step_s
        self._ends_after_s = ends_after_s
        journal = Journal()
        journal.subscribe(self.history.append)
        self.writer = MessageWriter(journal)
        self.writer.write(characters // DELTA)

    async def run(self) -> None:
        """Write what is due, step by step."""
        written, self.first, self.began = 0, len(self.history), monotonic()
        while (passed := monotonic() - self.began) < self._ends_after_s:
            self.cpu_s.append(process_time())
            due = int(passed * self.per_s)
            self.writer.write(due - written)
            written = due
            await asyncio.sleep(self._step_s if self.per_s else self._ends_after_s)
        self.writer.end()
        self.is_live = False

    async def close(self) -> None:
        """Hold nothing."""
