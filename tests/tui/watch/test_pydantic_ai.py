"""Agents of pydantic-ai, watched: the real library and its own models for tests."""

import importlib
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from watched_runs import read_only_run, written

needs_library = pytest.mark.skipif(
    importlib.util.find_spec("pydantic_ai") is None,
    reason="pydantic-ai is not installed (extra: pydantic-ai)",
)


class Shop:
    """Two agents: one that looks orders up, with a tool and with the other one as its tool."""

    def __init__(self) -> None:
        self.library: Any = importlib.import_module("pydantic_ai")
        self.models: Any = importlib.import_module("pydantic_ai.models.function")
        self.test: Any = importlib.import_module("pydantic_ai.models.test")
        watch: Any = importlib.import_module("tui.watch.pydantic_ai")
        self.clerk = self.library.Agent(
            self.test.TestModel(custom_output_text="Two lamps left."),
            name="clerk",
            capabilities=[watch.Watch()],
        )
        self.orders = self.library.Agent(
            self.models.FunctionModel(self.answer, stream_function=self.stream),
            name="orders",
            instructions="Look the order up.",
            capabilities=[watch.Watch()],
        )
        self.orders.tool_plain(self.find_order)
        self.orders.tool_plain(self.ask_clerk)

    def find_order(self, number: int) -> str:
        """Find an order."""
        if number < 0:
            raise ValueError("no such number")
        return f"Order {number}: two lamps."

    async def ask_clerk(self, question: str) -> str:
        """Ask the clerk."""
        return str((await self.clerk.run(question)).output)

    def answer(self, messages: list[Any], _: Any) -> Any:
        if len(messages) > 1:
            return self.library.ModelResponse([self.library.TextPart("They are here.")])
        number = -1 if "lost" in messages[0].parts[0].content else 7
        parts = [
            self.library.ThinkingPart("Look first."),
            self.library.ToolCallPart("find_order", {"number": number}, "c1"),
            self.library.ToolCallPart("ask_clerk", {"question": "Any left?"}, "c2"),
        ]
        return self.library.ModelResponse(parts)

    async def stream(self, messages: list[Any], _: Any) -> AsyncIterator[Any]:
        for word in ("They ", "are ", "here."):
            yield word


@needs_library
async def test_what_an_agent_does_is_in_its_run(runs_dir: Path) -> None:
    shop = Shop()
    result = await shop.orders.run("Where is my order?")
    history = read_only_run(runs_dir)

    end = len(history)
    view, items = history.view(end), list(history.items(end))
    assert (view.status, view.final_output, result.output) == (
        "finished",
        "They are here.",
        "They are here.",
    )
    assert [(item.kind, item.name, item.agent, item.depth, item.status) for item in items] == [
        ("input", "input", "orders", 0, "done"),
        ("reasoning", "reasoning", "orders", 0, "done"),
        ("tool", "find_order", "orders", 0, "done"),
        ("tool", "ask_clerk", "orders", 0, "done"),
        ("message", "message", "clerk", 1, "done"),
        ("message", "message", "orders", 0, "done"),
    ]
    assert [item.output for item in items if item.kind == "tool"] == [
        "Order 7: two lamps.",
        "Two lamps left.",
    ]
    usage = result.usage
    calls = [history.call(number, end) for number in range(3)]
    own = [call.tokens for call in calls if call.depth == 0 and call.tokens is not None]
    assert sum(tokens.input for tokens in own) == usage.input_tokens
    assert sum(tokens.output for tokens in own) == usage.output_tokens
    first, *_, last = [event.data for event in written(history, "model.request")]
    assert first["instructions"] == "Look the order up."
    assert [tool["name"] for tool in first["tools"]] == ["find_order", "ask_clerk"]
    assert last["kept"] == len(first["input"]) == 1


@needs_library
async def test_a_stream_is_seen_as_it_comes_and_reaches_the_program(runs_dir: Path) -> None:
    shop = Shop()
    async with shop.orders.run_stream("Hello") as result:
        assert await result.get_output() == "They are here."
    history = read_only_run(runs_dir)

    pieces = [event.data.get("delta") for event in written(history, "model.event")]
    assert pieces == [None, "They ", "are ", "here."]
    texts = [history.item_text(index, 0, 99) for index in range(history.item_count(len(history)))]
    assert texts == ["Hello", "They are here."]


@needs_library
async def test_a_failure_is_the_programs_as_before_and_written_down(runs_dir: Path) -> None:
    shop = Shop()
    with pytest.raises(ValueError, match="no such number"):
        await shop.orders.run("I lost my order")
    history = read_only_run(runs_dir)

    view = history.view(len(history))
    assert (view.status, view.error and view.error.message) == ("failed", "no such number")
    failed = [item for item in history.items(len(history)) if item.status == "failed"]
    assert (failed[0].name, failed[0].error and failed[0].error.fault) == ("find_order", "tool")
