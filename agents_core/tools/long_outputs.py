"""Outputs too long for a model: cut, and kept whole where the run has a place for them."""

from typing import Any

from agents_core.tools.tool_context import ToolContext


def cut_output(output: Any, context: ToolContext[Any]) -> Any:
    """Return a text within the run's `max_tool_output`; anything else as it is."""
    limit = None if context.run_config is None else context.run_config.max_tool_output
    if limit is None or not isinstance(output, str | bytes) or len(output) <= limit:
        return output
    text = output if isinstance(output, str) else output.decode(errors="replace")
    whole = context.keep_output(text)
    where = "" if whole is None else f"; all of it: {whole}"
    return f"{text[:limit]}\n[{len(text) - limit} more characters were left out{where}]"
