"""A ForkPoint as the state of a run, for the Runner to go on from."""

from typing import TYPE_CHECKING, Any, Final

from agents_core.forks.fork_point import CarriedItem, ForkPoint

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.running.run_state import RunState

_ITEM_TYPES: Final = {
    "message_output_created": "message_output_item",
    "reasoning_item_created": "reasoning_item",
    "handoff_requested": "handoff_call_item",
    "mcp_list_tools": "mcp_list_tools_item",
    "mcp_approval_requested": "mcp_approval_request_item",
    "mcp_approval_response": "mcp_approval_response_item",
}
"""What the items of an answer are called in a state, by what they are called in events."""

_NO_USAGE: Final[dict[str, int]] = {}


async def fork_state(
    point: ForkPoint, agent: "Agent[Any]", max_turns: int | None
) -> "RunState[Any]":
    """Return the state of a run that stands at `point`.

    Args:
        point: where it stands.
        agent: from which all agents can be reached.
        max_turns: how many model calls it may make, those before the point included.

    Raises:
        UserError: the agent that goes on cannot be reached.
    """
    # Imported here because it brings openai, and a point is read without it.
    from agents_core.running.run_state import RunState

    state: RunState[Any] = await RunState.from_json(agent, _state_data(point, max_turns))
    state.untold = point.carried
    if point.new_instructions is not None:
        state.current_agent.instructions = point.new_instructions
    return state


def _state_data(point: ForkPoint, max_turns: int | None) -> dict[str, Any]:
    """Return the state in its own JSON form."""
    is_open = bool(point.open_calls)
    answer = [_item_data(item, point.agent) for item in point.answer] if is_open else []
    output = [item.item for item in point.answer if not item.is_output] if is_open else []
    response = {"output": output, "usage": _NO_USAGE, "response_id": None, "request_id": None}
    return {
        "version": 1,
        "agent": point.agent,
        "input": point.input if isinstance(point.input, str | list) else "",
        "context": None,
        "tool_input": None,
        "usage": _NO_USAGE,
        "approvals": {},
        "max_turns": max_turns,
        "current_turn": point.turn,
        "items": [],
        "responses": [response] if is_open else [],
        "interruptions": [_approval(call, point.agent) for call in point.open_calls],
        "stopped_runs": {},
        "history": {
            "input": list(point.before) if is_open else point.said,
            "items": answer,
            "turn_from": 0,
            "is_rewritten": False,
        },
        "tool_users": sorted({item.agent for item in point.carried if item.is_call and item.agent}),
        "saved_items": 0,
        "server": {},
    }


def _approval(call: CarriedItem, agent: str) -> dict[str, Any]:
    """Return an open call as one that waits: what a run does first when it goes on."""
    return {"type": "tool_approval_item", "raw_item": call.item, "agent": agent}


def _item_data(carried: CarriedItem, agent: str) -> dict[str, Any]:
    """Return an item of an open answer as a state holds it."""
    data = {"raw_item": carried.item, "agent": agent}
    if carried.is_output:
        return {**data, "type": "tool_call_output_item", "output": carried.output}
    return {**data, "type": _ITEM_TYPES.get(carried.name, "tool_call_item")}
