"""What `agents_core` gives flat, and what asking for it costs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import agents_core

PROMISED = [
    "Agent",
    "Runner",
    "RunContextWrapper",
    "function_tool",
    "ToolContext",
    "TResponseInputItem",
    "GuardrailFunctionOutput",
    "handoff",
    "ItemHelpers",
    "TContext",
    "RunConfig",
    "AgentHookContext",
    "UserError",
    "Tool",
    "input_guardrail",
    "RunHooks",
    "InputGuardrail",
    "tool",
    "AgentHooks",
    "ModelResponse",
    "InputGuardrailTripwireTriggered",
    "SQLiteSession",
    "Usage",
    "ToolCallItem",
    "OutputGuardrail",
    "ModelBehaviorError",
    "Handoff",
    "HandoffInputData",
    "ModelSettings",
    "TResponseOutputItem",
    "TResponseStreamEvent",
    "MaxTurnsExceeded",
    "FunctionTool",
    "MessageOutputItem",
    "AgentOutputSchema",
    "StreamEvent",
    "Model",
    "RunItemStreamEvent",
    "OutputGuardrailTripwireTriggered",
    "RawResponsesStreamEvent",
    "ToolCallOutputItem",
    "HandoffCallItem",
    "AgentUpdatedStreamEvent",
    "ReasoningItem",
    "remove_all_tools",
    "RunErrorDetails",
    "AgentBase",
    "ToolsToFinalOutputResult",
    "FunctionToolResult",
    "ModelRefusalError",
    "output_guardrail",
    "RunItem",
    "default_tool_error_function",
    "AgentOutputSchemaBase",
    "ModelTracing",
    "OpenAIChatCompletionsModel",
    "OpenAIResponsesModel",
    "set_default_openai_client",
    "set_default_openai_key",
    "set_default_openai_api",
    "set_tracing_disabled",
    "OpenAIProvider",
    "HandoffOutputItem",
    "RunResult",
    "RunResultStreaming",
    "StopAtTools",
    "HandoffInputFilter",
    "InputGuardrailResult",
    "OutputGuardrailResult",
    "AgentsException",
    "SessionABC",
    "ToolTimeoutError",
    "ModelTimeoutError",
    "FuncSchema",
    "trace",
    "function_schema",
    "ensure_strict_json_schema",
    "ToolGuardrailFunctionOutput",
    "ToolInputGuardrailData",
    "tool_input_guardrail",
    "ToolOutputGuardrailData",
    "ToolOutputFileContent",
    "ToolOutputImage",
    "CallModelData",
    "ModelProvider",
    "ToolApprovalItem",
    "ToolInputGuardrail",
    "ToolOutputGuardrail",
    "tool_output_guardrail",
    "ToolOutputText",
    "AgentToolStreamEvent",
    "RequestUsage",
    "ModelInputData",
    "RunState",
    "ToolInputGuardrailTripwireTriggered",
    "ToolOutputGuardrailTripwireTriggered",
    "RECOMMENDED_PROMPT_PREFIX",
    "prompt_with_handoff_instructions",
    "Session",
    "SessionSettings",
    "WebSearchTool",
    "FileSearchTool",
    "CodeInterpreterTool",
    "ImageGenerationTool",
    "HostedMCPTool",
    "MCPToolApprovalRequest",
    "MCPToolApprovalFunctionResult",
    "LocalShellTool",
    "ShellTool",
    "ApplyPatchTool",
    "CustomTool",
    "ComputerTool",
    "Computer",
    "AsyncComputer",
    "ModelRetrySettings",
    "ModelRetryBackoffSettings",
    "retry_policies",
    "RunErrorHandlers",
    "nest_handoff_history",
]
"""The Agents SDK's names that programs import from the top."""


def modules_after(program: str) -> set[str]:
    """Return the top-level modules loaded once a program has run in a fresh interpreter."""
    code = f"{program}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_name_can_be_imported_from_the_top(name: str) -> None:
    assert getattr(agents_core, name) is not None


def test_type_checkers_see_the_same_names_as_the_program() -> None:
    source = Path(agents_core.__file__).read_text()
    declared = set(re.findall(r"\b(\w+) as \1\b", source))
    assert declared == set(agents_core.__all__)


def test_importing_the_package_loads_neither_openai_nor_pydantic() -> None:
    assert not {"openai", "pydantic", "textual"} & modules_after("import agents_core")


def test_importing_agents_and_tools_loads_neither_openai_nor_textual() -> None:
    program = "from agents_core import Agent, function_tool\nAgent(name='a')"
    assert not {"openai", "textual"} & modules_after(program)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Agnet'"):
        _ = agents_core.Agnet
