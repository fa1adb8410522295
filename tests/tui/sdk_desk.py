"""A program on the OpenAI Agents SDK, to be run by `agent-tui run sdk_desk.py:triage`.

An agent hands off to another, which calls a tool that prints, then that tool and one that needs an
approval, and answers; the models are the SDK's own for tests, new ones for each agent made.
"""

import asyncio
import importlib
import subprocess
from typing import Any

sdk: Any = importlib.import_module("agents")
testing: Any = importlib.import_module("agents.testing")

call, say, Script = testing.function_call, testing.assistant_message, testing.ScriptedModel


def find_order(number: int) -> str:
    """Find an order."""
    print("looking", end="")
    subprocess.run(["echo", " around"])
    return f"Order {number}: two lamps."


async def refund(number: int) -> str:
    """Refund an order."""
    return f"Refunded {number}."


async def wait() -> None:
    """Wait for what never comes."""
    await asyncio.Event().wait()


def triage() -> Any:
    """Return the first agent."""
    orders = sdk.Agent(
        name="orders",
        instructions="Look the order up.",
        tools=[sdk.function_tool(find_order), sdk.function_tool(refund, needs_approval=True)],
        model=Script(
            [
                [call("find_order", {"number": 7}, call_id="c2")],
                [
                    call("refund", {"number": 7}, call_id="c3"),
                    call("find_order", {"number": 8}, call_id="c4"),
                ],
                [say("Done, as you said.")],
                [say("You are welcome.")],
            ]
        ),
    )
    first = Script([[call("transfer_to_orders", {}, call_id="c1")]])
    return sdk.Agent(name="triage", model=first, handoffs=[orders])


def boss() -> Any:
    """Return an agent that asks another one, which needs an approval."""
    script = [[call("refund", {"number": 7}, call_id="c2")], [say("It is refunded.")]]
    tools = [sdk.function_tool(refund, needs_approval=True)]
    clerk = sdk.Agent(name="clerk", instructions="Pay.", model=Script(script), tools=tools)
    model = Script([[call("ask", {"input": "?"}, call_id="c1")], [say("Good.")]])
    return sdk.Agent(name="boss", model=model, tools=[clerk.as_tool("ask", "Ask the clerk.")])


def sleeper() -> Any:
    """Return an agent that calls a tool which does not end."""
    model = Script([[call("wait", {}, call_id="c1")]])
    return sdk.Agent(name="sleeper", model=model, tools=[sdk.function_tool(wait)])


def broken() -> Any:
    """Return an agent whose model fails."""
    return sdk.Agent(name="broken", model=Script([testing.ModelStep.raise_error(KeyError("oh"))]))
