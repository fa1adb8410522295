"""The stream of events is the Agents SDK's own, compared with it run side by side.

Each program is written once and run with both libraries; what is compared is the kind of every
stream event in order, the error that ends the run, and the result. (Of a run that failed, we keep
the items and responses of the last turn as well; the SDK does not.)
"""

from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any

import httpx2
import pytest
from openai import APIConnectionError
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseCustomToolCall,
    ResponseFunctionShellToolCall,
    ResponseFunctionWebSearch,
)
from openai.types.responses.response_output_item import McpApprovalRequest

import agents_core
from agents_core import testing as our_testing

sdk: Any = pytest.importorskip("agents", reason="openai-agents is not installed")
sdk_testing: Any = pytest.importorskip("agents.testing", reason="this openai-agents has no testing")

Lib = ModuleType
Program = Callable[[Any, Any], Awaitable[list[Any]]]


async def trace(result: Any) -> list[Any]:
    """Return what a run streams, and how it ends."""
    seen: list[Any] = []
    try:
        async for event in result.stream_events():
            if event.type == "raw_response_event":
                if event.data.type == "response.completed":
                    seen.append(event.data.type)
            elif event.type == "run_item_stream_event":
                seen.append((event.name, event.item.type, getattr(event.item, "output", None)))
            else:
                seen.append(("agent", event.new_agent.name))
    except Exception as error:  # noqa: BLE001 - whatever ends the run is compared
        seen.append((type(error).__name__, str(error)))
        return [*seen, result.final_output, result.current_turn, result.is_complete]
    seen.append((result.final_output, result.current_turn, result.is_complete))
    seen.append([item.type for item in result.new_items])
    seen.append((result.last_agent.name, len(result.raw_responses)))
    return seen


def without_words(error: str, trace: list[Any]) -> list[Any]:
    """Return a trace with the text of an error left out, where ours says more."""
    return [
        entry[0] if isinstance(entry, tuple) and str(entry[0]).startswith(error) else entry
        for entry in trace
    ]


def add_tool(lib: Any) -> Any:
    def add(a: int, b: int) -> int:
        return a + b

    return lib.function_tool(add)


def failing_tool(lib: Any, **options: Any) -> Any:
    def boom() -> str:
        raise ValueError("no")

    return lib.function_tool(**options)(boom)


async def text(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[t.assistant_message("hello")]])
    return await trace(lib.Runner.run_streamed(lib.Agent(name="a", model=model), "hi"))


async def one_tool(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("add", {"a": 1, "b": 2}, call_id="c1")
    model = t.ScriptedModel([[call], [t.assistant_message("3")]])
    agent = lib.Agent(name="a", model=model, tools=[add_tool(lib)])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def parallel_tools(lib: Any, t: Any) -> list[Any]:
    calls = [t.function_call("add", {"a": n, "b": 2}, call_id=f"c{n}") for n in range(3)]
    model = t.ScriptedModel([[t.assistant_message("wait"), *calls], [t.assistant_message("done")]])
    agent = lib.Agent(name="a", model=model, tools=[add_tool(lib)])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def handoff_with_tool(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("add", {"a": 1, "b": 2}, call_id="c1")
    hand = t.function_call("transfer_to_b", {}, call_id="c2")
    b = lib.Agent(name="b", model=t.ScriptedModel([[t.assistant_message("I am b")]]))
    model = t.ScriptedModel([[hand, call]])
    a = lib.Agent(name="a", model=model, tools=[add_tool(lib)], handoffs=[b])
    return await trace(lib.Runner.run_streamed(a, "hi"))


async def several_handoffs(lib: Any, t: Any) -> list[Any]:
    hands = [t.function_call(f"transfer_to_{n}", {}, call_id=n) for n in ("b", "c")]
    b = lib.Agent(name="b", model=t.ScriptedModel([[t.assistant_message("I am b")]]))
    a = lib.Agent(name="a", model=t.ScriptedModel([hands]), handoffs=[b, lib.Agent(name="c")])
    return await trace(lib.Runner.run_streamed(a, "hi"))


async def failing(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel(
        [[t.function_call("boom", {}, call_id="c")], [t.assistant_message("ok")]]
    )
    agent = lib.Agent(
        name="a",
        model=model,
        tools=[failing_tool(lib, failure_error_function=lambda ctx, error: f"it said {error}")],
    )
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def failing_for_good(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[t.function_call("boom", {}, call_id="c")]])
    agent = lib.Agent(name="a", model=model, tools=[failing_tool(lib, failure_error_function=None)])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def max_turns(lib: Any, t: Any) -> list[Any]:
    calls = [[t.function_call("add", {"a": n, "b": 2}, call_id=f"c{n}")] for n in range(3)]
    agent = lib.Agent(name="a", model=t.ScriptedModel(calls), tools=[add_tool(lib)])
    return await trace(lib.Runner.run_streamed(agent, "hi", max_turns=2))


async def input_guardrail(lib: Any, t: Any) -> list[Any]:
    def check(context: Any, agent: Any, input: Any) -> Any:
        return lib.GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)

    guardrail = lib.InputGuardrail(check, run_in_parallel=False)
    model = t.ScriptedModel([[t.assistant_message("hello")]])
    agent = lib.Agent(name="a", model=model, input_guardrails=[guardrail])
    return without_words("InputGuard", await trace(lib.Runner.run_streamed(agent, "hi")))


async def unknown_tool(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[t.function_call("nope", {}, call_id="c")]])
    return await trace(lib.Runner.run_streamed(lib.Agent(name="a", model=model), "hi"))


async def unknown_tool_told(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("missing_tool", {}, call_id="c")
    model = t.ScriptedModel([[call], [t.assistant_message("ok")]])
    config = lib.RunConfig(tool_not_found_behavior="return_error_to_model")
    agent = lib.Agent(name="a", model=model)
    return await trace(lib.Runner.run_streamed(agent, "hi", run_config=config))


async def first_tool_is_final(lib: Any, t: Any) -> list[Any]:
    calls = [t.function_call("add", {"a": n, "b": 2}, call_id=f"c{n}") for n in range(2)]
    agent = lib.Agent(
        name="a",
        model=t.ScriptedModel([calls]),
        tools=[add_tool(lib)],
        tool_use_behavior="stop_on_first_tool",
    )
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def bad_structured_output(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[t.assistant_message("not json")]])
    agent = lib.Agent(name="a", model=model, output_type=list[int])
    return without_words("ModelBehavior", await trace(lib.Runner.run_streamed(agent, "hi")))


async def no_output(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[]])
    return await trace(lib.Runner.run_streamed(lib.Agent(name="a", model=model), "hi"))


async def same_call_twice(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("add", {"a": 1, "b": 2}, call_id="c1")
    again = t.function_call("add", {"a": 1, "b": 2}, call_id="c1")
    model = t.ScriptedModel([[call, again], [t.assistant_message("3")]])
    agent = lib.Agent(name="a", model=model, tools=[add_tool(lib)])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def agent_as_tool(lib: Any, t: Any) -> list[Any]:
    inner = lib.Agent(name="inner", model=t.ScriptedModel([[t.assistant_message("from within")]]))
    call = t.function_call("ask", {"input": "?"}, call_id="c1")
    model = t.ScriptedModel([[call], [t.assistant_message("done")]])
    tool = inner.as_tool(tool_name="ask", tool_description="Ask.")
    agent = lib.Agent(name="a", model=model, tools=[tool])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def cancelled_after_turn(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("add", {"a": 1, "b": 2}, call_id="c1")
    model = t.ScriptedModel([[call], [t.assistant_message("3")]])
    agent = lib.Agent(name="a", model=model, tools=[add_tool(lib)])
    result = lib.Runner.run_streamed(agent, "hi")
    async for event in result.stream_events():
        if event.type == "run_item_stream_event" and event.name == "tool_called":
            result.cancel("after_turn")
    return [result.final_output, result.current_turn, [item.type for item in result.new_items]]


async def approvals(lib: Any, t: Any) -> list[Any]:
    def pay(amount: int) -> str:
        return f"paid {amount}"

    calls = [t.function_call("pay", {"amount": n}, call_id=f"c{n}") for n in range(3)]
    add = t.function_call("add", {"a": 1, "b": 2}, call_id="add")
    model = t.ScriptedModel([[*calls, add], [t.assistant_message("done")]])
    tools = [lib.function_tool(needs_approval=True)(pay), add_tool(lib)]
    agent = lib.Agent(name="a", model=model, tools=tools)
    result = lib.Runner.run_streamed(agent, "hi", max_turns=2)
    seen = [_unordered(await trace(result))]
    for decide in ("approve", "reject", "approve"):
        state = result.to_state()
        getattr(state, decide)(result.interruptions[0])
        result = lib.Runner.run_streamed(agent, state)
        seen.append(_unordered(await trace(result)))
        seen.append([(i.name, i.arguments, i.call_id) for i in result.interruptions])
    return seen


def _unordered(trace: list[Any]) -> list[Any]:
    """Return a trace with the types of the items sorted: approvals stand elsewhere among ours."""
    return [sorted(part) if isinstance(part, list) else part for part in trace]


async def nested_approval(lib: Any, t: Any) -> list[Any]:
    def pay(amount: int) -> str:
        return f"paid {amount}"

    call = t.function_call("pay", {"amount": 1}, call_id="inner")
    model = t.ScriptedModel([[call], [t.assistant_message("clerk is done")]])
    pays = lib.function_tool(needs_approval=True)(pay)
    clerk = lib.Agent(name="clerk", model=model, tools=[pays])
    ask = t.function_call("clerk", {"input": "pay"}, call_id="outer")
    outer = t.ScriptedModel([[ask], [t.assistant_message("done")]])
    agent = lib.Agent(name="a", model=outer, tools=[clerk.as_tool("clerk", "Ask.")])
    result = lib.Runner.run_streamed(agent, "hi")
    seen = [_unordered(await trace(result))]
    state = result.to_state()
    state.approve(result.interruptions[0])
    result = lib.Runner.run_streamed(agent, state)
    return [*seen, _unordered(await trace(result))]


async def output_guardrail(lib: Any, t: Any) -> list[Any]:
    def check(context: Any, agent: Any, output: Any) -> Any:
        return lib.GuardrailFunctionOutput(output_info=output, tripwire_triggered=True)

    model = t.ScriptedModel([[t.assistant_message("hello")]])
    agent = lib.Agent(name="a", model=model, output_guardrails=[lib.OutputGuardrail(check)])
    return without_words("OutputGuard", await trace(lib.Runner.run_streamed(agent, "hi")))


async def tool_guardrails(lib: Any, t: Any) -> list[Any]:
    def refuse(data: Any) -> Any:
        return lib.ToolGuardrailFunctionOutput.reject_content("not now")

    def mask(data: Any) -> Any:
        return lib.ToolGuardrailFunctionOutput.reject_content(f"masked {data.output}")

    def act() -> str:
        return "secret"

    before = lib.tool_input_guardrail(refuse)
    after = lib.tool_output_guardrail(mask)
    first = lib.function_tool(name_override="first", tool_input_guardrails=[before])(act)
    second = lib.function_tool(name_override="second", tool_output_guardrails=[after])(act)
    calls = [t.function_call(name, {}, call_id=name) for name in ("first", "second")]
    model = t.ScriptedModel([calls, [t.assistant_message("done")]])
    agent = lib.Agent(name="a", model=model, tools=[first, second])
    result = lib.Runner.run_streamed(agent, "hi")
    seen = await trace(result)
    return [
        *seen,
        len(result.tool_input_guardrail_results),
        len(result.tool_output_guardrail_results),
    ]


async def tool_guardrail_stops(lib: Any, t: Any) -> list[Any]:
    def stop(data: Any) -> Any:
        return lib.ToolGuardrailFunctionOutput.raise_exception("no")

    def act() -> str:
        return "secret"

    guardrail = lib.tool_input_guardrail(stop)
    tool = lib.function_tool(tool_input_guardrails=[guardrail])(act)
    model = t.ScriptedModel([[t.function_call("act", {}, call_id="c")]])
    agent = lib.Agent(name="a", model=model, tools=[tool])
    return without_words("ToolInput", await trace(lib.Runner.run_streamed(agent, "hi")))


async def rejected_in_words(lib: Any, t: Any) -> list[Any]:
    call = t.function_call("add", {"a": 1, "b": 2}, call_id="c")
    tool = add_tool(lib)
    tool.needs_approval = True
    model = t.ScriptedModel([[call], [t.assistant_message("ok")]])
    agent = lib.Agent(name="a", model=model, tools=[tool])
    result = lib.Runner.run_streamed(agent, "hi")
    await trace(result)
    state = result.to_state()
    state.reject(result.interruptions[0], always_reject=True, rejection_message="never")
    return _unordered(await trace(lib.Runner.run_streamed(agent, state)))


def _completed(t: Any, *items: Any) -> Any:
    """Return a step whose stream is only its end: the SDK's script knows no other items."""
    make_response: Any = Response.model_construct
    response = make_response(id="resp", output=list(items), usage=None)
    event = ResponseCompletedEvent.model_construct(
        type="response.completed", response=response, sequence_number=0
    )
    return t.ModelStep(stream_events=[event])


async def hosted_search(lib: Any, t: Any) -> list[Any]:
    action = {"type": "search", "query": "cats"}
    item = {"id": "ws", "type": "web_search_call", "status": "completed", "action": action}
    search = ResponseFunctionWebSearch.model_validate(item)
    again = search.model_copy(update={"id": "ws2"})
    model = t.ScriptedModel(
        [_completed(t, search), _completed(t, again, t.assistant_message("cats"))]
    )
    agent = lib.Agent(name="a", model=model, tools=[lib.WebSearchTool()])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


def _mcp_request() -> Any:
    item = {
        "id": "mcpr",
        "type": "mcp_approval_request",
        "server_label": "dice",
        "name": "roll",
        "arguments": "{}",
    }
    return McpApprovalRequest.model_validate(item)


async def hosted_approval_by_function(lib: Any, t: Any) -> list[Any]:
    config = {"type": "mcp", "server_label": "dice", "server_url": "https://dice.example"}
    tool = lib.HostedMCPTool(config, on_approval_request=lambda request: {"approve": True})
    model = t.ScriptedModel([_completed(t, _mcp_request()), [t.assistant_message("ok")]])
    agent = lib.Agent(name="a", model=model, tools=[tool])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def custom_tool(lib: Any, t: Any) -> list[Any]:
    def shout(context: Any, words: str) -> str:
        return words.upper()

    item = {"type": "custom_tool_call", "call_id": "c1", "name": "shout", "input": "hello"}
    call = ResponseCustomToolCall.model_validate(item)
    model = t.ScriptedModel([_completed(t, call), [t.assistant_message("ok")]])
    tool = lib.CustomTool(name="shout", description="Shouts.", on_invoke_tool=_async(shout))
    agent = lib.Agent(name="a", model=model, tools=[tool])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


async def shell_tool(lib: Any, t: Any) -> list[Any]:
    item = {
        "type": "shell_call",
        "id": "sh",
        "call_id": "c1",
        "status": "completed",
        "action": {"commands": ["ls"], "timeout_ms": None, "max_output_length": None},
        "environment": None,
    }
    call = ResponseFunctionShellToolCall.model_validate(item)
    model = t.ScriptedModel([_completed(t, call), [t.assistant_message("ok")]])
    agent = lib.Agent(name="a", model=model, tools=[lib.ShellTool(executor=lambda request: "x")])
    return await trace(lib.Runner.run_streamed(agent, "hi"))


def _async(function: Any) -> Any:
    async def call(*args: Any) -> Any:
        return function(*args)

    return call


async def session_of_two_runs(lib: Any, t: Any) -> list[Any]:
    session = lib.SQLiteSession("s")
    seen: list[Any] = []
    for words in ("first", "second"):
        call = t.function_call("add", {"a": 1, "b": 2}, call_id=f"c{words}")
        model = t.ScriptedModel([[call], [t.assistant_message(words)]])
        agent = lib.Agent(name="a", model=model, tools=[add_tool(lib)])
        seen += await trace(lib.Runner.run_streamed(agent, words, session=session))
    items = await session.get_items()
    session.close()
    return [*seen, [item.get("type") or item["role"] for item in items]]


async def followed_up(lib: Any, t: Any) -> list[Any]:
    agent = lib.Agent(
        name="a", model=t.ScriptedModel([[t.assistant_message(word)] for word in ("one", "two")])
    )
    first = lib.Runner.run_streamed(agent, "hi")
    await trace(first)
    more = [*first.to_input_list(), {"role": "user", "content": "and?"}]
    second = lib.Runner.run_streamed(agent, more)
    seen = await trace(second)
    return [*seen, [item.get("role") for item in second.to_input_list()]]


def _answering_for(kind: str, answer: Any) -> dict[str, Any]:
    return {kind: lambda failed: answer}


async def max_turns_answered(lib: Any, t: Any) -> list[Any]:
    calls = [[t.function_call("add", {"a": n, "b": 2}, call_id=f"c{n}")] for n in range(3)]
    agent = lib.Agent(name="a", model=t.ScriptedModel(calls), tools=[add_tool(lib)])
    handlers = _answering_for("max_turns", "I give up.")
    result = lib.Runner.run_streamed(agent, "hi", max_turns=2, error_handlers=handlers)
    return await trace(result)


async def bad_output_answered(lib: Any, t: Any) -> list[Any]:
    model = t.ScriptedModel([[t.assistant_message("not json")]])
    agent = lib.Agent(name="a", model=model, output_type=list[int])
    handlers = _answering_for("invalid_final_output", [1, 2])
    return await trace(lib.Runner.run_streamed(agent, "hi", error_handlers=handlers))


async def retried(lib: Any, t: Any) -> list[Any]:
    retry = lib.ModelRetrySettings(
        max_retries=2, backoff={"initial_delay": 0}, policy=lib.retry_policies.network_error()
    )
    request = httpx2.Request("POST", "https://provider.example")
    failure = t.ModelStep(error=APIConnectionError(request=request))
    model = t.ScriptedModel([failure, failure, [t.assistant_message("ok")]])
    agent = lib.Agent(name="a", model=model, model_settings=lib.ModelSettings(retry=retry))
    result = lib.Runner.run_streamed(agent, "hi")
    return [*await trace(result), result.context_wrapper.usage.requests]


async def handoff_filter_beside_the_providers_memory(lib: Any, t: Any) -> list[Any]:
    other = lib.Agent(name="b", model=t.ScriptedModel([]))
    way = lib.handoff(other, input_filter=lambda data: data)
    model = t.ScriptedModel([[t.function_call("transfer_to_b", {}, call_id="c")]])
    agent = lib.Agent(name="a", model=model, handoffs=[way])
    result = lib.Runner.run_streamed(agent, "hi", previous_response_id="r")
    return without_words("UserError", await trace(result))


PROGRAMS: list[Program] = [
    text,
    one_tool,
    parallel_tools,
    handoff_with_tool,
    several_handoffs,
    failing,
    failing_for_good,
    max_turns,
    input_guardrail,
    unknown_tool,
    unknown_tool_told,
    first_tool_is_final,
    bad_structured_output,
    no_output,
    same_call_twice,
    agent_as_tool,
    cancelled_after_turn,
    output_guardrail,
    tool_guardrails,
    tool_guardrail_stops,
    approvals,
    nested_approval,
    rejected_in_words,
    hosted_search,
    hosted_approval_by_function,
    custom_tool,
    shell_tool,
    session_of_two_runs,
    followed_up,
    max_turns_answered,
    bad_output_answered,
    retried,
    handoff_filter_beside_the_providers_memory,
]


@pytest.fixture
def untraced() -> Iterator[None]:
    """The SDK without its tracing, which other tests need."""
    sdk.set_tracing_disabled(True)
    yield
    sdk.set_tracing_disabled(False)


@pytest.mark.usefixtures("untraced")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
async def test_the_stream_is_the_sdks(program: Program) -> None:
    assert await program(agents_core, our_testing) == await program(sdk, sdk_testing)
