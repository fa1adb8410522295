"""The Agents SDK's documented ways of following a stream, with only the import changed."""

import random
from typing import Any

import pytest
from openai.types.responses import (
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseTextDeltaEvent,
)

from agents_core import Agent, ItemHelpers, Runner, function_tool
from agents_core.testing import ScriptedModel, assistant_message, function_call


async def test_text_is_printed_by_the_class_of_its_deltas(
    capsys: pytest.CaptureFixture[str],
) -> None:
    agent = Agent[Any](
        name="Joker",
        instructions="You are a helpful assistant.",
        model=ScriptedModel([[assistant_message("Five jokes.")]]),
    )

    result = Runner.run_streamed(agent, input="Please tell me 5 jokes.")
    async for event in result.stream_events():
        if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
            print(event.data.delta, end="", flush=True)

    assert capsys.readouterr().out == "Five jokes."


async def test_a_call_is_followed_from_its_name_to_its_last_argument(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @function_tool
    def write_file(filename: str, content: str) -> str:
        """Write content to a file."""
        return f"File {filename} written"

    call = function_call("write_file", {"filename": "a.py", "content": "x"}, call_id="call_1")
    agent = Agent[Any](
        name="CodeGenerator",
        model=ScriptedModel([[call], [assistant_message("Done.")]]),
        tools=[write_file],
    )

    current_active_call_id = None
    function_calls: dict[Any, dict[str, str]] = {}
    result = Runner.run_streamed(agent, input="Create a file.")
    async for event in result.stream_events():
        if event.type == "raw_response_event":
            if event.data.type == "response.output_item.added":
                if getattr(event.data.item, "type", None) == "function_call":
                    function_name = getattr(event.data.item, "name", "unknown")
                    call_id = getattr(event.data.item, "call_id", "unknown")
                    function_calls[call_id] = {"name": function_name, "arguments": ""}
                    current_active_call_id = call_id
                    print(f"start {event.data.item.name}")  # type: ignore[union-attr]
            elif isinstance(event.data, ResponseFunctionCallArgumentsDeltaEvent):
                if current_active_call_id and current_active_call_id in function_calls:
                    function_calls[current_active_call_id]["arguments"] += event.data.delta
                    print(event.data.delta, end="", flush=True)
            elif event.data.type == "response.output_item.done":  # noqa: SIM102 - as documented
                if hasattr(event.data.item, "call_id"):
                    call_id = getattr(event.data.item, "call_id", "unknown")
                    print(f"\ndone {event.data.item.name}")  # type: ignore[union-attr]
                    current_active_call_id = None

    arguments = '{"filename":"a.py","content":"x"}'
    assert capsys.readouterr().out == f"start write_file\n{arguments}\ndone write_file\n"
    assert function_calls == {"call_1": {"name": "write_file", "arguments": arguments}}


async def test_items_are_printed_as_they_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    @function_tool
    def how_many_jokes() -> int:
        """Return a random integer of jokes to tell."""
        return random.randint(3, 3)

    agent = Agent[Any](
        name="Joker",
        instructions="First call the `how_many_jokes` tool, then tell that many jokes.",
        tools=[how_many_jokes],
        model=ScriptedModel(
            [[function_call("how_many_jokes", {}, call_id="c")], [assistant_message("Ha.")]]
        ),
    )

    result = Runner.run_streamed(agent, input="Hello")
    print("=== Run starting ===")
    async for event in result.stream_events():
        # Ignore the raw response events
        if event.type == "raw_response_event":
            continue
        elif event.type == "agent_updated_stream_event":
            print(f"Agent updated: {event.new_agent.name}")
            continue
        elif event.type == "run_item_stream_event":
            if event.item.type == "tool_call_item":
                print("-- Tool was called")
            elif event.item.type == "tool_call_output_item":
                print(f"-- Tool output: {event.item.output}")
            elif event.item.type == "message_output_item":
                print(f"-- Message output:\n {ItemHelpers.text_message_output(event.item)}")
            else:
                pass  # Ignore other event types
    print("=== Run complete ===")

    assert capsys.readouterr().out == (
        "=== Run starting ===\nAgent updated: Joker\n-- Tool was called\n-- Tool output: 3\n"
        "-- Message output:\n Ha.\n=== Run complete ===\n"
    )
    assert result.final_output == "Ha."
