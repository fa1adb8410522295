"""Hosted tools: what the provider runs itself, inside of one response.

Law: a hosted tool is only declared. It is never called here, so it has no hooks and no
`tool_output`; what it does is in the model's own events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NotRequired, TypeAlias, TypedDict

from agents_core.awaiting import MaybeAwaitable
from agents_core.errors import UserError

if TYPE_CHECKING:
    from openai.types.responses.response_output_item import McpApprovalRequest
    from openai.types.responses.tool_param import CodeInterpreter, ImageGeneration, Mcp

    from agents_core.agents.run_context import RunContextWrapper


class HostedTool:
    """What all tools the provider runs have in common."""

    is_enabled: ClassVar[bool] = True
    """Hosted tools are always offered."""
    description: ClassVar[str] = "Run by the provider."
    """What a watcher is told; the model knows these tools already."""

    @property
    def name(self) -> str:
        """The type of the tool, which is all the name it has."""
        raise NotImplementedError

    @property
    def include(self) -> str | None:
        """The part of the response to ask for besides, if any."""
        return None

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        raise NotImplementedError


@dataclass
class WebSearchTool(HostedTool):
    """Lets the model search the web."""

    user_location: Mapping[str, Any] | None = None
    """Where results are to be relevant: {"type": "approximate", "city": …}."""
    filters: Any | None = None
    """Which sites: {"allowed_domains": […]}, as a dict or as the client's object."""
    search_context_size: Literal["low", "medium", "high"] = "medium"
    """How much of what is found the model reads."""
    external_web_access: bool | None = None
    """Whether live pages may be fetched; None leaves it to the provider."""
    search_content_types: list[Literal["text", "image"]] | None = None
    """What may be found; None means text."""
    image_settings: Mapping[str, Any] | None = None
    """How many images, and whether with captions."""

    @property
    def name(self) -> str:
        """The type of the tool."""
        return "web_search"

    @property
    def include(self) -> str | None:
        """Images come only when they are asked for."""
        return "web_search_call.results" if "image" in (self.search_content_types or ()) else None

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        filters = self.filters
        if filters is not None and not isinstance(filters, Mapping):
            filters = filters.model_dump()
        optional = {
            "external_web_access": self.external_web_access,
            "search_content_types": self.search_content_types,
            "image_settings": self.image_settings,
        }
        return {
            "type": "web_search",
            "filters": filters,
            "user_location": self.user_location,
            "search_context_size": self.search_context_size,
            **_given(optional),
        }


@dataclass
class FileSearchTool(HostedTool):
    """Lets the model search in vector stores the provider keeps."""

    vector_store_ids: list[str]
    """Where to search."""
    max_num_results: int | None = None
    """At most so many results, up to 50; None and 0 leave it to the provider."""
    include_search_results: bool = False
    """Whether what was found is part of the response."""
    ranking_options: Any | None = None
    filters: Any | None = None
    """Conditions on the attributes of files."""

    def __post_init__(self) -> None:
        """Check the number of results.

        Raises:
            UserError: the provider would refuse it.
        """
        limit = self.max_num_results
        if limit is not None and (type(limit) is not int or not 0 <= limit <= 50):
            raise UserError(
                "FileSearchTool max_num_results must be zero, an integer between 1 and 50, or "
                f"None; got {limit!r}"
            )

    @property
    def name(self) -> str:
        """The type of the tool."""
        return "file_search"

    @property
    def include(self) -> str | None:
        """Results come only when they are asked for."""
        return "file_search_call.results" if self.include_search_results else None

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        optional = {
            "max_num_results": self.max_num_results or None,
            "ranking_options": self.ranking_options or None,
            "filters": self.filters or None,
        }
        return {
            "type": "file_search",
            "vector_store_ids": self.vector_store_ids,
            **_given(optional),
        }


@dataclass
class CodeInterpreterTool(HostedTool):
    """Lets the model run Python in a container of the provider."""

    tool_config: CodeInterpreter
    """{"type": "code_interpreter", "container": {"type": "auto"}} and the like."""

    @property
    def name(self) -> str:
        """The type of the tool."""
        return "code_interpreter"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return dict(self.tool_config)


@dataclass
class ImageGenerationTool(HostedTool):
    """Lets the model make images."""

    tool_config: ImageGeneration
    """{"type": "image_generation", "size": …, "partial_images": …} and the like."""

    @property
    def name(self) -> str:
        """The type of the tool."""
        return "image_generation"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return dict(self.tool_config)


@dataclass
class MCPToolApprovalRequest:
    """What an `on_approval_request` gets."""

    ctx_wrapper: RunContextWrapper[Any]
    data: McpApprovalRequest
    """The call that waits."""


class MCPToolApprovalFunctionResult(TypedDict):
    """What an `on_approval_request` gives."""

    approve: bool
    reason: NotRequired[str]
    """Why not, for the model."""


MCPToolApprovalFunction: TypeAlias = Callable[
    [MCPToolApprovalRequest], MaybeAwaitable[MCPToolApprovalFunctionResult]
]
"""Decides about a call of a hosted MCP server."""


@dataclass
class HostedMCPTool(HostedTool):
    """Lets the provider talk to an MCP server on the model's behalf."""

    tool_config: Mcp
    """{"type": "mcp", "server_label": …, "server_url": …, "require_approval": …} and the like."""
    on_approval_request: MCPToolApprovalFunction | None = None
    """Decides about calls that need approval; without it the run stops and asks."""

    @property
    def name(self) -> str:
        """The type of the tool."""
        return "hosted_mcp"

    @property
    def server_label(self) -> str | None:
        """What the server is called in requests for approval."""
        return dict(self.tool_config).get("server_label")  # type: ignore[return-value]  # a text

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return dict(self.tool_config)


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are set."""
    return {name: value for name, value in fields.items() if value is not None}
