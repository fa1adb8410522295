"""A RunState as JSON data, and back: a stopped run survives the process it ran in.

Law: what is written is plain data with a version; names stand for agents, raw items for items.
Whatever cannot be read back is said at once, by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from agents_core.agents.agent import Agent, all_handoffs
from agents_core.agents.run_context import ApprovalDecisions, RunContextWrapper
from agents_core.errors import UserError
from agents_core.items import (
    HandoffCallItem,
    HandoffOutputItem,
    MCPApprovalRequestItem,
    MCPApprovalResponseItem,
    MCPListToolsItem,
    MessageOutputItem,
    ModelResponse,
    ReasoningItem,
    RunItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
    input_form,
)
from agents_core.json_text import decode_json, encode_json
from agents_core.models.typed import typed_item
from agents_core.running.model_history import HistoryParts
from agents_core.running.run_state import RunState
from agents_core.running.server_state import ServerState
from agents_core.usage import Usage

VERSION: Final = 1
"""Of the form written here."""

Data = dict[str, Any]

_ITEM_TYPES: Final[Mapping[str, Any]] = {
    str(cls.__dataclass_fields__["type"].default): cls
    for cls in (
        MessageOutputItem,
        ReasoningItem,
        ToolCallItem,
        ToolCallOutputItem,
        HandoffCallItem,
        HandoffOutputItem,
        ToolApprovalItem,
        MCPListToolsItem,
        MCPApprovalRequestItem,
        MCPApprovalResponseItem,
    )
}
"""Item classes by what they call themselves."""

_AGENT_FIELDS: Final[Sequence[str]] = ("agent", "source_agent", "target_agent")
_ANSWERS: Final = frozenset(
    {"tool_call_output_item", "handoff_output_item", "mcp_approval_response_item"}
)
"""Items whose raw item is a dict we made; all others came from a model."""

_OWN_FIELDS: Final[Sequence[str]] = ("output", "description", "title", "tool_name")
"""Fields of items that are plain data beside the raw item."""


def state_data(state: RunState[Any]) -> Data:
    """Return a state as plain data."""
    data = {
        "version": VERSION,
        "agent": state.current_agent.name,
        "input": state.original_input,
        "context": state.context.context if _is_data(state.context.context) else None,
        "tool_input": state.context.tool_input if _is_data(state.context.tool_input) else None,
        "usage": asdict(state.context.usage),
        "approvals": {name: asdict(each) for name, each in state.context.approvals.items()},
        "max_turns": state.max_turns,
        "current_turn": state.current_turn,
        "items": [_item_data(item) for item in state.new_items],
        "responses": [_response_data(response) for response in state.raw_responses],
        "interruptions": [_item_data(item) for item in state.interruptions],
        "stopped_runs": {key: state_data(each) for key, each in state.stopped_runs.items()},
        "history": {
            "input": state.history.input,
            "items": [_item_data(item) for item in state.history.items],
            "turn_from": state.history.turn_from,
            "is_rewritten": state.history.is_rewritten,
        },
        "tool_users": sorted(state.tool_users),
        "saved_items": state.saved_items,
        "server": asdict(state.server),
    }
    plain: Data = decode_json(encode_json(data))
    return plain


def read_state_text(first: Agent[Any], text: str, context: Any) -> RunState[Any]:
    """Return the state in a JSON text.

    Raises:
        UserError: it holds none.
    """
    try:
        return read_state(first, decode_json(text.encode()), context)
    except ValueError as error:
        raise UserError(f"This is not the state of a run: {error}") from error


def read_state(first: Agent[Any], data: Data, context: Any) -> RunState[Any]:
    """Return the state that `data` describes; agents are found by name, starting at `first`.

    Raises:
        UserError: it describes none, or names an agent that cannot be reached.
    """
    version = data.get("version") if isinstance(data, dict) else None
    if version != VERSION:
        raise UserError(f"This is not the state of a run that can be read here: version {version}")
    try:
        return _read(_Names(first), data, context)
    except (KeyError, TypeError, ValidationError) as error:
        raise UserError(f"The state of the run is damaged: {error!r}") from error


class _Names:
    """The agents a run can come to, by name."""

    def __init__(self, first: Agent[Any]) -> None:
        self._first = first
        self._agents: dict[str, Agent[Any]] = {}
        waiting = [first]
        while waiting:
            agent = waiting.pop(0)
            if agent.name not in self._agents:
                self._agents[agent.name] = agent
                waiting += _neighbours(agent)

    def __getitem__(self, name: str) -> Agent[Any]:
        if name not in self._agents:
            raise UserError(
                f"The state names the agent {name!r}, which {self._first.name!r} does not lead to"
            )
        return self._agents[name]


def _neighbours(agent: Agent[Any]) -> list[Agent[Any]]:
    """Return the agents one hands off to or asks as tools."""
    targets = [way.target for way in all_handoffs(agent)]
    asked = [getattr(tool, "nested_agent", None) for tool in agent.tools]
    return [other for other in (*targets, *asked) if other is not None]


def _read(names: _Names, data: Data, context: Any) -> RunState[Any]:
    history = data["history"]
    return RunState(
        current_agent=names[data["agent"]],
        original_input=data["input"],
        context=_read_context(data, context),
        max_turns=data["max_turns"],
        current_turn=data["current_turn"],
        history=HistoryParts(
            history["input"],
            tuple(_read_item(names, item) for item in history["items"]),
            history["turn_from"],
            history["is_rewritten"],
        ),
        new_items=[_read_item(names, item) for item in data["items"]],
        raw_responses=[_read_response(response) for response in data["responses"]],
        interruptions=[_read_item(names, item) for item in data["interruptions"]],  # type: ignore[misc]  # all are approvals
        stopped_runs={
            call_id: _read(names, each, context) for call_id, each in data["stopped_runs"].items()
        },
        tool_users=set(data["tool_users"]),
        saved_items=data["saved_items"],
        server=TypeAdapter(ServerState).validate_python(data["server"]),
    )


def _read_context(data: Data, context: Any) -> RunContextWrapper[Any]:
    return RunContextWrapper(
        data["context"] if context is None else context,
        usage=TypeAdapter(Usage).validate_python(data["usage"]),
        tool_input=data["tool_input"],
        approvals=TypeAdapter(dict[str, ApprovalDecisions]).validate_python(data["approvals"]),
    )


def _item_data(item: RunItem) -> Data:
    """Return an item as plain data."""
    names = item.__dataclass_fields__
    agents = {key: getattr(item, key).name for key in _AGENT_FIELDS if key in names}
    own = {key: getattr(item, key) for key in _OWN_FIELDS if key in names}
    return {"type": item.type, "raw_item": input_form(item.raw_item), **agents, **own}


def _read_item(names: _Names, data: Data) -> RunItem:
    """Return the item that `data` describes."""
    fields = {key: value for key, value in data.items() if key != "type"}
    for key in _AGENT_FIELDS:
        if key in fields:
            fields[key] = names[fields[key]]
    if data["type"] not in _ANSWERS:
        fields["raw_item"] = typed_item(fields["raw_item"])
    item: RunItem = _ITEM_TYPES[data["type"]](**fields)
    return item


def _response_data(response: ModelResponse) -> Data:
    return {
        "output": [input_form(item) for item in response.output],
        "usage": asdict(response.usage),
        "response_id": response.response_id,
        "request_id": response.request_id,
    }


def _read_response(data: Data) -> ModelResponse:
    return ModelResponse(
        [typed_item(item) for item in data["output"]],
        TypeAdapter(Usage).validate_python(data["usage"]),
        data["response_id"],
        data["request_id"],
    )


def _is_data(value: Any) -> bool:
    """Tell whether a value is plain JSON data, all the way down."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_data(each) for key, each in value.items())
    if isinstance(value, list):
        return all(map(_is_data, value))
    return value is None or isinstance(value, str | int | float)
