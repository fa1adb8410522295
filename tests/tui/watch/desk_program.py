"""A program on the OpenAI Agents SDK, to be watched: `python desk_program.py RUNS MODE ...`.

An agent with a guardrail hands off to another one, which calls two tools at once, one of them an
agent; the model is the SDK's own for tests. A MODE says how it is run and how it is watched: `one`
is a watched stream, `all` begins to watch everything, which is never undone.
"""

import asyncio
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.watch import watch
from tui.watch.program import watched_program

sdk: Any = importlib.import_module("agents")
testing: Any = importlib.import_module("agents.testing")

call, say, Script = testing.function_call, testing.assistant_message, testing.ScriptedModel


async def find_order(number: int) -> str:
    """Find an order."""
    return f"Order {number}: two lamps."


async def is_polite(context: Any, agent: Any, text: Any) -> Any:
    return sdk.GuardrailFunctionOutput(output_info=None, tripwire_triggered=False)


def agents(*, emit_traces: bool) -> Any:
    """Return the first agent."""
    clerk = sdk.Agent(
        name="clerk", model=Script([[say("Lamps are in stock.")]], emit_traces=emit_traces)
    )
    calls = [
        call("find_order", {"number": 7}, call_id="c2"),
        call("ask", {"input": "?"}, call_id="c3"),
    ]
    orders = sdk.Agent(
        name="orders",
        instructions="Look the order up.",
        model=Script([calls, [say("Two lamps, in stock.")]], emit_traces=emit_traces),
        tools=[sdk.function_tool(find_order), clerk.as_tool("ask", "Ask the clerk.")],
    )
    return sdk.Agent(
        name="triage",
        model=Script([[call("transfer_to_orders", {}, call_id="c1")]], emit_traces=emit_traces),
        handoffs=[orders],
        input_guardrails=[sdk.input_guardrail(is_polite)],
    )


async def stream(result: Any) -> None:
    """Read a stream as any program would, and print what it says."""
    async for event in result.stream_events():
        print(event.type)
    print(result.final_output)


async def run_once(mode: str) -> None:
    """Run it in one way."""
    first = agents(emit_traces="spans" in mode)
    if "all" in mode:
        watch()
    sdk.set_tracing_disabled("untraced" in mode)
    if "whole" in mode:
        print((await sdk.Runner.run(first, "What did I order?")).final_output)
        return
    result = sdk.Runner.run_streamed(first, "What did I order?")
    await stream(result if mode in ("bare", "all") else watch(result))


def main(runs: Path, modes: Sequence[str]) -> None:
    """Run it in each way, the runs of each in a folder of its own."""
    for mode in modes:
        os.environ["AGENT_TUI_RUNS_DIR"] = str(runs / mode)
        print(f"== {mode}")
        asyncio.run(run_once(mode))
        if mode != "bare":
            watched_program()._notes.flush(60)  # before the next folder is named


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
