"""WatchedRun: one run of a watched program, written down in the events of `run_events`.

Law: used by the writing thread alone. What a stream tells is taken from the stream; spans tell
when turns and tools begin and end, and of a run without a stream all the rest. A turn begins when
the items of the turn before it have come, for spans run ahead of a stream that is read slowly.
"""

from asyncio import CancelledError
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.journal import JournalScope
from tui.watch.faults import fault_data
from tui.watch.guardrail_log import GuardrailLog
from tui.watch.model_log import Asked, ModelLog
from tui.watch.run_beginning import Beginning, NamedAgent, Request
from tui.watch.run_ending import Ending, outcome_of
from tui.watch.sdk_data import (
    agent_card,
    agents_in_tools,
    asked_approval,
    input_items,
    instructions_of,
    item_name,
    model_name,
    payload_of,
    plain,
    reachable_agents,
    span_items,
    span_usage,
    tool_cards,
    usage_data,
)
from tui.watch.tool_log import ToolLog

_ENDS: Final = ("response.completed", "response.incomplete", "response.failed")
"""What a model's stream ends with."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A turn that has begun while items are still on their way."""

    turn: int
    agent: str
    request: Request | None = None


class WatchedRun:
    """Writes one run into its place in a journal."""

    def __init__(
        self, scope: JournalScope, clock: Callable[[], float], beginning: Beginning
    ) -> None:
        """Write into `scope`, the beginning first; `clock` says when what is told happened."""
        self.scope = scope
        self.tools = ToolLog(scope, self._may_wait, has_items=beginning.is_streamed)
        self._guardrails = GuardrailLog(scope)
        self.is_over = False
        self._is_streamed = beginning.is_streamed
        self._tells_requests = beginning.tells_requests
        self._agent = beginning.agent
        self._known = {agent.name: agent for agent in reachable_agents(beginning.agent)}
        items = [*beginning.before, *input_items(beginning.input)]
        self._models = ModelLog(scope, clock, items, beginning.max_turns)
        self._old_items = beginning.old_items
        self._told = 0
        """How many of the result's other items were told."""
        self._has_model_spans = False
        self._due: _Due | None = None
        self._expected: tuple[Ending | None, BaseException | None] = None, CancelledError()
        self.is_expected = False
        """Whether it is known how it will have ended."""
        self._begin(beginning)

    def _begin(self, beginning: Beginning) -> None:
        scope, agent, input = self.scope, self._agent, beginning.input
        scope.agent = agent.name
        start = {
            "run_id": scope.journal.run_id if scope.parent is None else None,
            "agent": agent.name,
            "input": [plain(item) for item in input] if isinstance(input, list) else input,
            "max_turns": beginning.max_turns,
            "agents": [agent_card(known) for known in self._known.values()],
        }
        scope.append("run.start", start)
        scope.append("agent.update", {"agent": agent.name, "from": None})

    # What the stream brings

    def take_event(self, event: Any) -> None:
        """The stream brought an event."""
        match event.type:
            case "raw_response_event":
                self._take_raw(event.data)
            case "run_item_stream_event":
                self._create(event.name, event.item)
            case "agent_updated_stream_event":
                self._update_agent(event.new_agent)

    def _take_raw(self, data: Any) -> None:
        if not self._models.is_asked:
            self._ask(self._due or self._next_turn())
        self.scope.append_json("model.event", payload_of(data))
        if data.type in _ENDS:
            answer = data.response
            self._models.end(answer.id, answer.status or "completed", usage_data(answer.usage))

    def _update_agent(self, agent: Any) -> None:
        before, self._agent = self.scope.agent, agent
        if agent.name != before:
            self.scope.agent = agent.name
            self.scope.append("agent.update", {"agent": agent.name, "from": before})
        self._begin_due_turn()

    # What the hooks tell

    def take_request(self, agent: Any, request: Request) -> None:
        """A model is about to be asked."""
        self._due = replace(self._due or self._next_turn(), agent=agent.name, request=request)
        self._begin_due_turn()

    # What the spans tell

    def begin_agent(self, name: str) -> None:
        """An agent begins to work."""
        self.tools.is_traced = True
        if not self._is_streamed and name != self.scope.agent:
            self._update_agent(self._known.get(name, NamedAgent(name)))

    def begin_turn(self, turn: int, agent: str) -> None:
        """A turn begins."""
        self.tools.is_traced = True
        self._due = _Due(turn, agent)
        self._begin_due_turn()

    def begin_call(self) -> None:
        """A model is asked; the turn may have told so."""
        if not self._is_streamed and not self._models.is_asked:
            self._ask(self._due or self._next_turn())

    def end_call(self, span: Any) -> None:
        """A model has answered."""
        if self._is_streamed or not self._models.is_asked:
            return
        for raw in span_items(span.span_data):
            self._has_model_spans = True
            self._tell(item_name(raw, self._agent), raw, None)
        response = getattr(span.span_data, "response", None)
        usage = span_usage(span) if response is None else usage_data(response.usage)
        status = "completed" if span.error is None else "failed"
        self._models.end(getattr(response, "id", None), status, usage)

    def begin_tool(self, span: Any) -> None:
        """A tool begins to run; without a stream, no item of its call is still to come."""
        self.tools.begin(span)
        if not self._is_streamed and not self._may_wait(span.span_data.name):
            self.tools.seq_of(span.span_id)

    def end_tool(self, span: Any) -> None:
        """A tool has run."""
        call_id, output = self.tools.end(span), span.span_data.output
        if not self._is_streamed and call_id is not None:
            raw = {"type": "function_call_output", "call_id": call_id, "output": output}
            self._tell("tool_output", raw, None)

    def begin_guardrail(self, name: str) -> int:
        """A guardrail begins to look; return the `seq` of that."""
        return self._guardrails.begin(name, self._agent)

    def end_guardrail(self, name: str, tripped: bool) -> None:
        """A guardrail has looked."""
        self._guardrails.end(name, tripped)

    def _may_wait(self, tool: str) -> bool:
        """Say whether somebody may have to approve a call of a tool before it is made."""
        tools = getattr(self._agent, "tools", None)
        known = (each for each in tools or () if getattr(each, "name", None) == tool)
        return any(getattr(each, "needs_approval", False) for each in known)

    def agent_called(self, name: str) -> Any:
        """Return the agent of that name which the run may come to, or has as a tool."""
        known = list(self._known.values())
        inner = [each for agent in known for each in agents_in_tools(agent)]
        named = (agent for agent in [*known, *inner] if agent.name == name)
        return next(named, NamedAgent(name))

    # What is decided in between

    def ask(self, request: ApprovalRequest) -> ApprovalRequest:
        """A call waits for a decision; return the request with the `seq` it is known by."""
        cards = {card["name"]: card for card in tool_cards(self._agent)}
        card = cards.get(request.name, {})
        request = replace(
            request, description=card.get("description"), parameters=card.get("parameters")
        )
        return replace(request, seq=self.scope.append("approval.request", request.as_data()))

    def answer(self, request: ApprovalRequest, answer: ApprovalAnswer) -> None:
        """Somebody has decided about a call."""
        told = {"call_id": request.call_id, "name": request.name, **answer.as_data()}
        self.scope.append("approval.answer", told)
        self.tools.decide(request, answer)

    # What the end tells

    def end(self, result: Any, error: BaseException | None) -> None:
        """The run is over; a run that failed has no result."""
        if self.is_over:
            return
        self.is_over = True
        for item in self._missed(list(getattr(result, "new_items", ()))):
            self._create(item_name(plain(item.raw_item), self._agent), item)
        self._guardrails.take_error(error, self._agent)
        self._tell_waiting(getattr(result, "interruptions", ()))
        output = plain(getattr(result, "final_output", None))
        context = getattr(result, "context_wrapper", None)
        end = {
            "status": outcome_of(error, result, output),
            "final_output": output,
            "error": fault_data(error) if isinstance(error, Exception) else None,
            "usage": usage_data(getattr(context, "usage", None)),
            "turns": self.scope.turn,
        }
        self.scope.append("run.end", end)

    def expect_end(self, ending: Ending, error: BaseException | None) -> None:
        """It has come to its end, but somebody may still read its stream."""
        self._expected, self.is_expected = (ending, error), True

    def give_up(self) -> None:
        """Nobody will read it any more: it ended as was expected, or was left unfinished."""
        self.end(*self._expected)

    def _missed(self, items: list[Any]) -> list[Any]:
        """Return the items that nothing told of; what spans told stands under ids of their own."""
        new = [item for item in items[self._old_items :] if item.type != "tool_approval_item"]
        if self._is_streamed:
            return new[self._told :]
        if self._has_model_spans:
            return []
        said = ("message_output_item", "reasoning_item")
        return [item for item in new if item.type in said or not self.tools.is_traced]

    def _tell_waiting(self, waiting: Iterable[Any]) -> None:
        for item in waiting:
            self.ask(asked_approval(item))

    # What all of them do

    def _create(self, name: str, item: Any) -> None:
        self._tell(name, plain(item.raw_item), plain(getattr(item, "output", None)))

    def _tell(self, name: str, raw: Any, output: Any) -> None:
        self._told += 1
        self._models.add(raw)
        self.scope.append("item.create", {"name": name, "item": raw, "output": output})
        self.tools.take_item(name, raw, output)
        self._begin_due_turn()

    def _begin_due_turn(self) -> None:
        due = self._due
        if due is None or (self._tells_requests and due.request is None):
            return
        is_early = self.tools.has_open_calls or due.agent != self.scope.agent
        if not (self._is_streamed and is_early):
            self._ask(due)

    def _next_turn(self) -> _Due:
        return _Due(self.scope.turn + 1, self._agent.name)

    def _ask(self, due: _Due) -> None:
        self._due, agent, told = None, self._agent, due.request
        asked = Asked(
            model_name(agent),
            instructions_of(agent) if told is None else told.instructions,
            tool_cards(agent),
            None if told is None else input_items(told.input),
        )
        self._models.ask(due.turn, asked)
