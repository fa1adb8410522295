"""Tools in the provider's own formats that run here: shell, patches, custom tools, a computer."""

from typing import Any

import pytest
from recorded_streams import needs_streams
from wire_answers import Provider, message, recording, stream

from agents_core import (
    Agent,
    ApplyPatchOperation,
    ApplyPatchResult,
    ApplyPatchTool,
    Computer,
    ComputerTool,
    CustomTool,
    LocalShellTool,
    RunConfig,
    Runner,
    RunState,
    ShellCommandOutput,
    ShellResult,
    ShellTool,
    UserError,
)
from agents_core.journal import Journal
from agents_core.run_events import RunEvent
from agents_core.running.result import RunResultStreaming

CUSTOM = {"type": "custom_tool_call", "call_id": "c1", "name": "shout", "input": "hello"}
SHELL = {
    "type": "shell_call",
    "id": "sh",
    "call_id": "c1",
    "status": "completed",
    "action": {"commands": ["ls", "pwd"], "timeout_ms": 1000, "max_output_length": 4},
}


async def run(
    first: bytes, *tools: Any, **options: Any
) -> tuple[RunResultStreaming, list[str], Provider, list[RunEvent]]:
    """Run an agent whose model answers `first`, then says it is done."""
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    provider = Provider([first, stream(message("Done."))])
    agent = Agent[Any](name="a", model=provider.model(), tools=list(tools), **options)
    result = Runner.run_streamed(agent, "hi", run_config=RunConfig(journal=journal))
    names: list[str] = [
        event.name
        async for event in result.stream_events()
        if event.type == "run_item_stream_event"
    ]
    return result, names, provider, events


def answered(provider: Provider) -> dict[str, Any]:
    """Return the last item that was sent."""
    item: dict[str, Any] = provider.requests[-1]["input"][-1]
    return item


def shout(context: Any, words: str) -> str:
    return words.upper()


async def test_a_custom_tool_gets_the_models_words_and_answers_in_its_own_item() -> None:
    tool = CustomTool("shout", "Shouts.", shout, format={"type": "text"})
    _, names, provider, events = await run(stream(CUSTOM), tool)
    assert names == ["tool_called", "tool_output", "message_output_created"]
    assert provider.requests[0]["tools"] == [
        {"type": "custom", "name": "shout", "description": "Shouts.", "format": {"type": "text"}}
    ]
    assert answered(provider) == {
        "type": "custom_tool_call_output",
        "call_id": "c1",
        "output": "HELLO",
    }
    (ended,) = [event.data for event in events if event.type == "tool.end"]
    assert (ended["name"], ended["output"], ended["is_error"]) == ("shout", "HELLO", False)


async def test_a_failure_is_told_to_the_model_and_kept_whole_in_the_journal() -> None:
    def fail(context: Any, words: str) -> str:
        raise ValueError("too loud")

    _, names, provider, events = await run(stream(CUSTOM), CustomTool("shout", "", fail))
    assert "tool_output" in names
    assert answered(provider)["output"] == "ValueError: too loud"
    (ended,) = [event.data for event in events if event.type == "tool.end"]
    assert ended["error"]["message"] == "too loud"
    assert "Traceback" in ended["error"]["traceback"]


async def test_a_shell_answers_command_by_command_within_the_models_limit() -> None:
    asked = []

    async def execute(request: Any) -> ShellResult:
        asked.append(request.data.action.commands)
        return ShellResult([ShellCommandOutput("a long list"), ShellCommandOutput("/")])

    _, _, provider, _ = await run(stream(SHELL), ShellTool(execute))
    assert asked == [["ls", "pwd"]]
    assert [part["stdout"] for part in answered(provider)["output"]] == ["a lo", "/"]
    assert answered(provider)["max_output_length"] == 4
    assert provider.requests[0]["tools"] == [{"type": "shell", "environment": {"type": "local"}}]


async def test_a_shell_that_needs_approval_stops_the_run_and_goes_on_from_there() -> None:
    tool = ShellTool(lambda request: "ok", needs_approval=True)
    result, names, provider, _ = await run(stream(SHELL), tool)
    assert names == ["tool_called"]
    assert [item.name for item in result.interruptions] == ["shell"]
    state: RunState[Any] = result.to_state()
    state.approve(result.interruptions[0])
    resumed = Runner.run_streamed(result.last_agent, state)
    async for _ in resumed.stream_events():
        pass
    assert resumed.final_output == "Done."
    assert answered(provider)["output"][0]["stdout"] == "ok"


async def test_the_owner_of_a_tool_can_decide_at_once() -> None:
    def decide(context: Any, item: Any) -> Any:
        return {"approve": False, "reason": "not today"}

    tool = ShellTool(lambda request: "ok", needs_approval=True, on_approval=decide)
    result, _, provider, _ = await run(stream(SHELL), tool)
    assert not result.interruptions
    assert answered(provider)["output"][0]["stdout"] == "not "
    assert answered(provider)["output"][0]["outcome"]["exit_code"] == 1


async def test_a_single_command_is_answered_with_what_it_printed() -> None:
    call = {
        "type": "local_shell_call",
        "id": "ls",
        "call_id": "c1",
        "status": "completed",
        "action": {"type": "exec", "command": ["ls"], "env": {}},
    }
    tool = LocalShellTool(lambda request: " ".join(request.data.action.command))
    _, _, provider, _ = await run(stream(call), tool)
    assert (answered(provider)["type"], answered(provider)["output"]) == (
        "local_shell_call_output",
        "ls",
    )


class Editor:
    """Writes down what it is asked to do."""

    def __init__(self) -> None:
        self.done: list[ApplyPatchOperation] = []

    def create_file(self, operation: ApplyPatchOperation) -> ApplyPatchResult:
        self.done.append(operation)
        return ApplyPatchResult("completed", "created")

    update_file = delete_file = create_file


@needs_streams
async def test_a_patch_is_applied_by_the_editor() -> None:
    editor = Editor()
    _, names, provider, _ = await run(
        recording("responses-apply-patch.sse"), ApplyPatchTool(editor)
    )
    assert names == ["tool_called", "tool_output", "message_output_created"]
    assert editor.done[0].type == "create_file"
    assert "Shopping Checklist" in str(editor.done[0].diff)
    answer = answered(provider)
    assert (answer["type"], answer["status"], answer["output"]) == (
        "apply_patch_call_output",
        "completed",
        "created",
    )


class Screen(Computer):
    """A computer that shows nothing."""

    def screenshot(self) -> str:
        return "cG5n"

    def _nothing(self, *args: Any) -> None:
        pass

    click: Any = _nothing
    double_click = scroll = type = wait = move = keypress = drag = click


@needs_streams
async def test_a_computer_answers_with_its_screen() -> None:
    _, names, provider, _ = await run(
        recording("responses-computer-use.sse"), ComputerTool(Screen())
    )
    assert names == ["tool_called", "tool_output", "message_output_created"]
    assert answered(provider)["output"] == {
        "type": "computer_screenshot",
        "image_url": "data:image/png;base64,cG5n",
    }


@pytest.mark.parametrize("agrees", [None, False, True])
async def test_a_warning_about_a_computer_must_be_agreed_to(agrees: bool | None) -> None:
    call = {
        "type": "computer_call",
        "id": "cu",
        "call_id": "c1",
        "status": "completed",
        "actions": [{"type": "click", "x": 1, "y": 2, "button": "left"}],
        "pending_safety_checks": [{"id": "s1", "code": "odd", "message": "Sure?"}],
    }
    ask = None if agrees is None else lambda data: agrees
    tool = ComputerTool(Screen(), on_safety_check=ask)
    if agrees:
        _, _, provider, _ = await run(stream(call), tool)
        assert answered(provider)["acknowledged_safety_checks"][0]["id"] == "s1"
    else:
        with pytest.raises(UserError, match="safety check was not acknowledged"):
            await run(stream(call), tool)


def test_a_shell_runs_somewhere_and_only_there() -> None:
    with pytest.raises(UserError, match="requires an executor"):
        ShellTool()
    with pytest.raises(UserError, match="does not accept an executor"):
        ShellTool(lambda request: "", environment={"type": "container_auto"})


async def test_a_tool_of_this_kind_never_ends_a_run_by_itself() -> None:
    tool = CustomTool("shout", "Shouts.", shout)
    result, *_ = await run(stream(CUSTOM), tool, tool_use_behavior="stop_on_first_tool")
    assert result.final_output == "Done."
