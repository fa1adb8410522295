"""Function tools: made of functions, called by a model, failing."""

import asyncio
import math
import threading
from contextvars import ContextVar
from typing import Any

import pytest

from agents_core import FunctionTool, RunContextWrapper, ToolContext, function_tool, tool
from agents_core.errors import MaxTurnsExceeded, ModelBehaviorError, ToolTimeoutError, UserError
from agents_core.tools.function_tool import invoke_function_tool

FAILED = "An error occurred while running the tool. Please try again."


def context_of(tool: FunctionTool, arguments: str = "{}") -> ToolContext[Any]:
    return ToolContext(None, tool_name=tool.name, tool_call_id="c1", tool_arguments=arguments)


async def call(tool: FunctionTool, arguments: str = "{}") -> Any:
    return await invoke_function_tool(tool, context_of(tool, arguments), arguments)


@function_tool
async def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


@function_tool
def echo_tool(text: str) -> str:
    """Give back the text."""
    return text


@function_tool
async def broken(a: int = 0) -> str:
    raise ValueError("boom")


def test_a_tool_is_called_and_described_like_its_function() -> None:
    assert (add.name, add.description) == ("add", "Add two numbers.")


def test_tool_is_a_shorter_name_for_function_tool() -> None:
    assert tool is function_tool


def test_a_decorator_with_keywords_makes_the_same_tool() -> None:
    @function_tool(name_override="plus", description_override="Adds.")
    async def sum_up(a: int) -> int:
        return a

    assert (sum_up.name, sum_up.description) == ("plus", "Adds.")


async def test_arguments_are_read_from_json() -> None:
    assert await call(add, '{"a": 1, "b": 2}') == 3


async def test_a_plain_function_runs_in_a_thread() -> None:
    @function_tool
    def where() -> int:
        return threading.get_ident()

    assert await call(where) != threading.get_ident()


async def test_any_number_of_plain_functions_run_at_the_same_time() -> None:
    all_there = threading.Barrier(40)

    @function_tool
    def meet() -> int:
        return all_there.wait(timeout=20)

    assert sorted(await asyncio.gather(*(call(meet) for _ in range(40)))) == list(range(40))


def test_nobody_waits_for_a_plain_function_that_was_given_up() -> None:
    started, released = threading.Event(), threading.Event()

    @function_tool
    def hang() -> bool:
        started.set()
        return released.wait()

    async def give_up() -> None:
        task = asyncio.create_task(call(hang))
        assert await asyncio.to_thread(started.wait, 10)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(give_up())
    assert not released.is_set()
    released.set()


@pytest.mark.parametrize("error", [SystemExit(3), StopIteration(), KeyboardInterrupt()])
async def test_a_plain_function_cannot_end_the_program(error: BaseException) -> None:
    @function_tool
    def leave() -> None:
        raise error

    context = context_of(leave)
    assert await invoke_function_tool(leave, context, "{}") == FAILED
    assert context.error is not None and context.error.__cause__ is error


async def test_a_plain_function_sees_the_context_variables_of_the_run() -> None:
    whose = ContextVar[str]("whose")
    whose.set("ann")

    @function_tool
    def look() -> str:
        return whose.get()

    assert await call(look) == "ann"


async def test_a_context_is_handed_over_without_the_model_knowing() -> None:
    @function_tool
    async def whose(ctx: RunContextWrapper[Any], name: str) -> str:
        assert isinstance(ctx, ToolContext)
        return f"{name} {ctx.tool_call_id}"

    assert list(whose.params_json_schema["properties"]) == ["name"]
    assert await call(whose, '{"name": "ann"}') == "ann c1"


async def test_empty_arguments_stand_for_none() -> None:
    @function_tool
    async def ping() -> str:
        return "pong"

    assert await call(ping, "") == "pong"


async def test_a_failure_is_a_text_for_the_model_and_the_exception_for_us() -> None:
    context = context_of(broken)
    assert await invoke_function_tool(broken, context, "{}") == FAILED
    assert isinstance(context.error, ValueError)
    assert context.error.__traceback__ is not None


async def test_a_success_leaves_no_error() -> None:
    context = context_of(add)
    await invoke_function_tool(add, context, '{"a": 1, "b": 2}')
    assert context.error is None


@pytest.mark.parametrize("is_async", [True, False])
async def test_the_text_of_a_failure_can_be_ones_own(is_async: bool) -> None:
    def plain(ctx: RunContextWrapper[Any], error: Exception) -> str:
        return f"sorry: {error}"

    async def later(ctx: RunContextWrapper[Any], error: Exception) -> str:
        return f"sorry: {error}"

    @function_tool(failure_error_function=later if is_async else plain)
    async def fail() -> str:
        raise ValueError("boom")

    assert await call(fail) == "sorry: boom"


async def test_without_failure_text_the_failure_is_raised_and_names_the_tool() -> None:
    @function_tool(failure_error_function=None)
    async def fail() -> str:
        raise ValueError("boom")

    with pytest.raises(UserError, match="Error running tool fail: boom") as caught:
        await call(fail)
    assert isinstance(caught.value.__cause__, ValueError)


async def test_an_agents_exception_passes_unwrapped() -> None:
    @function_tool(failure_error_function=None)
    async def fail() -> str:
        raise MaxTurnsExceeded("enough")

    with pytest.raises(MaxTurnsExceeded, match="enough"):
        await call(fail)


@pytest.mark.parametrize("arguments", ["nope", "[]", '{"text": {}}', "{}"])
async def test_arguments_the_schema_does_not_allow_are_a_failure_of_the_model(
    arguments: str,
) -> None:
    context = context_of(echo_tool, arguments)
    assert await invoke_function_tool(echo_tool, context, arguments) == FAILED
    assert isinstance(context.error, ModelBehaviorError)
    assert "Invalid JSON input for tool echo_tool" in str(context.error)


async def test_arguments_that_are_no_object_are_told_so() -> None:
    context = context_of(echo_tool)
    await invoke_function_tool(echo_tool, context, "[]")
    told = "Invalid JSON input for tool echo_tool: expected a JSON object"
    assert str(context.error) == told


async def test_a_timeout_is_a_text_for_the_model() -> None:
    @function_tool(timeout=0.01)
    async def wait() -> None:
        await asyncio.Event().wait()

    context = context_of(wait)
    output = await invoke_function_tool(wait, context, "{}")
    assert output == "Tool 'wait' timed out after 0.01 seconds."
    assert isinstance(context.error, ToolTimeoutError)


async def test_a_timeout_can_end_the_run() -> None:
    @function_tool(timeout=0.01, timeout_behavior="raise_exception")
    async def wait() -> None:
        await asyncio.Event().wait()

    with pytest.raises(ToolTimeoutError):
        await call(wait)


async def test_the_text_of_a_timeout_can_be_ones_own() -> None:
    @function_tool(timeout=0.01, timeout_error_function=lambda ctx, error: "too slow")
    async def wait() -> None:
        await asyncio.Event().wait()

    assert await call(wait) == "too slow"


async def test_a_timeout_error_of_the_tool_itself_is_a_failure_like_any() -> None:
    @function_tool(timeout=60)
    async def fail() -> None:
        raise TimeoutError("the database")

    context = context_of(fail)
    assert await invoke_function_tool(fail, context, "{}") == FAILED
    assert str(context.error) == "the database"


async def test_a_tool_that_cancels_itself_has_failed() -> None:
    @function_tool
    async def fail() -> None:
        raise asyncio.CancelledError

    assert await call(fail) == FAILED


async def test_cancelling_the_run_is_no_failure_of_the_tool() -> None:
    started = asyncio.Event()

    @function_tool
    async def wait() -> None:
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(call(wait))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_timeout_of_a_plain_function_is_refused() -> None:
    with pytest.raises(ValueError, match="only supported for async @function_tool handlers"):

        @function_tool(timeout=1)
        def plain() -> None: ...


@pytest.mark.parametrize(
    ("timeout", "error", "told"),
    [
        (True, TypeError, "positive number"),
        ("1", TypeError, "positive number"),
        (math.inf, ValueError, "finite number"),
        (0, ValueError, "greater than 0"),
    ],
)
def test_what_is_no_time_is_refused(timeout: Any, error: type[Exception], told: str) -> None:
    async def later() -> None: ...

    with pytest.raises(error, match=told):
        function_tool(timeout=timeout)(later)


def test_an_unknown_timeout_behaviour_is_refused() -> None:
    behavior: Any = "shrug"

    async def later() -> None: ...

    with pytest.raises(ValueError, match="timeout_behavior must be one of"):
        function_tool(timeout_behavior=behavior)(later)


async def test_a_tool_made_by_hand_gets_a_strict_schema() -> None:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:
        return arguments

    made = FunctionTool("raw", "", {"type": "object", "properties": {"x": {}}}, invoke)
    assert made.params_json_schema["required"] == ["x"]
    assert await call(made, '{"x": 1}') == '{"x": 1}'
