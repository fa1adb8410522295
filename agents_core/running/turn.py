"""What a model's response means: the items to announce, the calls to make, and what comes next.

Law: pure. Nothing is run, awaited or emitted here; the same response always means the same.

    response ─read_response─▶ TurnReading ─next_step─▶ FinalOutput, TakeHandoff, RunAgain, …
                                   └─ function calls ─▶ (run elsewhere) ─▶ ToolVerdict
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from agents_core.errors import ModelBehaviorError, ModelRefusalError
from agents_core.items import (
    HandoffCallItem,
    ItemHelpers,
    MCPApprovalRequestItem,
    MCPListToolsItem,
    MessageOutputItem,
    ReasoningItem,
    RunItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
)
from agents_core.json_text import encode_json
from agents_core.raw_items import call_id_of, input_form, raw_field, with_arguments
from agents_core.stream_events import RunItemName
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.local_tool import LocalTool

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.tools import Tool

NEEDS_A_LOCAL_TOOL: Final = {
    "computer_call": "a computer action",
    "local_shell_call": "a local shell command",
    "apply_patch_call": "a patch",
}
"""Calls the provider never runs itself, and what they ask for."""

HOSTED_OUTPUT_TYPES: Final = frozenset({"shell_call_output", "program_output"})
"""Outputs the provider adds to its own response."""


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A tool of ours the model wants run: a function, or one with a format of its own."""

    raw: Any
    """The call as the model made it."""
    call_id: str
    arguments: str
    """JSON text, maybe empty; for custom tools, the model's words."""
    tool: "FunctionTool | LocalTool | None"
    """None when the agent has no such tool and the model is to be told so."""
    name: str
    is_edited: bool = False
    """Whether somebody gave it other arguments than the model had."""

    def edited(self, arguments: str) -> "FunctionCall":
        """Return the call with other arguments, as the model is to see it from now on."""
        raw = self.raw
        if raw_field(raw, "arguments") is not None or isinstance(raw_field(raw, "input"), str):
            raw = with_arguments(raw, arguments)
        return replace(self, raw=raw, arguments=arguments, is_edited=True)

    def answer(self, output: Any) -> dict[str, Any]:
        """Return the item in which `output` is sent back."""
        if isinstance(self.tool, LocalTool):
            return self.tool.output_item(self.raw, output)
        return ItemHelpers.tool_call_output_item(self.raw, output)


@dataclass(frozen=True, slots=True)
class HandoffCall:
    """A handoff the model wants taken."""

    raw: Any
    arguments: str
    handoff: "Handoff[Any, Any]"


@dataclass(frozen=True, slots=True)
class Announcement:
    """An item, and the name of the stream event that announces it."""

    name: RunItemName
    item: RunItem


@dataclass(frozen=True, slots=True)
class TurnReading:
    """What a response says, taken apart."""

    announcements: Sequence[Announcement] = ()
    """In the order of the output."""
    function_calls: Sequence[FunctionCall] = ()
    handoff_calls: Sequence[HandoffCall] = ()
    has_hosted_calls: bool = False
    """Whether the provider ran tools of its own."""
    approval_requests: Sequence[ToolApprovalItem] = ()
    """Calls of hosted servers that wait for somebody's decision."""
    message: Any | None = None
    """The last message, raw."""


@dataclass(frozen=True, slots=True)
class FinalOutput:
    """The run is over, and this is its answer."""

    value: Any


@dataclass(frozen=True, slots=True)
class TakeHandoff:
    """Another agent goes on; further handoffs of the response are turned down."""

    call: HandoffCall
    ignored: Sequence[HandoffCall] = ()


@dataclass(frozen=True, slots=True)
class AskApproval:
    """The run stops until somebody has decided about these calls."""

    items: Sequence[ToolApprovalItem]


@dataclass(frozen=True, slots=True)
class RunAgain:
    """The model is asked again, with what its calls gave."""


@dataclass(frozen=True, slots=True)
class ToolVerdict:
    """What the function tools of a turn gave, all in all."""

    is_final: bool = False
    """Whether `tool_use_behavior` makes an output the answer of the run."""
    value: Any = None
    """That answer."""
    undecided: Sequence[ToolApprovalItem] = ()
    """Calls that were not run because they need approval."""


NextStep: TypeAlias = FinalOutput | TakeHandoff | AskApproval | RunAgain
"""What follows a turn."""


@dataclass(slots=True)
class _Reader:
    """Sorts the items of one response, in their order."""

    agent: "Agent[Any]"
    tools: Mapping[str, "FunctionTool"]
    local_tools: Sequence[LocalTool]
    handoffs: Mapping[str, "Handoff[Any, Any]"]
    unknown_tools_allowed: bool
    announcements: list[Announcement] = field(default_factory=list)
    function_calls: list[FunctionCall] = field(default_factory=list)
    handoff_calls: list[HandoffCall] = field(default_factory=list)
    approval_requests: list[ToolApprovalItem] = field(default_factory=list)
    has_hosted_calls: bool = False
    message: Any | None = None

    def read(self, raw: Any) -> None:
        """Sort one item; types nobody knows pass without an item."""
        type_ = str(raw_field(raw, "type"))
        match type_:
            case "message":
                self.message = raw
                self._announce("message_output_created", MessageOutputItem(self.agent, raw))
            case "reasoning":
                self._announce("reasoning_item_created", ReasoningItem(self.agent, raw))
            case "function_call":
                self._read_function_call(raw)
            case "mcp_list_tools":
                self._announce("mcp_list_tools", MCPListToolsItem(self.agent, raw))
            case "mcp_approval_request":
                self.approval_requests.append(ToolApprovalItem(self.agent, raw))
                self._announce("mcp_approval_requested", MCPApprovalRequestItem(self.agent, raw))
            case _ if (tool := self._local_tool(type_, raw)) is not None:
                self._read_local_call(raw, tool)
            case _ if type_ in NEEDS_A_LOCAL_TOOL:
                raise ModelBehaviorError(
                    f"Model asked for {NEEDS_A_LOCAL_TOOL[type_]} ({type_}), but agent "
                    f"{self.agent.name} has no tool that can do it"
                )
            case _ if type_ in HOSTED_OUTPUT_TYPES:
                output = ToolCallOutputItem(self.agent, raw, raw_field(raw, "output"))
                self._announce("tool_output", output)
            case _ if type_.endswith("_call"):
                self.has_hosted_calls = True
                self._announce("tool_called", ToolCallItem(self.agent, raw))

    def _read_function_call(self, raw: Any) -> None:
        """Tell a handoff from a tool; a handoff of the same name wins."""
        name, arguments = str(raw_field(raw, "name")), raw_field(raw, "arguments") or ""
        if name in self.handoffs:
            self.handoff_calls.append(HandoffCall(raw, arguments, self.handoffs[name]))
            self._announce("handoff_requested", HandoffCallItem(self.agent, raw))
            return
        tool = self.tools.get(name)
        if tool is None and not self.unknown_tools_allowed:
            raise ModelBehaviorError(f"Tool {name} not found in agent {self.agent.name}")
        call_id = str(raw_field(raw, "call_id"))
        self.function_calls.append(FunctionCall(raw, call_id, arguments, tool, name))
        description = None if tool is None else tool.description
        self._announce("tool_called", ToolCallItem(self.agent, raw, description=description))

    def _local_tool(self, type_: str, raw: Any) -> LocalTool | None:
        """Return the tool a call is for; custom tools are told by name."""
        fitting = (tool for tool in self.local_tools if tool.call_type == type_ and tool.runs_here)
        name = raw_field(raw, "name")
        return next((tool for tool in fitting if name in (None, tool.name)), None)

    def _read_local_call(self, raw: Any, tool: LocalTool) -> None:
        """Note a call of a tool of ours that is no function."""
        arguments = raw_field(raw, "input")
        if not isinstance(arguments, str):
            wanted = input_form(raw)
            arguments = encode_json(wanted.get("action") or wanted.get("operation")).decode()
        self.function_calls.append(
            FunctionCall(raw, call_id_of(raw) or "", arguments, tool, tool.name)
        )
        self._announce("tool_called", ToolCallItem(self.agent, raw, description=tool.description))

    def _announce(self, name: RunItemName, item: RunItem) -> None:
        """Note an item under the name of its event."""
        self.announcements.append(Announcement(name, item))


def read_response(
    output: Sequence[Any],
    agent: "Agent[Any]",
    *,
    tools: Iterable["Tool"],
    handoffs: Iterable["Handoff[Any, Any]"],
    unknown_tools_allowed: bool = False,
) -> TurnReading:
    """Take a response apart.

    Args:
        output: its raw items.
        agent: whose model it was.
        tools: the tools that were offered.
        handoffs: the handoffs that were offered.
        unknown_tools_allowed: let a call to an unknown tool pass, to be answered with an error.

    Raises:
        ModelBehaviorError: it calls what the agent does not have, or uses a call id twice.
    """
    offered = list(tools)
    reader = _Reader(
        agent,
        {tool.name: tool for tool in offered if isinstance(tool, FunctionTool)},
        [tool for tool in offered if isinstance(tool, LocalTool)],
        {handoff.tool_name: handoff for handoff in handoffs},
        unknown_tools_allowed,
    )
    for raw in without_repeated_calls(output):
        reader.read(raw)
    return TurnReading(
        reader.announcements,
        reader.function_calls,
        reader.handoff_calls,
        reader.has_hosted_calls,
        reader.approval_requests,
        reader.message,
    )


def without_repeated_calls(output: Sequence[Any]) -> list[Any]:
    """Return the items without exact repetitions of a function call.

    Raises:
        ModelBehaviorError: two different calls have the same call id.
    """
    seen: dict[str, tuple[Any, Any]] = {}
    kept = []
    for raw in output:
        if raw_field(raw, "type") == "function_call":
            call_id = str(raw_field(raw, "call_id"))
            call = (raw_field(raw, "name"), raw_field(raw, "arguments"))
            if (earlier := seen.setdefault(call_id, call)) != call:
                raise ModelBehaviorError(
                    f"Model used call id {call_id} for two different calls: "
                    f"{earlier[0]} and {call[0]}"
                )
            if seen[call_id] is not call:
                continue
        kept.append(raw)
    return kept


def next_step(
    reading: TurnReading,
    verdict: ToolVerdict,
    output_schema: "AgentOutputSchemaBase | None",
) -> NextStep:
    """Say what follows a response whose function tools have run.

    An open decision comes first, then a handoff, then the tools' verdict; only a response without
    calls of ours can be the answer.

    Raises:
        ModelRefusalError: the model declined.
        ModelBehaviorError: the answer does not have the shape `output_schema` asks for.
    """
    if undecided := [*verdict.undecided, *reading.approval_requests]:
        return AskApproval(undecided)
    if reading.handoff_calls:
        first, *others = reading.handoff_calls
        return TakeHandoff(first, others)
    if verdict.is_final:
        return FinalOutput(_as_declared(verdict.value, output_schema))
    if reading.function_calls:
        return RunAgain()
    if reading.message is None:
        is_silent_end = _is_text(output_schema) and not reading.has_hosted_calls
        return FinalOutput("") if is_silent_end else RunAgain()
    return _answer(reading.message, output_schema)


def _is_text(output_schema: "AgentOutputSchemaBase | None") -> bool:
    """Say whether the agent answers in plain text."""
    return output_schema is None or output_schema.is_plain_text()


def _as_declared(value: Any, output_schema: "AgentOutputSchemaBase | None") -> Any:
    """Return a tool's output as the final one: text, unless the agent declares another type."""
    return str(value) if _is_text(output_schema) else value


def _answer(message: Any, output_schema: "AgentOutputSchemaBase | None") -> FinalOutput | RunAgain:
    """Return what the last message answers."""
    if (refusal := ItemHelpers.extract_refusal(message)) is not None:
        raise ModelRefusalError(refusal)
    text = ItemHelpers.extract_text(message)
    if output_schema is None or output_schema.is_plain_text():
        return FinalOutput(text or "")
    return FinalOutput(output_schema.validate_json(text)) if text else RunAgain()
