"""Graphs of LangGraph, watched: the real library and langchain-core's models for tests."""

import importlib
import importlib.util
from pathlib import Path
from typing import Any

import pytest
from watched_runs import read_only_run, written

needs_library = pytest.mark.skipif(
    importlib.util.find_spec("langgraph") is None,
    reason="langgraph is not installed (extra: langgraph)",
)

SAID = "Two lamps, in stock."
USAGE = {"input_tokens": 9, "output_tokens": 4, "total_tokens": 13}


def watch() -> Any:
    return importlib.import_module("tui.watch.langgraph").Watch()


class Library:
    """What the tests need of LangGraph and langchain-core."""

    def __init__(self) -> None:
        self.graph: Any = importlib.import_module("langgraph.graph")
        self.fakes: Any = importlib.import_module("langchain_core.language_models.fake_chat_models")
        self.messages: Any = importlib.import_module("langchain_core.messages")

    def desk(self, number: int) -> Any:
        """A node that calls a tool, the tool, and a node that answers."""
        prebuilt: Any = importlib.import_module("langgraph.prebuilt")
        tools: Any = importlib.import_module("langchain_core.tools")
        call = {"name": "find_order", "args": {"number": number}, "id": "c1"}
        asks = self.messages.AIMessage("", tool_calls=[call], usage_metadata=USAGE)
        caller = self.fakes.FakeMessagesListChatModel(responses=[asks])
        writer = self.fakes.GenericFakeChatModel(messages=iter([self.messages.AIMessage(SAID)]))
        node = prebuilt.ToolNode([tools.tool(find_order)], handle_tool_errors=False)
        return self.compiled({"clerk": asking(caller), "look": node, "writer": asking(writer)})

    def compiled(self, nodes: dict[str, Any]) -> Any:
        """A graph of nodes one after the other."""
        graph = self.graph.StateGraph(self.graph.MessagesState)
        graph.add_sequence(list(nodes.items()))
        graph.add_edge(self.graph.START, next(iter(nodes)))
        return graph.compile(name="desk")


def asking(model: Any) -> Any:
    async def node(state: Any) -> Any:
        return {"messages": [await model.ainvoke(state["messages"])]}

    return node


async def find_order(number: int) -> str:
    """Find an order."""
    if number < 0:
        raise ValueError("no such number")
    return f"Order {number}: two lamps."


@needs_library
async def test_what_a_graph_does_is_in_its_run(runs_dir: Path) -> None:
    asked = {"messages": [("user", "What did I order?")]}
    result = await Library().desk(7).ainvoke(asked, config={"callbacks": [watch()]})
    history = read_only_run(runs_dir)

    end = len(history)
    view, items = history.view(end), list(history.items(end))
    assert (view.status, view.final_output) == ("finished", SAID)
    assert result["messages"][-1].content == SAID
    assert [(item.kind, item.name, item.agent, item.status) for item in items] == [
        ("input", "input", "desk", "done"),
        ("tool", "find_order", "clerk", "done"),
        ("message", "message", "writer", "done"),
    ]
    assert items[1].output == "Order 7: two lamps."
    assert (view.tokens.input, view.tokens.output) == (9, 4)
    updates = [
        (event.data["from"], event.data["agent"]) for event in written(history, "agent.update")
    ]
    assert updates == [(None, "desk"), (None, "clerk"), ("clerk", "writer")]
    last = [event.data for event in written(history, "model.request")][-1]
    assert (last["kept"], [item["type"] for item in last["input"]]) == (
        1,
        ["function_call", "function_call_output"],
    )


@needs_library
async def test_a_stream_is_seen_as_it_comes_and_reaches_the_program(runs_dir: Path) -> None:
    graph = Library().desk(7).with_config(callbacks=[watch()])
    events = graph.astream({"messages": "?"}, stream_mode="messages")
    came = [said.content async for said, place in events if place["langgraph_node"] == "writer"]
    history = read_only_run(runs_dir)

    deltas = [
        event.data["delta"] for event in written(history, "model.event") if "delta" in event.data
    ]
    assert "".join(deltas) == "".join(came) == SAID
    assert len(deltas) > 3
    assert [item.kind for item in history.items(len(history))] == ["input", "tool", "message"]


@needs_library
async def test_a_failure_is_the_programs_as_before_and_written_down(runs_dir: Path) -> None:
    with pytest.raises(ValueError, match="no such number"):
        await Library().desk(-1).ainvoke({"messages": "?"}, config={"callbacks": [watch()]})
    history = read_only_run(runs_dir)

    view = history.view(len(history))
    assert (view.status, view.error and view.error.message) == ("failed", "no such number")
    [tool] = [item for item in history.items(len(history)) if item.kind == "tool"]
    assert (tool.status, tool.error and tool.error.fault) == ("failed", "tool")


@needs_library
async def test_models_asked_side_by_side_are_all_there_and_whole(runs_dir: Path) -> None:
    library = Library()
    graph = library.graph.StateGraph(library.graph.MessagesState)
    for name in ("left", "right"):
        says = iter([library.messages.AIMessage(f"I am on the {name} side.")])
        graph.add_node(name, asking(library.fakes.GenericFakeChatModel(messages=says)))
        graph.add_edge(library.graph.START, name)
    config = {"callbacks": [watch()]}
    [_ async for _ in graph.compile().astream({"messages": "?"}, config, stream_mode="messages")]
    history = read_only_run(runs_dir)

    said = [item for item in history.items(len(history)) if item.kind == "message"]
    texts = {item.agent: history.item_text(item.index, 0, 99) for item in said}
    assert texts == {"left": "I am on the left side.", "right": "I am on the right side."}
    assert {item.status for item in said} == {"done"}


@needs_library
async def test_a_graph_that_waits_for_a_person_is_seen_to(runs_dir: Path) -> None:
    types: Any = importlib.import_module("langgraph.types")
    memory: Any = importlib.import_module("langgraph.checkpoint.memory")
    graph = Library().graph.StateGraph(dict)
    graph.add_node("person", lambda state: {"said": types.interrupt("Shall I?")})
    graph.add_edge("__start__", "person")
    compiled = graph.compile(checkpointer=memory.InMemorySaver())
    config = {"callbacks": [watch()], "configurable": {"thread_id": "1"}}
    assert "__interrupt__" in compiled.invoke({"said": ""}, config)
    history = read_only_run(runs_dir)

    view = history.view(len(history))
    assert (view.status, view.final_output) == ("needs_approval", None)
