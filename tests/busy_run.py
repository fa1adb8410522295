"""A run without end in which everything happens: agents in agents, tools, errors, approvals."""

from collections import deque
from collections.abc import Iterator, Sequence
from random import Random

from fake_run import (
    ANSWER,
    CARDS,
    ORDER,
    POLICY,
    REFUND,
    REFUND_CARD,
    FakeRun,
    Story,
    agent_card,
    pieces,
)

from agents_core.run_events import RunEvent

PATIENCE_S = 20.0
"""How long a question waits for a person."""

STEP_S = 0.25
"""How often a wait looks for an answer."""

DELTA_WAITS_PER_S = 20
"""How many deltas a second a `Story` tells of."""

CATCH_UP = 6
"""How many times faster deltas come until those are there that a wait kept back."""

TURNS = 6
"""The most turns of an agent before somebody says something new."""


class BusyStory(Story):
    """Streams as many deltas a second as it is told to, tools and questions included."""

    def __init__(self, deltas_per_s: float) -> None:
        super().__init__()
        self._per_s = deltas_per_s
        self.deltas = 0
        self.calls = 0

    def wire(self, type: str, /, **fields: object) -> int:
        """Record what a provider sent."""
        self.deltas += type.endswith(".delta")
        return super().wire(type, **fields)

    def wait(self, seconds: float) -> "BusyStory":
        """Let time pass: faster than told to after something was waited for."""
        self.now += seconds * DELTA_WAITS_PER_S / self._per_s / (CATCH_UP if self.owed > 0 else 1)
        return self

    @property
    def owed(self) -> int:
        """How many deltas should have come by now and have not."""
        return round(self.now * self._per_s) - self.deltas

    def next_call(self) -> str:
        self.calls += 1
        return f"call_{self.calls}"


class BusyRun(FakeRun):
    """Writes what is due; questions are answered by its watcher, or after a while by themselves."""

    def __init__(self, seed: int, deltas_per_s: float = 500) -> None:
        super().__init__([])
        self.story = BusyStory(deltas_per_s)
        self._random = Random(seed)
        self._steps = self._work()
        self._due: deque[RunEvent] = deque()

    def advance(self, now: float) -> None:
        """Append all that has happened by `now`, in seconds since the run began."""
        while self.story.now <= now:
            next(self._steps)
            self._due.extend(self.story.events)
            self.story.events.clear()
        while self._due and self._due[0].at <= now:
            self.history.append(self._due.popleft())

    def _work(self) -> Iterator[None]:
        story = self.story
        while True:
            story.agent, story.turn = "triage", 0
            research = {**CARDS[1], "tools": [*self._tools(), REFUND_CARD]}
            story.start_run("My lamp arrived broken.", (CARDS[0], research, CARDS[2]))
            for _ in range(self._random.randint(1, TURNS)):
                yield from self._turn()
            if self._random.random() < 0.2:
                story.end_run("", "failed")
            else:
                story.end_run(ANSWER)
            story.now += 1
            yield

    def _tools(self) -> list[object]:
        tools = CARDS[1]["tools"]
        assert isinstance(tools, list)
        return tools

    def _turn(self) -> Iterator[None]:
        story = self.story
        story.start_turn()
        for _ in range(self._random.randint(0, 2)):
            story.reason("The policy comes first. " * self._random.randint(1, 400))
            yield
        enough = story.owed * len(pieces(ANSWER)[0]) // len(ANSWER)
        story.say(ANSWER * max(enough, self._random.randint(1, 120)))
        yield
        chance = self._random.random()
        if chance < 0.2:
            yield from self._ask()
        elif chance < 0.3:
            yield from self._stop()
        elif chance < 0.4:
            story.hand_off(self._random.choice(("research", "reviewer")), story.next_call())
        elif chance < 0.8:
            yield from self._call()
        else:
            story.end_turn(90)
        yield

    def _call(self) -> Iterator[None]:
        """Call up to four tools side by side, one of them an agent."""
        story, calls = self.story, []
        for name in self._random.sample(("web_search", "get_order", "writer", "get_customer"), k=3):
            calls.append((name, story.next_call(), ORDER if name == "get_order" else POLICY))
            story.call(*calls[-1])
            yield
        story.end_turn(60)
        starts = {call: story.start_tool(*call) for call in calls}
        self._random.shuffle(calls)
        for call in calls:
            story.now += self._random.random() * 2
            yield
            if call[0] == "writer":
                yield from self._nested(starts[call], self._random.randint(1, 2))
            error = "upstream 504" if self._random.random() < 0.3 else ""
            story.end_tool(*call[:2], "An error occurred" if error else "found\n" * 30, error=error)

    def _nested(self, parent: int, depth: int) -> Iterator[None]:
        story = self.story
        with story.nested("writer", parent):
            story.start_run("a letter", [agent_card("writer", tools=["writer"])])
            story.start_turn()
            story.say("Dear customer, thank you. " * 20)
            yield
            if depth > 1:
                call = ("writer", story.next_call(), POLICY)
                story.call(*call)
                story.end_turn(20)
                yield from self._nested(story.start_tool(*call), depth - 1)
                story.end_tool(*call[:2], "written")
            story.end_turn(20)
            story.end_run("Dear customer, thank you.")

    def _ask(self) -> Iterator[None]:
        story, call = self.story, self.story.next_call()
        story.call("issue_refund", call, REFUND)
        story.end_turn(9)
        request = story.ask_approval("issue_refund", call, REFUND)
        yield from self._wait_for(request, self.controls.answers)
        approved = self._random.random() < 0.5
        story.answer_approval("issue_refund", call, approved=approved)
        if approved:
            story.start_tool("issue_refund", call, REFUND)
            story.now += 1
            story.end_tool("issue_refund", call, "paid")

    def _stop(self) -> Iterator[None]:
        story, call = self.story, self.story.next_call()
        story.call("web_search", call, POLICY)
        story.end_turn(9)
        stop = story.stop("tool_call", "web_search", call, POLICY)
        yield from self._wait_for(stop, self.controls.resumed)
        story.resume(stop, "tool_call", "web_search", call, None)

    def _wait_for(self, question: int, answers: Sequence[tuple[int, object]]) -> Iterator[None]:
        until = self.story.now + PATIENCE_S
        while self.story.now < until and not any(asked == question for asked, _ in answers):
            self.story.now += STEP_S
            yield
