"""Tools the provider runs, from recorded streams: what a run announces and what is seen of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from recorded_streams import needs_streams
from wire_answers import Provider, message, recording, stream

from agents_core import (
    Agent,
    CodeInterpreterTool,
    FileSearchTool,
    HostedMCPTool,
    ImageGenerationTool,
    RunConfig,
    Runner,
    UserError,
    WebSearchTool,
)
from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.journal import Journal
from agents_core.running.result import RunResultStreaming

pytestmark = needs_streams


async def watch(name: str, *tools: Any) -> tuple[RunResultStreaming, list[str], RunHistory]:
    """Run an agent against a recording; return the result, item events by name, the history."""
    journal, history = Journal(), RunHistory()
    journal.subscribe(history.append)
    provider = Provider([recording(name), stream(message("Done."))])
    agent = Agent[Any](name="a", model=provider.model(), tools=list(tools))
    result = Runner.run_streamed(agent, "hi", run_config=RunConfig(journal=journal))
    names: list[str] = [
        event.name
        async for event in result.stream_events()
        if event.type == "run_item_stream_event"
    ]
    return result, names, history


def calls(history: RunHistory, name: str) -> Sequence[ItemView]:
    """Return the items of a name, as they are at the end."""
    return [item for item in history.items(len(history)) if item.name == name]


def states(history: RunHistory, index: int) -> list[str]:
    """Return the states an item goes through."""
    seen: list[str] = []
    for position in range(len(history) + 1):
        if index < history.view(position).items:
            status = history.item(index, position).status
            seen += [status] if seen[-1:] != [status] else []
    return seen


async def test_a_web_search_shows_its_query_while_it_goes_on() -> None:
    _, names, history = await watch("responses-web-search.sse", WebSearchTool())
    searches = calls(history, "web_search_call")
    assert names.count("tool_called") == len(searches) == 7
    assert "tool_output" not in names
    assert searches[1].text == "OTEL_INSTRUMENTATION_HTTP_CAPTURE_BODY Python"
    assert states(history, searches[0].index) == ["streaming", "running", "done"]


async def test_a_file_search_shows_all_its_queries() -> None:
    _, names, history = await watch("responses-file-search.sse", FileSearchTool(["vs"]))
    (search,) = calls(history, "file_search_call")
    assert names == ["tool_called", "message_output_created"]
    assert search.text.splitlines()[1:] == ["Travis favorite food", "favorite food of Travis"]


async def test_code_for_the_interpreter_is_seen_as_it_is_written() -> None:
    tool = CodeInterpreterTool({"type": "code_interpreter", "container": {"type": "auto"}})
    _, _, history = await watch("responses-code-interpreter-markdown.sse", tool)
    (call,) = calls(history, "code_interpreter_call")
    lengths = {
        len(history.item(call.index, position).text)
        for position in range(len(history) + 1)
        if call.index < history.view(position).items
    }
    assert len(lengths) > 40
    assert call.text.endswith("factorial_of_5")
    assert states(history, call.index) == ["streaming", "running", "done"]


async def test_an_image_is_told_by_what_was_asked_and_not_by_its_bytes() -> None:
    tool = ImageGenerationTool({"type": "image_generation"})
    _, _, history = await watch("responses-image-generation.sse", tool)
    (call,) = calls(history, "image_generation_call")
    assert call.text.startswith("Create a high-resolution")
    assert (call.output or "").startswith("image: webp, ")
    assert states(history, call.index) == ["streaming", "running", "done"]


async def test_a_hosted_mcp_server_shows_its_tools_arguments_and_answers() -> None:
    _, names, history = await watch("responses-mcp-call.sse", mcp("never"))
    (listed,), (call,) = calls(history, "mcp_list_tools"), calls(history, "ask_question")
    assert names[:3] == ["mcp_list_tools", "reasoning_item_created", "tool_called"]
    assert listed.text.splitlines() == ["read_wiki_structure", "ask_question"]
    assert call.text.startswith('{"repoName":')
    assert (call.output or "").startswith("The `pydantic/pydantic-ai` repository")
    assert states(history, call.index) == ["streaming", "running", "done"]


async def test_a_call_that_needs_approval_stops_the_run() -> None:
    result, names, _ = await watch("responses-mcp-approval.sse", mcp("always"))
    assert names[-1] == "mcp_approval_requested"
    assert [item.name for item in result.interruptions] == ["create_short_url"]
    assert result.final_output is None


@pytest.mark.parametrize("approved", [True, False])
async def test_a_function_can_answer_for_a_hosted_server(approved: bool) -> None:
    tool = mcp("always", lambda request: {"approve": approved, "reason": "no"})
    result, names, _ = await watch("responses-mcp-approval.sse", tool)
    assert names[-2:] == ["mcp_approval_response", "message_output_created"]
    (item,) = [item for item in result.new_items if item.type == "mcp_approval_response_item"]
    assert item.to_input_item().get("approve") is approved
    assert result.final_output == "Done."


async def test_commands_in_a_container_are_seen_with_what_they_printed() -> None:
    result, names, history = await watch("responses-shell-container.sse")
    first, second = calls(history, "shell_call")
    assert names.count("tool_called") == names.count("tool_output") == 2
    assert first.text.startswith("ls -R")
    assert (first.output or "").endswith("SKILL.md\n")
    assert (second.output or "").startswith("---\nname: island-rescue")
    assert str(result.final_output).startswith("Build a STOP")


async def test_custom_tools_the_provider_runs_are_done_when_the_run_is() -> None:
    _, names, history = await watch("responses-custom-tool-xai.sse")
    (call,) = calls(history, "x_keyword_search")
    assert names.count("tool_called") == 6
    assert (call.status, call.text[:9]) == ("done", '{"query":')


def mcp(require_approval: Any, decide: Any = None) -> HostedMCPTool:
    config: Any = {
        "type": "mcp",
        "server_label": "zip1",
        "server_url": "https://zip1.example/mcp",
        "require_approval": require_approval,
    }
    return HostedMCPTool(config, decide)


def test_a_search_for_no_number_of_results_is_refused_where_it_is_written() -> None:
    with pytest.raises(UserError, match="integer between 1 and 50"):
        FileSearchTool(["vs"], max_num_results=51)
