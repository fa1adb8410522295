"""Tools: what a model can have done, other than talk."""

from typing import TypeAlias

from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.hosted_tools import HostedTool
from agents_core.tools.local_tool import LocalTool

Tool: TypeAlias = FunctionTool | HostedTool | LocalTool
"""Any tool an agent can have: a function, one the provider runs, one of its own that runs here."""
