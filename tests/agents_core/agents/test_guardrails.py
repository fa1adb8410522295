"""Guardrails: made of functions, asked, answering."""

from typing import Any

import pytest

from agents_core import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    OutputGuardrail,
    RunContextWrapper,
    ToolContext,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrailData,
    ToolOutputGuardrailData,
    input_guardrail,
    output_guardrail,
    tool_input_guardrail,
    tool_output_guardrail,
)
from agents_core.errors import UserError

AGENT = Agent(name="clerk")
CONTEXT: RunContextWrapper[Any] = RunContextWrapper(None)
CALL: ToolContext[Any] = ToolContext(None, tool_name="t", tool_call_id="c", tool_arguments="{}")


@input_guardrail
def polite(context: RunContextWrapper[Any], agent: Agent[Any], input: Any) -> Any:
    return GuardrailFunctionOutput(output_info=agent.name, tripwire_triggered="rude" in input)


@output_guardrail
async def short(context: RunContextWrapper[Any], agent: Agent[Any], output: str) -> Any:
    return GuardrailFunctionOutput(output_info=len(output), tripwire_triggered=len(output) > 3)


async def test_a_plain_function_checks_the_input() -> None:
    result = await polite.run(AGENT, "rude words", CONTEXT)
    assert result.guardrail is polite
    assert result.output == GuardrailFunctionOutput("clerk", True)


async def test_an_async_function_checks_the_output() -> None:
    result = await short.run(CONTEXT, AGENT, "far too long")
    assert (result.agent, result.agent_output) == (AGENT, "far too long")
    assert result.output.tripwire_triggered


def test_a_guardrail_is_named_after_its_function() -> None:
    assert (polite.get_name(), short.get_name()) == ("polite", "short")


def test_keywords_name_it_and_make_it_block() -> None:
    @input_guardrail(name="manners", run_in_parallel=False)
    def check(context: Any, agent: Any, input: Any) -> Any: ...

    assert (check.get_name(), check.run_in_parallel) == ("manners", False)
    assert polite.run_in_parallel


async def test_what_cannot_be_called_is_the_users_error() -> None:
    nothing: Any = 3
    with pytest.raises(UserError, match="must be callable"):
        await InputGuardrail[None](nothing).run(AGENT, "hi", CONTEXT)
    with pytest.raises(UserError, match="must be callable"):
        await OutputGuardrail[None](nothing).run(CONTEXT, AGENT, "hi")


async def test_a_tool_guardrail_may_replace_the_output() -> None:
    @tool_input_guardrail
    def no(data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        return ToolGuardrailFunctionOutput.reject_content("not now", output_info=data.agent.name)

    output = await no.run(ToolInputGuardrailData(CALL, AGENT))
    assert output.behavior == {"type": "reject_content", "message": "not now"}
    assert output.output_info == "clerk"


async def test_a_tool_guardrail_may_stop_the_run() -> None:
    @tool_output_guardrail(name="leak")
    async def leak(data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        assert data.output == "secret"
        return ToolGuardrailFunctionOutput.raise_exception()

    output = await leak.run(ToolOutputGuardrailData(CALL, AGENT, "secret"))
    assert (leak.get_name(), output.behavior) == ("leak", {"type": "raise_exception"})


def test_a_tool_guardrail_lets_pass_unless_it_says_otherwise() -> None:
    assert ToolGuardrailFunctionOutput() == ToolGuardrailFunctionOutput.allow()
