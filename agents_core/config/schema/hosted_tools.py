"""[tools.*] of the kinds the provider runs itself."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from agents_core.config.schema.table import EnvName, Table


class HostedTable(Table):
    """A tool the provider runs."""


class WebSearchTool(HostedTable):
    """Web search at the provider."""

    kind: Literal["web_search"]
    search_context_size: Literal["low", "medium", "high"] = "medium"
    """How much of what is found the model reads."""
    allowed_domains: list[str] | None = None
    """The only sites to search, such as example.com."""
    live: bool | None = None
    """Whether pages may be fetched now; default: the provider's."""


class FileSearchTool(HostedTable):
    """Search in the provider's vector stores."""

    kind: Literal["file_search"]
    vector_store_ids: Annotated[list[str], Field(min_length=1)]
    """Where to search."""
    max_num_results: Annotated[int, Field(ge=1, le=50)] | None = None
    """Most results of a search."""
    include_results: bool = False
    """Whether what was found is part of the run, to be looked at."""


class CodeInterpreterTool(HostedTable):
    """Python at the provider."""

    kind: Literal["code_interpreter"]
    container: str = "auto"
    """The id of a container; auto makes one."""


class ImageGenerationTool(HostedTable):
    """Images made by the provider."""

    kind: Literal["image_generation"]
    size: str | None = None
    """Width and height, such as 1024x1024."""
    quality: Literal["low", "medium", "high", "auto"] | None = None
    output_format: Literal["png", "webp", "jpeg"] | None = None
    partial_images: Annotated[int, Field(ge=0, le=3)] | None = None
    """How many unfinished images to send before the finished one."""


class HostedMcpTool(HostedTable):
    """An MCP server the provider talks to."""

    kind: Literal["hosted_mcp"]
    server_label: str
    """What the server is called."""
    server_url: str | None = None
    connector_id: str | None = None
    """One of the provider's own connectors, in place of an address."""
    authorization_env: EnvName | None = None
    """The environment variable that holds the access token."""
    allowed_tools: list[str] | None = None
    """The only tools to offer; default: all."""
    require_approval: Literal["always", "never"] = "always"
    """Whether each call waits for an approval."""
    description: str | None = None
    """What the model is told about the server."""

    @model_validator(mode="after")
    def _one_address(self) -> "HostedMcpTool":
        if (self.server_url is None) == (self.connector_id is None):
            raise ValueError("set either server_url or connector_id")
        return self


class ShellTool(HostedTable):
    """Commands in a container of the provider."""

    kind: Literal["shell"]
    container: str = "auto"
    """The id of a container; auto makes one."""
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None = None
    """Of a container that is made."""
    file_ids: list[str] | None = None
    """Files at the provider that a container that is made begins with."""


HostedTool: TypeAlias = (
    WebSearchTool
    | FileSearchTool
    | CodeInterpreterTool
    | ImageGenerationTool
    | HostedMcpTool
    | ShellTool
)
"""A tool the provider runs."""
