"""How the records of an index become the view of one position.

Law: the cost depends on the agents and the nesting of a run, not on its length.
"""

from bisect import bisect_left
from collections.abc import Sequence

from agents_core.history.records import ItemRecord, Response, Scope, ScopeState
from agents_core.history.run_index import RunIndex
from agents_core.history.views import AgentView, RunView, Wait

_NOTHING = ScopeState()


def run_view(index: RunIndex, position: int, at: float, times: Sequence[float]) -> RunView:
    """Return the state of the run after `position` events, the last of them `at` seconds in."""
    root = index.scopes.get(None)
    state = _NOTHING if root is None else root.states.at(position)
    status = (
        "waiting" if position == 0 else "running" if state.status == "waiting" else state.status
    )
    states = [scope.states.at(position) for scope in index.scopes.values()]
    breadcrumb, waiting_for = _working(index, position)
    first_token_s, tokens_per_s = _pace(index, position, times)
    return RunView(
        position=position,
        at=at,
        status=status,
        turn=state.turn,
        max_turns=state.max_turns,
        breadcrumb=breadcrumb,
        waiting_for=waiting_for,
        tokens=index.tokens.at(position),
        cost=index.cost.at(position),
        first_token_s=first_token_s,
        tokens_per_s=tokens_per_s,
        items=bisect_left(index.item_seqs, position),
        errors=_marks_before(index.marks("error"), position),
        handoffs=_marks_before(index.marks("handoff"), position),
        retries=_marks_before(index.marks("retry"), position),
        tools_running=sum(len(state.running) for state in states),
        approvals=len(index.pending.at(position)),
        calls=bisect_left(index.call_seqs, position),
        agents=_agents(index, position, at),
        final_output=state.final_output,
        error=state.error,
    )


def _marks_before(positions: Sequence[int], position: int) -> int:
    return bisect_left(positions, position + 1)


def _agents(index: RunIndex, position: int, at: float) -> tuple[AgentView, ...]:
    return tuple(
        agent.view(position, at, scope)
        for scope in index.scopes.values()
        if scope.seq < position
        for agent in scope.agents.values()
        if agent.seq < position
    )


def _working(index: RunIndex, position: int) -> tuple[tuple[str, ...], Wait | None]:
    """Return who works under whom, outermost first, and what the innermost waits for."""
    crumbs: list[str] = []
    scope = index.scopes.get(None)
    while scope is not None:
        state = scope.states.at(position)
        if state.agent is not None:
            crumbs.append(state.agent)
        if not state.running:
            return tuple(crumbs), state.waiting
        item = index.items[state.running[0]]
        crumbs.append(item.states.at(position).name)
        scope = _nested(index, item, position)
        if scope is None:
            tool = item.states.at(position)
            return tuple(crumbs), Wait(f"tool {tool.name}", tool.started_at or 0.0)
    return tuple(crumbs), None


def _nested(index: RunIndex, item: ItemRecord, position: int) -> Scope | None:
    """Return the latest run under a tool call that has begun and not ended."""
    scopes = index.nested.get(item.index, ())
    begun = [scope for scope in scopes if scope.seq < position]
    return begun[-1] if begun and not begun[-1].states.at(position).ended else None


def _pace(
    index: RunIndex, position: int, times: Sequence[float]
) -> tuple[float | None, float | None]:
    """Return the time to the first token of the latest response, and its tokens a second."""
    latest = bisect_left(index.response_seqs, position) - 1
    if latest < 0:
        return None, None
    response = index.responses[latest]
    if response.first_delta is None or response.first_delta >= position:
        return None, None
    began = times[response.first_delta]
    return began - response.requested_at, _rate(response, position, times, began)


def _rate(response: Response, position: int, times: Sequence[float], began: float) -> float | None:
    deltas, latest = 0, 0
    for item in response.items:
        events = item.words.events_before(position)
        deltas += item.words.deltas(events)
        latest = max(latest, item.words.latest_delta(events) or 0)
    span = times[latest] - began
    return (deltas - 1) / span if span > 0 else None
