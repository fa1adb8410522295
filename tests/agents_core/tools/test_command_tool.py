"""Programs as tools."""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from agents_core import FunctionTool, ToolContext
from agents_core.errors import ToolTimeoutError, UserError
from agents_core.tools.command_tool import CommandError, CommandSpec, command_tool, run_command
from agents_core.tools.function_tool import invoke_function_tool
from agents_core.tools.templates import fill, placeholders

SHOW_ARGUMENTS = ["{{ python }}", "-c", "import json, sys; print(json.dumps(sys.argv[1:]))"]
PARAMETERS = {"type": "object", "properties": {"word": {"type": "string"}}}


def make_tool(command: Sequence[str], **options: Any) -> FunctionTool:
    return command_tool("program", "A program.", PARAMETERS, CommandSpec(command), **options)


async def call(tool: FunctionTool, **arguments: Any) -> tuple[Any, BaseException | None]:
    context: ToolContext[Any] = ToolContext(
        None, tool_name=tool.name, tool_call_id="c1", tool_arguments=""
    )
    output = await invoke_function_tool(tool, context, json.dumps(arguments))
    return output, context.error


@pytest.mark.parametrize("word", ["a b", "; rm -rf /", "$HOME", "`id`", "{{ python }}", "'\"\n"])
async def test_what_the_model_wrote_stays_one_argument(word: str) -> None:
    output, _ = await call(make_tool([*SHOW_ARGUMENTS, "{{ word }}", "<{{word}}>"]), word=word)
    assert json.loads(output) == [word, f"<{word}>"]


async def test_the_program_reads_its_input() -> None:
    spec = CommandSpec(["cat"], stdin="dear {{ word }}")
    assert await run_command(spec, {"word": "ann"}, os.environ) == "dear ann"


async def test_a_program_may_end_without_reading_its_input() -> None:
    spec = CommandSpec(["true"], stdin="x" * 1_000_000)
    assert await run_command(spec, {}, os.environ) == ""


async def test_only_allowed_variables_reach_the_program() -> None:
    spec = CommandSpec(["env"], env={"SET": "1"}, env_vars=["ALLOWED"])
    environ = {"PATH": os.environ["PATH"], "ALLOWED": "yes", "API_KEY": "secret"}
    lines = (await run_command(spec, {}, environ)).splitlines()
    assert {"SET=1", "ALLOWED=yes"} <= set(lines)
    assert "secret" not in "".join(lines)


async def test_the_program_runs_where_it_is_told(tmp_path: Path) -> None:
    spec = CommandSpec(["pwd"], cwd=tmp_path)
    assert (await run_command(spec, {}, os.environ)).endswith(tmp_path.name)


async def test_a_failing_program_tells_the_model_its_exit_code_and_words() -> None:
    output, error = await call(make_tool(["sh", "-c", "echo out; echo bad >&2; exit 3"]))
    assert output == "sh ended with exit code 3.\nout\nbad"
    assert isinstance(error, CommandError)


async def test_other_exit_codes_can_mean_success() -> None:
    spec = CommandSpec(["sh", "-c", "exit 1"], exit_codes=[0, 1])
    assert await run_command(spec, {}, os.environ) == ""


async def test_a_program_that_is_not_there_is_a_failure_with_its_name() -> None:
    output, _ = await call(make_tool(["no-such-program"]))
    assert output.startswith("no-such-program could not be started")


async def test_a_zero_byte_from_the_model_is_a_failure_not_a_crash() -> None:
    _, error = await call(make_tool(["echo", "{{ word }}"]), word="a\0b")
    assert isinstance(error, CommandError)


async def test_output_is_kept_up_to_its_limit_and_read_to_its_end() -> None:
    spec = CommandSpec(["sh", "-c", "yes | head -c 300000"], max_output=4)
    output = await run_command(spec, {}, os.environ)
    assert output == "y\ny\n[299996 more bytes were left out]"


async def test_a_timeout_kills_all_the_program_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"sleep 60 & echo $! > {pids}; echo $$ >> {pids}; wait"
    _, error = await call(make_tool(["sh", "-c", script], timeout=0.5))
    assert isinstance(error, ToolTimeoutError)
    assert not any(is_running(int(pid)) for pid in pids.read_text().split())


async def test_cancelling_kills_the_program(tmp_path: Path) -> None:
    fifo = tmp_path / "started"
    os.mkfifo(fifo)
    spec = CommandSpec(["sh", "-c", f"echo $$ > {fifo}; exec sleep 60"])
    task = asyncio.create_task(run_command(spec, {}, os.environ))
    pid = int(await asyncio.to_thread(fifo.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_running(pid)


async def test_what_a_program_leaves_behind_does_not_hold_the_call() -> None:
    spec = CommandSpec(["sh", "-c", "sleep 60 & echo done"])
    async with asyncio.timeout(10):
        assert await run_command(spec, {}, os.environ) == "done"


def is_running(pid: int) -> bool:
    """Say whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_the_program_itself_must_not_come_from_the_model() -> None:
    with pytest.raises(UserError, match="must not come from the model"):
        make_tool(["{{ word }}"])


def test_a_template_that_names_no_parameter_is_refused() -> None:
    with pytest.raises(UserError, match="'wrod', which is no parameter; known: python, word"):
        make_tool(["echo", "{{ wrod }}"])


def test_an_empty_command_is_refused() -> None:
    with pytest.raises(UserError, match="the command is empty"):
        make_tool([])


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (None, ""), (3, "3"), (True, "true"), (["a"], '["a"]')]
)
def test_values_fill_a_template_as_text_or_json(value: Any, text: str) -> None:
    assert fill("<{{ x }}>", {"x": value}) == f"<{text}>"


def test_a_template_knows_what_it_asks_for() -> None:
    assert placeholders("{{a}} {{ b }} { c } {{ }}") == {"a", "b"}
