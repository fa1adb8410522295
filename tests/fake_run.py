"""A run made by hand: the fixture behind the pilots and the snapshots of the screen.

`support_desk()` tells one story with everything the screen shows: a handoff, a retry, reasoning,
Markdown, parallel calls with long arguments, a failed tool, a nested agent, a final answer.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal
from agents_core.json_text import encode_json
from agents_core.recording import RunHeader
from agents_core.run_events import EventType, RunEvent
from tui.sources.origin import Origin
from tui.sources.run_controls import CancelMode


class Story:
    """Writes events at times of its own choosing."""

    def __init__(self) -> None:
        self.now = 0.0
        self.events: list[RunEvent] = []
        self.agent = "triage"
        self.turn = 0
        self.parent: int | None = None
        self.input: list[dict[str, object]] = []
        """What the next request sends."""
        self._sent: list[dict[str, object]] = []
        self._cards: dict[str, dict[str, object]] = {}
        self._journal = Journal(clock=lambda: self.now)
        self._journal.subscribe(self.events.append)
        self._outputs = 0

    def happen(self, type: EventType, /, **data: object) -> int:
        """Record an event; return its seq."""
        event = self._journal.append(
            type, encode_json(data), agent=self.agent, turn=self.turn, parent=self.parent
        )
        return event.seq

    def wire(self, type: str, /, **fields: object) -> int:
        """Record what a provider sent."""
        return self.happen("model.event", type=type, **fields)

    def wait(self, seconds: float) -> "Story":
        """Let time pass."""
        self.now += seconds
        return self

    def start_run(self, text: str, agents: Sequence[dict[str, object]]) -> None:
        """Begin with a question."""
        self.input, self._sent = [{"type": "message", "role": "user", "content": text}], []
        self._cards |= {str(card["name"]): card for card in agents}
        self.happen(
            "run.start",
            run_id="r1",
            agent=self.agent,
            input=self.input,
            max_turns=10,
            agents=list(agents),
        )
        self.happen("agent.update", **{"agent": self.agent, "from": None})

    def start_turn(self) -> None:
        """Ask the model."""
        self.turn += 1
        self._outputs = 0
        self.happen("turn.start", turn=self.turn, max_turns=10)
        self._request()
        self.wait(0.4)
        self.wire("response.created", response={"id": f"resp_{self.turn}", "status": "in_progress"})

    def _request(self) -> None:
        pairs = zip(self._sent, self.input, strict=False)
        kept = next((at for at, (old, new) in enumerate(pairs) if old != new), len(self._sent))
        kept = min(kept, len(self.input))
        self._sent = list(self.input)
        card = self._cards.get(self.agent, {})
        self.happen(
            "model.request",
            model="demo",
            instructions=card.get("instructions"),
            kept=kept,
            input=self.input[kept:],
            tools=card.get("tools", []),
            settings={},
            **PRICES,
        )

    def end_turn(self, output_tokens: int, input_tokens: int = 1200) -> None:
        """The response is complete."""
        usage = {
            "input_tokens": input_tokens,
            "input_tokens_details": {"cached_tokens": 600},
            "output_tokens": output_tokens,
            "output_tokens_details": {"reasoning_tokens": 12},
            "total_tokens": input_tokens + output_tokens,
        }
        self.wire("response.completed", response={"id": f"resp_{self.turn}", "usage": usage})
        self.happen(
            "model.end",
            response_id=f"resp_{self.turn}",
            status="completed",
            usage={
                "input_tokens": input_tokens,
                "cached_tokens": 600,
                "output_tokens": output_tokens,
                "reasoning_tokens": 12,
                "total_tokens": input_tokens + output_tokens,
                "requests": 1,
            },
            seconds=2.0,
        )

    def reason(self, text: str) -> None:
        """Think aloud."""
        index = self._open({"type": "reasoning", "id": f"rs_{self.turn}", "summary": []})
        for piece in pieces(text):
            self.wait(0.05)
            self.wire(
                "response.reasoning_summary_text.delta",
                output_index=index,
                summary_index=0,
                delta=piece,
            )
        summary = [{"type": "summary_text", "text": text}]
        self._close(index, {"type": "reasoning", "id": f"rs_{self.turn}", "summary": summary})

    def say(self, text: str, *, done: bool = True) -> None:
        """Write a message."""
        item: dict[str, object] = {
            "type": "message",
            "id": f"m{self.turn}",
            "role": "assistant",
            "content": [],
        }
        index = self._open(item)
        for piece in pieces(text):
            self.wait(0.05)
            self.wire(
                "response.output_text.delta", output_index=index, content_index=0, delta=piece
            )
        if done:
            content = [{"type": "output_text", "text": text, "annotations": []}]
            self._close(index, {**item, "content": content})

    def call(self, name: str, call_id: str, arguments: str, *, done: bool = True) -> None:
        """Ask for a tool."""
        item = {"type": "function_call", "id": f"fc_{call_id}", "call_id": call_id, "name": name}
        index = self._open({**item, "arguments": ""})
        for piece in pieces(arguments, 5):
            self.wait(0.05)
            self.wire(
                "response.function_call_arguments.delta",
                output_index=index,
                item_id=f"fc_{call_id}",
                delta=piece,
            )
        if done:
            self._close(index, {**item, "arguments": arguments, "status": "completed"})

    def start_tool(self, name: str, call_id: str, arguments: str) -> int:
        """The tool begins to run."""
        return self.happen("tool.start", call_id=call_id, name=name, arguments=arguments)

    def end_tool(self, name: str, call_id: str, output: str, *, error: str = "") -> None:
        """The tool answers."""
        failure = {
            "fault": "tool",
            "type": "TimeoutError",
            "message": error,
            "hint": "",
            "traceback": "",
        }
        self.happen(
            "tool.end",
            call_id=call_id,
            name=name,
            output=output,
            is_error=bool(error),
            error=failure if error else None,
            seconds=1.0,
        )
        item: dict[str, object] = {
            "type": "function_call_output",
            "call_id": call_id,
            "output": output,
        }
        self.input.append(item)
        self.happen("item.create", name="tool_output", item=item, output=output)

    def ask_approval(self, name: str, call_id: str, arguments: str, **more: object) -> int:
        """A call waits for somebody's decision."""
        asked = {"call_id": call_id, "name": name, "arguments": arguments}
        rule = {"reason": "needs_approval = true", "tool_type": "function", "server": "billing"}
        return self.happen("approval.request", **asked, **rule, **more)

    def answer_approval(self, name: str, call_id: str, *, approved: bool, **more: object) -> None:
        """Somebody decided."""
        by = {"call_id": call_id, "name": name, "approved": approved, "always": False}
        self.happen("approval.answer", **by, **{"message": None, "by": "person", **more})

    def stop(self, stage: str, name: str, call_id: str | None, value: str) -> int:
        """The run is held at a breakpoint."""
        about = {"stage": stage, "name": name, "call_id": call_id, "value": value}
        return self.happen("break.stop", **about, is_editable=True, reason=f"tool:{name}")

    def resume(self, stop: int, stage: str, name: str, call_id: str, value: str | None) -> None:
        """It goes on."""
        about = {"stop": stop, "stage": stage, "name": name, "call_id": call_id, "value": value}
        self.happen("break.resume", **about, skipped=False, message=None, by="person")

    def hand_off(self, target: str, call_id: str) -> None:
        """Let another agent take over."""
        self.call(f"transfer_to_{target}", call_id, "{}")
        self.end_turn(9)
        source = self.agent
        self.happen(
            "item.create",
            name="handoff_requested",
            item={
                "type": "function_call",
                "call_id": call_id,
                "name": f"transfer_to_{target}",
                "arguments": "{}",
            },
            output=None,
        )
        answer = f'{{"assistant": "{target}"}}'
        item: dict[str, object] = {
            "type": "function_call_output",
            "call_id": call_id,
            "output": answer,
        }
        self.input.append(item)
        self.happen("item.create", name="handoff_occured", item=item, output=None)
        self.agent = target
        self.happen("agent.update", **{"agent": target, "from": source})

    @contextmanager
    def nested(self, agent: str, parent: int) -> Iterator[None]:
        """Tell of a run of `agent` under the `tool.start` event `parent`."""
        outer = self.agent, self.turn, self.parent, self.input, self._sent
        self.agent, self.turn, self.parent = agent, 0, parent
        yield
        self.agent, self.turn, self.parent, self.input, self._sent = outer

    def end_run(self, answer: str, status: str = "finished") -> None:
        """The last event."""
        usage = {"input_tokens": 4800, "cached_tokens": 2400, "output_tokens": 320}
        usage |= {"reasoning_tokens": 60, "total_tokens": 5120, "requests": self.turn}
        self.happen(
            "run.end",
            status=status,
            final_output=answer,
            error=None,
            usage=usage,
            turns=self.turn,
        )

    def _open(self, item: dict[str, object]) -> int:
        index = self._outputs
        self._outputs += 1
        self.wire("response.output_item.added", output_index=index, item=item)
        return index

    def _close(self, index: int, item: dict[str, object]) -> None:
        self.wire("response.output_item.done", output_index=index, item=item)
        self.input.append(item)
        names = {
            "message": "message_output_created",
            "reasoning": "reasoning_item_created",
            "function_call": "tool_called",
        }
        name = names[str(item["type"])]
        if not str(item.get("name", "")).startswith("transfer_to_"):
            self.happen("item.create", name=name, item=item, output=None)


class FakeControls:
    """`RunControls` that remember what they were asked."""

    def __init__(self) -> None:
        self.cancelled: list[CancelMode] = []
        self.answers: list[tuple[int, ApprovalAnswer]] = []
        self.resumed: list[tuple[int, GateAnswer]] = []
        self.cancelled_calls: list[str] = []
        self.breakpoints: list[str] = []
        self.waiting: list[str] = []

    def cancel(self, mode: CancelMode) -> None:
        """Remember that somebody asked."""
        self.cancelled.append(mode)

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Remember what somebody decided."""
        self.answers.append((request, answer))

    def resume(self, stop: int, answer: GateAnswer) -> None:
        """Remember how somebody went on."""
        self.resumed.append((stop, answer))

    def cancel_call(self, call_id: str) -> None:
        """Remember which call somebody stopped."""
        self.cancelled_calls.append(call_id)

    def set_breakpoint(self, expression: str) -> None:
        """Remember it."""
        self.breakpoints.append(expression)

    def remove_breakpoint(self, expression: str) -> None:
        """Forget it."""
        self.breakpoints.remove(expression)

    def send(self, text: str) -> None:
        """Let it wait."""
        self.waiting.append(text)

    def release(self) -> None:
        """Ask nobody."""

    def take_back(self) -> None:
        """Forget what was said last."""
        if self.waiting:
            self.waiting.pop()


class FakeRun:
    """A `RunSource` that appends as many events as it is told to, when it is told to."""

    def __init__(self, events: Sequence[RunEvent], *, is_live: bool = True) -> None:
        self.events = events
        self.history = RunHistory()
        self.header: RunHeader | None = None
        self.recorded_at: Path | None = None
        self.title = "support.toml"
        self.named_filters = {"slow": "dur>2s"}
        self.is_live = is_live
        self.is_recording = is_live
        self.is_remote = False
        self.problems: Sequence[str] = ()
        # A recording has none; typed as if it had, for tests of live runs need not ask each time.
        self.origin: Origin | None = None
        self.controls = FakeControls() if is_live else cast(FakeControls, None)
        self._ended = asyncio.Event()
        if not is_live:
            self.feed(len(events))

    def feed(self, upto: int) -> None:
        """Let the run come to its first `upto` events."""
        for event in self.events[len(self.history) : upto]:
            self.history.append(event)

    def end(self) -> None:
        """Let `run` return."""
        self.is_live = False
        self._ended.set()

    def begin_again(self) -> None:
        """Be live once more, as after something was said."""
        self.is_live = True
        self._ended.clear()

    async def run(self) -> None:
        """Wait for the end of the run; a recording is there at once."""
        if self.is_live:
            await self._ended.wait()

    async def close(self) -> None:
        """Hold nothing."""


def pieces(text: str, size: int = 6) -> list[str]:
    """Cut text into deltas."""
    return [text[start : start + size] for start in range(0, len(text), size)]


QUERY: dict[str, object] = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 20},
    },
    "required": ["query"],
    "additionalProperties": False,
}
ORDER_QUERY: dict[str, object] = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "include": {"type": "array", "items": {"enum": ["items", "photos", "notes"]}},
    },
    "required": ["query", "include"],
    "additionalProperties": False,
}


def agent_card(
    name: str, handoffs: Sequence[str] = (), tools: Sequence[str] = ()
) -> dict[str, object]:
    """What a run says of an agent at its start."""
    return {
        "name": name,
        "model": "demo",
        "instructions": f"You are {name}, one of the agents of a support desk. Be kind and brief.",
        "handoff_description": None,
        "handoffs": list(handoffs),
        "output_schema": None,
        "tools": [
            {
                "name": tool,
                "description": f"The tool {tool}.",
                "parameters": ORDER_QUERY if tool == "get_order" else QUERY,
            }
            for tool in tools
        ],
    }


PRICES = {
    "input_price": 1.25,
    "cached_input_price": 0.125,
    "output_price": 10.0,
    "context_window": 8_000,
}

CARDS = (
    agent_card("triage", handoffs=["research", "reviewer"]),
    agent_card("research", tools=["web_search", "get_order", "get_customer", "writer"]),
    agent_card("reviewer"),
)

POLICY = '{"query": "refund policy for damaged goods EU", "limit": 5}'
ORDER = '{"query": "A-1042", "include": ["items", "photos"]}'
ANSWER = """## Refund for order A-1042

Your lamp arrived **broken**, so you get the full price back.

| part | price |
|------|------:|
| lamp | 89.90 |
| bulb | 4.50 |

```python
refund = sum(prices)
```

1. We send the money today.
2. You keep the lamp.
"""


def support_desk() -> list[RunEvent]:
    """The whole story, 40 seconds long."""
    story = Story()
    story.start_run("My lamp arrived broken, order A-1042.", CARDS)
    story.start_turn()
    story.reason("A damaged delivery. The research agent knows the refund rules.")
    story.hand_off("research", "h1")
    story.input = [item for item in story.input if item["type"] != "reasoning"]
    _look_things_up(story)
    _write(story)
    story.start_turn()
    story.say(ANSWER)
    story.end_turn(88)
    story.end_run(ANSWER)
    return story.events


REFUND = (
    '{"order_id": "A-1042", "amount": 129.9, "reason": "damaged on arrival, photo attached, '
    'customer asks for the whole price and for the shipping, and wants to keep the lamp"}'
)


REFUND_CARD = {
    "name": "issue_refund",
    "description": "Pays money back.",
    "parameters": {
        "type": "object",
        "properties": {
            "order_id": {"type": "string"},
            "amount": {"type": "number", "maximum": 500},
            "reason": {"type": "string"},
        },
        "required": ["order_id", "amount"],
        "additionalProperties": False,
    },
}


def refund_desk() -> list[RunEvent]:
    """Two refunds that wait for an approval; both are given, and one call is held and edited."""
    story = Story()
    cards = (CARDS[0], {**CARDS[1], "tools": [REFUND_CARD]})
    story.start_run("My lamp arrived broken, order A-1042.", cards)
    story.start_turn()
    story.hand_off("research", "h1")
    story.start_turn()
    story.say("The photo shows the damage: I pay the money back.")
    story.call("issue_refund", "c1", REFUND)
    story.call("issue_refund", "c2", '{"order_id": "B-7", "amount": 1}')
    story.end_turn(61)
    story.ask_approval("issue_refund", "c1", REFUND)
    story.ask_approval("issue_refund", "c2", '{"order_id": "B-7", "amount": 1}')
    story.wait(12)
    story.answer_approval("issue_refund", "c1", approved=True, arguments='{"amount": 100}')
    story.answer_approval("issue_refund", "c2", approved=False, message="too late")
    stop = story.stop("tool_call", "issue_refund", "c1", '{"amount": 100}')
    story.wait(3)
    story.resume(stop, "tool_call", "issue_refund", "c1", '{"amount": 50}')
    story.start_tool("issue_refund", "c1", '{"amount": 50}')
    story.wait(1)
    story.end_tool("issue_refund", "c1", "paid")
    story.start_turn()
    story.say("Done.")
    story.end_turn(3)
    story.end_run("Done.")
    return story.events


def _look_things_up(story: Story) -> None:
    story.start_turn()
    story.happen(
        "model.retry", attempt=1, status=429, message="Rate limit reached for demo", delay_s=0.5
    )
    story.wait(0.5)
    story.reason("I need the policy and the order. Both look-ups are independent.")
    story.say("I will look up the **refund policy** and the order in parallel.")
    story.call("web_search", "c1", POLICY)
    story.call("get_order", "c2", ORDER)
    story.call("get_customer", "c3", '{"query": "A-1042"}')
    story.end_turn(61)
    story.start_tool("web_search", "c1", POLICY)
    story.start_tool("get_order", "c2", ORDER)
    story.start_tool("get_customer", "c3", '{"query": "A-1042"}')
    story.wait(1.2)
    story.end_tool("get_order", "c2", '{"lamp": 89.9, "bulb": 4.5, "photos": ["1.jpg"]}')
    story.wait(0.8)
    story.end_tool("get_customer", "c3", "An error occurred", error="upstream 504")
    story.wait(1.2)
    story.end_tool("web_search", "c1", "Damaged goods: full refund within 30 days.\nNo return.")


def _write(story: Story) -> None:
    story.start_turn()
    arguments = '{"query": "a kind letter"}'
    story.call("writer", "c4", arguments)
    story.end_turn(14)
    outer = story.start_tool("writer", "c4", arguments)
    with story.nested("writer", outer):
        story.start_run("a kind letter", [agent_card("writer")])
        story.start_turn()
        story.say("Dear customer, thank you for telling us about the broken lamp.")
        story.end_turn(20)
        story.end_run("Dear customer, thank you for telling us about the broken lamp.")
    story.end_tool("writer", "c4", "Dear customer, thank you for telling us.")


def seq_of(events: Sequence[RunEvent], claim: str, nth: int = 0) -> int:
    """The position just after the `nth` event whose line holds `claim`."""
    found = [event.seq for event in events if claim.encode() in event.line]
    return found[nth] + 1
