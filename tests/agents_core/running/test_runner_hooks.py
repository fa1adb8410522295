"""Hooks: who is told what, and when."""

from typing import Any

import pytest
from run_traces import agent_saying, label

from agents_core import AgentHooks, RunHooks, Runner, ToolContext, function_tool
from agents_core.testing import ModelStep, assistant_message, function_call
from agents_core.usage import Usage


@function_tool
def echo(text: str) -> str:
    return text


class Run(RunHooks[Any]):
    def __init__(self, told: list[str]) -> None:
        self.told = told

    async def on_agent_start(self, context: Any, agent: Any) -> None:
        self.told.append(f"run.agent_start {agent.name}")

    async def on_agent_end(self, context: Any, agent: Any, output: Any) -> None:
        self.told.append(f"run.agent_end {output}")

    async def on_llm_start(self, context: Any, agent: Any, prompt: Any, items: Any) -> None:
        self.told.append(f"run.llm_start {prompt} {len(items)}")

    async def on_llm_end(self, context: Any, agent: Any, response: Any) -> None:
        self.told.append(f"run.llm_end {context.usage.total_tokens}")

    async def on_tool_start(self, context: Any, agent: Any, tool: Any) -> None:
        assert isinstance(context, ToolContext)
        self.told.append(f"run.tool_start {context.tool_call_id}")

    async def on_tool_end(self, context: Any, agent: Any, tool: Any, result: Any) -> None:
        self.told.append(f"run.tool_end {result}")

    async def on_handoff(self, context: Any, from_agent: Any, to_agent: Any) -> None:
        self.told.append(f"run.handoff {from_agent.name}->{to_agent.name}")


class Own(AgentHooks[Any]):
    def __init__(self, told: list[str]) -> None:
        self.told = told

    async def on_start(self, context: Any, agent: Any) -> None:
        self.told.append(f"{agent.name}.start")

    async def on_end(self, context: Any, agent: Any, output: Any) -> None:
        self.told.append(f"{agent.name}.end")

    async def on_llm_start(self, context: Any, agent: Any, prompt: Any, items: Any) -> None:
        self.told.append(f"{agent.name}.llm_start")

    async def on_llm_end(self, context: Any, agent: Any, response: Any) -> None:
        self.told.append(f"{agent.name}.llm_end")

    async def on_tool_start(self, context: Any, agent: Any, tool: Any) -> None:
        self.told.append(f"{agent.name}.tool_start")

    async def on_tool_end(self, context: Any, agent: Any, tool: Any, result: Any) -> None:
        self.told.append(f"{agent.name}.tool_end")

    async def on_handoff(self, context: Any, agent: Any, source: Any) -> None:
        self.told.append(f"{source.name}.handoff to {agent.name}")


async def test_hooks_are_called_in_the_order_of_a_turn() -> None:
    told: list[str] = []
    b = agent_saying([assistant_message("done")], name="b")
    call = function_call("echo", {"text": "x"}, call_id="c1")
    a = agent_saying(
        ModelStep([call], Usage(1, total_tokens=7)),
        [function_call("transfer_to_b", {}, call_id="h")],
        tools=[echo],
        handoffs=[b],
        hooks=Own(told),
        instructions="be kind",
    )
    result = Runner.run_streamed(a, "hi", hooks=Run(told))
    async for event in result.stream_events():
        if event.type != "raw_response_event":
            told.append(label(event))
    calls = [entry for entry in told if "." in entry]
    assert calls == [
        *["run.agent_start a", "a.start"],
        *["run.llm_start be kind 1", "a.llm_start", "a.llm_end", "run.llm_end 7"],
        *["run.tool_start c1", "a.tool_start", "run.tool_end x", "a.tool_end"],
        *["run.llm_start be kind 3", "a.llm_start", "a.llm_end", "run.llm_end 7"],
        *["run.handoff a->b", "a.handoff to b"],
        "run.agent_start b",
        *["run.llm_start None 5", "run.llm_end 7"],
        "run.agent_end done",
    ]


async def test_hooks_of_an_agent_are_no_hooks_of_a_run() -> None:
    with pytest.raises(TypeError, match="Run hooks must be instances of RunHooks"):
        Runner.run_streamed(agent_saying(), "hi", hooks=AgentHooks())  # type: ignore[arg-type]
