"""`function_tool`: makes a Python function a tool."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, overload

from agents_core.agents.tool_guardrails import ToolInputGuardrail, ToolOutputGuardrail
from agents_core.tools.arguments import read_arguments
from agents_core.tools.failing import ToolBody, failing_as_text
from agents_core.tools.function_docs import DocstringStyle
from agents_core.tools.function_schema import FuncSchema, function_schema
from agents_core.tools.function_tool import (
    FunctionTool,
    ToolErrorFunction,
    ToolIsEnabled,
    ToolNeedsApproval,
    ToolTimeoutBehavior,
    default_tool_error_function,
)
from agents_core.tools.threads import call_in_thread
from agents_core.tools.tool_context import ToolContext

ToolFunction = Callable[..., Any]
"""A plain or async function; its first parameter may be the context."""


@overload
def function_tool(func: ToolFunction) -> FunctionTool: ...
@overload
def function_tool(
    *,
    name_override: str | None = None,
    description_override: str | None = None,
    docstring_style: DocstringStyle | None = None,
    use_docstring_info: bool = True,
    failure_error_function: ToolErrorFunction | None = default_tool_error_function,
    strict_mode: bool = True,
    is_enabled: ToolIsEnabled = True,
    needs_approval: ToolNeedsApproval = False,
    tool_input_guardrails: list[ToolInputGuardrail[Any]] | None = None,
    tool_output_guardrails: list[ToolOutputGuardrail[Any]] | None = None,
    timeout: float | None = None,
    timeout_behavior: ToolTimeoutBehavior = "error_as_result",
    timeout_error_function: ToolErrorFunction | None = None,
) -> Callable[[ToolFunction], FunctionTool]: ...
def function_tool(
    func: ToolFunction | None = None,
    *,
    name_override: str | None = None,
    description_override: str | None = None,
    docstring_style: DocstringStyle | None = None,
    use_docstring_info: bool = True,
    failure_error_function: ToolErrorFunction | None = default_tool_error_function,
    strict_mode: bool = True,
    is_enabled: ToolIsEnabled = True,
    needs_approval: ToolNeedsApproval = False,
    tool_input_guardrails: list[ToolInputGuardrail[Any]] | None = None,
    tool_output_guardrails: list[ToolOutputGuardrail[Any]] | None = None,
    timeout: float | None = None,
    timeout_behavior: ToolTimeoutBehavior = "error_as_result",
    timeout_error_function: ToolErrorFunction | None = None,
) -> FunctionTool | Callable[[ToolFunction], FunctionTool]:
    """Make a function a tool; its signature and docstring tell the model how to call it.

    A first parameter annotated `RunContextWrapper[...]` or `ToolContext[...]` gets the context.
    Plain functions run in a thread.

    Args:
        func: the function, when used without keywords.
        name_override: in place of the function's name.
        description_override: in place of the docstring's text.
        docstring_style: how parameters are documented; guessed unless given.
        use_docstring_info: whether to read the docstring at all.
        failure_error_function: the text for the model when the function fails; None lets the run
            fail.
        strict_mode: whether the model must name every parameter.
        is_enabled: whether the model is offered the tool.
        needs_approval: whether somebody must agree to a call.
        tool_input_guardrails: checks before a call.
        tool_output_guardrails: checks after a call.
        timeout: seconds a call may take; for async functions only, a thread cannot be stopped.
        timeout_behavior: whether the model is told of a timeout, or the run fails.
        timeout_error_function: the text for the model at a timeout.

    Raises:
        UserError: the context is not the first parameter, or a type has no strict schema.
        ValueError: a plain function has a timeout, or the timeout is no time.
        TypeError: the timeout is not a number.
    """

    def decorate(func: ToolFunction) -> FunctionTool:
        schema = function_schema(
            func,
            docstring_style,
            name_override,
            description_override,
            use_docstring_info,
            strict_mode,
        )
        tool = FunctionTool(
            name=schema.name,
            description=schema.description or "",
            params_json_schema=schema.params_json_schema,
            on_invoke_tool=failing_as_text(_body(func, schema), failure_error_function),
            strict_json_schema=strict_mode,
            is_enabled=is_enabled,
            tool_input_guardrails=tool_input_guardrails,
            tool_output_guardrails=tool_output_guardrails,
            needs_approval=needs_approval,
            timeout_seconds=timeout,
            timeout_behavior=timeout_behavior,
            timeout_error_function=timeout_error_function,
        )
        if timeout is not None and not _is_async(func):
            raise ValueError(
                "FunctionTool timeout_seconds is only supported for async @function_tool handlers; "
                f"{schema.name} is a plain function, which runs in a thread nobody can stop"
            )
        return tool

    return decorate if func is None else decorate(func)


tool = function_tool
"""The same under a shorter name."""


def _body(func: ToolFunction, schema: FuncSchema) -> ToolBody:
    """Return what turns JSON text into a call of `func`."""
    is_async = _is_async(func)

    async def call(context: ToolContext[Any], arguments: str) -> Any:
        values = read_arguments(schema.name, schema.params_pydantic_model, arguments)
        positional, keywords = schema.to_call_args(values)
        if schema.takes_context:
            positional.insert(0, context)
        if is_async:
            return await func(*positional, **keywords)
        result = await call_in_thread(func, *positional, **keywords)
        return await result if inspect.isawaitable(result) else result

    return call


def _is_async(func: ToolFunction) -> bool:
    """Say whether calling `func` gives an awaitable at once."""
    return inspect.iscoroutinefunction(func) or inspect.iscoroutinefunction(
        getattr(func, "__call__", None)  # noqa: B004 - an object with an async __call__
    )
