"""Tools: what a model can have done, other than talk."""

from typing import TypeAlias

from agents_core.tools.function_tool import FunctionTool

Tool: TypeAlias = FunctionTool
"""Any tool an agent can have."""
