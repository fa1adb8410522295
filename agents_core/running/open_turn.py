"""An open turn: one that stopped for decisions, and what of it has been done already.

Law: pure. A call that has an output is not made again; the order is that of the calls.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from agents_core.items import MCPApprovalResponseItem, RunItem, ToolCallOutputItem
from agents_core.raw_items import raw_field
from agents_core.running.tool_calls import CallResult
from agents_core.running.turn import TurnReading


def known_results(reading: TurnReading, items: Iterable[RunItem]) -> dict[str, CallResult]:
    """Return the results of calls that `items`, those of the turn so far, hold outputs of."""
    outputs = {item.call_id: item for item in items if isinstance(item, ToolCallOutputItem)}
    return {
        call.call_id: CallResult(call, outputs[call.call_id])
        for call in reading.function_calls
        if call.call_id in outputs
    }


def in_call_order(reading: TurnReading, results: Iterable[CallResult]) -> list[CallResult]:
    """Return results in the order in which the model made the calls."""
    by_call = {result.call.call_id: result for result in results}
    return [by_call[call.call_id] for call in reading.function_calls]


def stopped_runs(results: Iterable[CallResult]) -> dict[str, Any]:
    """Return the states of nested runs that wait for decisions, by call id."""
    return {
        result.call.call_id: result.stopped_run
        for result in results
        if result.stopped_run is not None
    }


def answered_requests(items: Sequence[RunItem]) -> set[str]:
    """Return the ids of hosted servers' requests that were decided already."""
    return {
        str(raw_field(item.raw_item, "approval_request_id"))
        for item in items
        if isinstance(item, MCPApprovalResponseItem)
    }
