"""How the body of a tool fails: into a text for the model, or as the exception it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from agents_core.awaiting import settled
from agents_core.tools.function_tool import ToolErrorFunction
from agents_core.tools.tool_context import ToolContext

ToolBody = Callable[[ToolContext[Any], str], Awaitable[Any]]
"""Runs a tool: takes the context and the arguments as JSON text."""


def failing_as_text(body: ToolBody, failure_error_function: ToolErrorFunction | None) -> ToolBody:
    """Return `body` so that its failures become the text `failure_error_function` gives.

    With None the exception is raised. The exception is noted in `context.error` either way.
    """

    async def invoke(context: ToolContext[Any], arguments: str) -> Any:
        try:
            return await body(context, arguments)
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            failure: Exception = ToolCancelledError("The tool was cancelled from within.")
            failure.__cause__ = error
        except Exception as error:  # noqa: BLE001 - a tool may raise anything; none may be lost
            failure = error
        except SystemExit as error:  # it would end the program, not only the tool
            failure = RuntimeError(f"the tool raised {error!r}")
            failure.__cause__ = error
        if isinstance(context, ToolContext):
            context.error = failure
        if failure_error_function is None:
            raise failure
        return await settled(failure_error_function(context, failure))

    return invoke


class ToolCancelledError(Exception):
    """The tool raised `CancelledError` although nobody cancelled it."""


def _is_cancelled() -> bool:
    """Say whether the task itself is being cancelled, from outside the tool."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
