"""Runs agents and yields the stream of what happens, under the Agents SDK's public names.

Law: importing this package imports nothing else of it. A name is fetched from its module when it is
first asked for, so that reading a recording never waits for `openai`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent as Agent
    from agents_core.agents.agent import AgentBase as AgentBase
    from agents_core.agents.agent_output import AgentOutputSchema as AgentOutputSchema
    from agents_core.agents.agent_output import AgentOutputSchemaBase as AgentOutputSchemaBase
    from agents_core.agents.approvals import ApprovalAnswer as ApprovalAnswer
    from agents_core.agents.approvals import ApprovalRequest as ApprovalRequest
    from agents_core.agents.error_handlers import RunErrorData as RunErrorData
    from agents_core.agents.error_handlers import RunErrorHandler as RunErrorHandler
    from agents_core.agents.error_handlers import RunErrorHandlerInput as RunErrorHandlerInput
    from agents_core.agents.error_handlers import RunErrorHandlerResult as RunErrorHandlerResult
    from agents_core.agents.error_handlers import RunErrorHandlers as RunErrorHandlers
    from agents_core.agents.guardrails import GuardrailFunctionOutput as GuardrailFunctionOutput
    from agents_core.agents.guardrails import InputGuardrail as InputGuardrail
    from agents_core.agents.guardrails import InputGuardrailResult as InputGuardrailResult
    from agents_core.agents.guardrails import OutputGuardrail as OutputGuardrail
    from agents_core.agents.guardrails import OutputGuardrailResult as OutputGuardrailResult
    from agents_core.agents.guardrails import input_guardrail as input_guardrail
    from agents_core.agents.guardrails import output_guardrail as output_guardrail
    from agents_core.agents.handoff_filters import HandoffHistoryMapper as HandoffHistoryMapper
    from agents_core.agents.handoff_filters import (
        default_handoff_history_mapper as default_handoff_history_mapper,
    )
    from agents_core.agents.handoff_filters import nest_handoff_history as nest_handoff_history
    from agents_core.agents.handoff_filters import remove_all_tools as remove_all_tools
    from agents_core.agents.handoff_prompt import (
        RECOMMENDED_PROMPT_PREFIX as RECOMMENDED_PROMPT_PREFIX,
    )
    from agents_core.agents.handoff_prompt import (
        prompt_with_handoff_instructions as prompt_with_handoff_instructions,
    )
    from agents_core.agents.handoffs import Handoff as Handoff
    from agents_core.agents.handoffs import HandoffInputData as HandoffInputData
    from agents_core.agents.handoffs import HandoffInputFilter as HandoffInputFilter
    from agents_core.agents.handoffs import handoff as handoff
    from agents_core.agents.lifecycle import AgentHooks as AgentHooks
    from agents_core.agents.lifecycle import RunHooks as RunHooks
    from agents_core.agents.model_retries import (
        ModelRetryBackoffSettings as ModelRetryBackoffSettings,
    )
    from agents_core.agents.model_retries import (
        ModelRetryNormalizedError as ModelRetryNormalizedError,
    )
    from agents_core.agents.model_retries import ModelRetrySettings as ModelRetrySettings
    from agents_core.agents.model_retries import RetryDecision as RetryDecision
    from agents_core.agents.model_retries import RetryPolicy as RetryPolicy
    from agents_core.agents.model_retries import RetryPolicyContext as RetryPolicyContext
    from agents_core.agents.model_retries import retry_policies as retry_policies
    from agents_core.agents.model_settings import ModelSettings as ModelSettings
    from agents_core.agents.run_config import CallModelData as CallModelData
    from agents_core.agents.run_config import ModelInputData as ModelInputData
    from agents_core.agents.run_config import RunConfig as RunConfig
    from agents_core.agents.run_config import ToolErrorFormatterArgs as ToolErrorFormatterArgs
    from agents_core.agents.run_config import ToolExecutionConfig as ToolExecutionConfig
    from agents_core.agents.run_context import AgentHookContext as AgentHookContext
    from agents_core.agents.run_context import RunContextWrapper as RunContextWrapper
    from agents_core.agents.run_context import TContext as TContext
    from agents_core.agents.sessions import Session as Session
    from agents_core.agents.sessions import SessionABC as SessionABC
    from agents_core.agents.sessions import SessionSettings as SessionSettings
    from agents_core.agents.sessions import SQLiteSession as SQLiteSession
    from agents_core.agents.tool_guardrails import (
        ToolGuardrailFunctionOutput as ToolGuardrailFunctionOutput,
    )
    from agents_core.agents.tool_guardrails import ToolInputGuardrail as ToolInputGuardrail
    from agents_core.agents.tool_guardrails import ToolInputGuardrailData as ToolInputGuardrailData
    from agents_core.agents.tool_guardrails import (
        ToolInputGuardrailResult as ToolInputGuardrailResult,
    )
    from agents_core.agents.tool_guardrails import ToolOutputGuardrail as ToolOutputGuardrail
    from agents_core.agents.tool_guardrails import (
        ToolOutputGuardrailData as ToolOutputGuardrailData,
    )
    from agents_core.agents.tool_guardrails import (
        ToolOutputGuardrailResult as ToolOutputGuardrailResult,
    )
    from agents_core.agents.tool_guardrails import tool_input_guardrail as tool_input_guardrail
    from agents_core.agents.tool_guardrails import tool_output_guardrail as tool_output_guardrail
    from agents_core.errors import AgentsException as AgentsException
    from agents_core.errors import (
        InputGuardrailTripwireTriggered as InputGuardrailTripwireTriggered,
    )
    from agents_core.errors import MaxTurnsExceeded as MaxTurnsExceeded
    from agents_core.errors import MCPServerError as MCPServerError
    from agents_core.errors import ModelBehaviorError as ModelBehaviorError
    from agents_core.errors import ModelRefusalError as ModelRefusalError
    from agents_core.errors import ModelTimeoutError as ModelTimeoutError
    from agents_core.errors import (
        OutputGuardrailTripwireTriggered as OutputGuardrailTripwireTriggered,
    )
    from agents_core.errors import RunErrorDetails as RunErrorDetails
    from agents_core.errors import (
        ToolInputGuardrailTripwireTriggered as ToolInputGuardrailTripwireTriggered,
    )
    from agents_core.errors import (
        ToolOutputGuardrailTripwireTriggered as ToolOutputGuardrailTripwireTriggered,
    )
    from agents_core.errors import ToolTimeoutError as ToolTimeoutError
    from agents_core.errors import UserError as UserError
    from agents_core.items import HandoffCallItem as HandoffCallItem
    from agents_core.items import HandoffOutputItem as HandoffOutputItem
    from agents_core.items import ItemHelpers as ItemHelpers
    from agents_core.items import MCPApprovalRequestItem as MCPApprovalRequestItem
    from agents_core.items import MCPApprovalResponseItem as MCPApprovalResponseItem
    from agents_core.items import MCPListToolsItem as MCPListToolsItem
    from agents_core.items import MessageOutputItem as MessageOutputItem
    from agents_core.items import ModelResponse as ModelResponse
    from agents_core.items import ReasoningItem as ReasoningItem
    from agents_core.items import RunItem as RunItem
    from agents_core.items import ToolApprovalItem as ToolApprovalItem
    from agents_core.items import ToolCallItem as ToolCallItem
    from agents_core.items import ToolCallOutputItem as ToolCallOutputItem
    from agents_core.models.chat_model import (
        OpenAIChatCompletionsModel as OpenAIChatCompletionsModel,
    )
    from agents_core.models.client import OpenAIProvider as OpenAIProvider
    from agents_core.models.client import set_default_openai_api as set_default_openai_api
    from agents_core.models.client import set_default_openai_client as set_default_openai_client
    from agents_core.models.client import set_default_openai_key as set_default_openai_key
    from agents_core.models.interface import Model as Model
    from agents_core.models.interface import ModelProvider as ModelProvider
    from agents_core.models.interface import ModelTracing as ModelTracing
    from agents_core.models.responses import OpenAIResponsesModel as OpenAIResponsesModel
    from agents_core.outputs.output_files import OutputFolder as OutputFolder
    from agents_core.outputs.printing import captured_prints as captured_prints
    from agents_core.response_types import TResponseInputItem as TResponseInputItem
    from agents_core.response_types import TResponseOutputItem as TResponseOutputItem
    from agents_core.response_types import TResponseStreamEvent as TResponseStreamEvent
    from agents_core.running.result import RunResult as RunResult
    from agents_core.running.result import RunResultStreaming as RunResultStreaming
    from agents_core.running.run_state import RunState as RunState
    from agents_core.running.runner import Runner as Runner
    from agents_core.stream_events import AgentUpdatedStreamEvent as AgentUpdatedStreamEvent
    from agents_core.stream_events import RawResponsesStreamEvent as RawResponsesStreamEvent
    from agents_core.stream_events import RunItemStreamEvent as RunItemStreamEvent
    from agents_core.stream_events import StreamEvent as StreamEvent
    from agents_core.tools import Tool as Tool
    from agents_core.tools.agent_tool import AgentToolStreamEvent as AgentToolStreamEvent
    from agents_core.tools.apply_patch_tool import ApplyPatchEditor as ApplyPatchEditor
    from agents_core.tools.apply_patch_tool import ApplyPatchOperation as ApplyPatchOperation
    from agents_core.tools.apply_patch_tool import ApplyPatchResult as ApplyPatchResult
    from agents_core.tools.apply_patch_tool import ApplyPatchTool as ApplyPatchTool
    from agents_core.tools.computer_tool import AsyncComputer as AsyncComputer
    from agents_core.tools.computer_tool import Computer as Computer
    from agents_core.tools.computer_tool import ComputerTool as ComputerTool
    from agents_core.tools.computer_tool import (
        ComputerToolSafetyCheckData as ComputerToolSafetyCheckData,
    )
    from agents_core.tools.decorator import function_tool as function_tool
    from agents_core.tools.decorator import tool as tool
    from agents_core.tools.function_docs import FuncDocumentation as FuncDocumentation
    from agents_core.tools.function_docs import (
        generate_func_documentation as generate_func_documentation,
    )
    from agents_core.tools.function_schema import FuncSchema as FuncSchema
    from agents_core.tools.function_schema import function_schema as function_schema
    from agents_core.tools.function_tool import FunctionTool as FunctionTool
    from agents_core.tools.function_tool import (
        default_tool_error_function as default_tool_error_function,
    )
    from agents_core.tools.hosted_tools import CodeInterpreterTool as CodeInterpreterTool
    from agents_core.tools.hosted_tools import FileSearchTool as FileSearchTool
    from agents_core.tools.hosted_tools import HostedMCPTool as HostedMCPTool
    from agents_core.tools.hosted_tools import ImageGenerationTool as ImageGenerationTool
    from agents_core.tools.hosted_tools import MCPToolApprovalFunction as MCPToolApprovalFunction
    from agents_core.tools.hosted_tools import (
        MCPToolApprovalFunctionResult as MCPToolApprovalFunctionResult,
    )
    from agents_core.tools.hosted_tools import MCPToolApprovalRequest as MCPToolApprovalRequest
    from agents_core.tools.hosted_tools import WebSearchTool as WebSearchTool
    from agents_core.tools.local_tool import CustomTool as CustomTool
    from agents_core.tools.local_tool import LocalShellCommandRequest as LocalShellCommandRequest
    from agents_core.tools.local_tool import LocalShellExecutor as LocalShellExecutor
    from agents_core.tools.local_tool import LocalShellTool as LocalShellTool
    from agents_core.tools.output_content import ToolOutputFileContent as ToolOutputFileContent
    from agents_core.tools.output_content import (
        ToolOutputFileContentDict as ToolOutputFileContentDict,
    )
    from agents_core.tools.output_content import ToolOutputImage as ToolOutputImage
    from agents_core.tools.output_content import ToolOutputImageDict as ToolOutputImageDict
    from agents_core.tools.output_content import ToolOutputText as ToolOutputText
    from agents_core.tools.output_content import ToolOutputTextDict as ToolOutputTextDict
    from agents_core.tools.results import FunctionToolResult as FunctionToolResult
    from agents_core.tools.results import StopAtTools as StopAtTools
    from agents_core.tools.results import ToolsToFinalOutputResult as ToolsToFinalOutputResult
    from agents_core.tools.shell_tool import ShellActionRequest as ShellActionRequest
    from agents_core.tools.shell_tool import ShellCallData as ShellCallData
    from agents_core.tools.shell_tool import ShellCallOutcome as ShellCallOutcome
    from agents_core.tools.shell_tool import ShellCommandOutput as ShellCommandOutput
    from agents_core.tools.shell_tool import ShellCommandRequest as ShellCommandRequest
    from agents_core.tools.shell_tool import ShellExecutor as ShellExecutor
    from agents_core.tools.shell_tool import ShellResult as ShellResult
    from agents_core.tools.shell_tool import ShellTool as ShellTool
    from agents_core.tools.strict_schema import (
        ensure_strict_json_schema as ensure_strict_json_schema,
    )
    from agents_core.tools.tool_context import ToolContext as ToolContext
    from agents_core.tracing import set_tracing_disabled as set_tracing_disabled
    from agents_core.tracing import trace as trace
    from agents_core.usage import RequestUsage as RequestUsage
    from agents_core.usage import Usage as Usage

_NAMES: Final = {
    "agents.agent": "Agent AgentBase",
    "agents.approvals": "ApprovalAnswer ApprovalRequest",
    "agents.agent_output": "AgentOutputSchema AgentOutputSchemaBase",
    "errors": (
        "AgentsException InputGuardrailTripwireTriggered MaxTurnsExceeded MCPServerError "
        "ModelBehaviorError ModelRefusalError ModelTimeoutError "
        "OutputGuardrailTripwireTriggered RunErrorDetails "
        "ToolInputGuardrailTripwireTriggered "
        "ToolOutputGuardrailTripwireTriggered ToolTimeoutError UserError"
    ),
    "tools.function_docs": "FuncDocumentation generate_func_documentation",
    "tools.function_schema": "FuncSchema function_schema",
    "agents.guardrails": (
        "GuardrailFunctionOutput InputGuardrail InputGuardrailResult "
        "OutputGuardrail OutputGuardrailResult input_guardrail output_guardrail"
    ),
    "agents.handoff_filters": (
        "HandoffHistoryMapper default_handoff_history_mapper nest_handoff_history remove_all_tools"
    ),
    "agents.handoff_prompt": "RECOMMENDED_PROMPT_PREFIX prompt_with_handoff_instructions",
    "agents.handoffs": "Handoff HandoffInputData HandoffInputFilter handoff",
    "items": (
        "HandoffCallItem HandoffOutputItem ItemHelpers MCPApprovalRequestItem "
        "MCPApprovalResponseItem MCPListToolsItem MessageOutputItem "
        "ModelResponse ReasoningItem RunItem ToolApprovalItem ToolCallItem "
        "ToolCallOutputItem"
    ),
    "agents.lifecycle": "AgentHooks RunHooks",
    "agents.model_settings": "ModelSettings",
    "models.client": (
        "OpenAIProvider set_default_openai_api set_default_openai_client set_default_openai_key"
    ),
    "outputs.output_files": "OutputFolder",
    "outputs.printing": "captured_prints",
    "models.interface": "Model ModelProvider ModelTracing",
    "models.chat_model": "OpenAIChatCompletionsModel",
    "models.responses": "OpenAIResponsesModel",
    "response_types": "TResponseInputItem TResponseOutputItem TResponseStreamEvent",
    "running.result": "RunResult RunResultStreaming",
    "running.run_state": "RunState",
    "agents.run_config": (
        "CallModelData ModelInputData RunConfig ToolErrorFormatterArgs ToolExecutionConfig"
    ),
    "agents.run_context": "AgentHookContext RunContextWrapper TContext",
    "running.runner": "Runner",
    "agents.sessions": "SQLiteSession Session SessionABC SessionSettings",
    "stream_events": (
        "AgentUpdatedStreamEvent RawResponsesStreamEvent RunItemStreamEvent StreamEvent"
    ),
    "tools.strict_schema": "ensure_strict_json_schema",
    "tools.tool_context": "ToolContext",
    "agents.tool_guardrails": (
        "ToolGuardrailFunctionOutput ToolInputGuardrail ToolInputGuardrailData "
        "ToolInputGuardrailResult ToolOutputGuardrail ToolOutputGuardrailData "
        "ToolOutputGuardrailResult tool_input_guardrail tool_output_guardrail"
    ),
    "tools": "Tool",
    "tools.agent_tool": "AgentToolStreamEvent",
    "tools.decorator": "function_tool tool",
    "tools.function_tool": "FunctionTool default_tool_error_function",
    "tools.output_content": (
        "ToolOutputFileContent ToolOutputFileContentDict ToolOutputImage "
        "ToolOutputImageDict ToolOutputText ToolOutputTextDict"
    ),
    "tools.results": "FunctionToolResult StopAtTools ToolsToFinalOutputResult",
    "tracing": "set_tracing_disabled trace",
    "usage": "RequestUsage Usage",
    "tools.hosted_tools": (
        "CodeInterpreterTool FileSearchTool HostedMCPTool ImageGenerationTool "
        "MCPToolApprovalFunction MCPToolApprovalFunctionResult MCPToolApprovalRequest "
        "WebSearchTool"
    ),
    "tools.local_tool": "CustomTool LocalShellCommandRequest LocalShellExecutor LocalShellTool",
    "tools.shell_tool": (
        "ShellActionRequest ShellCallData ShellCallOutcome ShellCommandOutput "
        "ShellCommandRequest ShellExecutor ShellResult ShellTool"
    ),
    "tools.apply_patch_tool": (
        "ApplyPatchEditor ApplyPatchOperation ApplyPatchResult ApplyPatchTool"
    ),
    "tools.computer_tool": "AsyncComputer Computer ComputerTool ComputerToolSafetyCheckData",
    "agents.model_retries": (
        "ModelRetryBackoffSettings ModelRetryNormalizedError ModelRetrySettings "
        "RetryDecision RetryPolicy RetryPolicyContext retry_policies"
    ),
    "agents.error_handlers": (
        "RunErrorData RunErrorHandler RunErrorHandlerInput RunErrorHandlerResult RunErrorHandlers"
    ),
}
"""The public names, by the module that holds them."""

_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return sorted({*globals(), *__all__})
