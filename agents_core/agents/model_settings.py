"""ModelSettings: how a model is to be called; what is None is left to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from openai.types.shared import Reasoning

    from agents_core.agents.model_retries import ModelRetrySettings


@dataclass
class ModelSettings:
    """Parameters of a model call. None means: not sent, the provider decides."""

    temperature: float | None = None
    top_p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    tool_choice: Any | None = None
    """"auto", "required", "none", the name of a tool, or the provider's own dict."""
    parallel_tool_calls: bool | None = None
    """Whether a response may hold several calls."""
    truncation: Literal["auto", "disabled"] | None = None
    max_tokens: int | None = None
    """Limit of output tokens, reasoning included."""
    reasoning: Reasoning | Mapping[str, Any] | None = None
    """How much to think, and whether to show it."""
    verbosity: Literal["low", "medium", "high"] | None = None
    metadata: dict[str, str] | None = None
    store: bool | None = None
    """Whether the provider keeps the response."""
    prompt_cache_retention: Literal["in_memory", "24h"] | None = None
    include_usage: bool | None = None
    """Whether a chat completion's stream reports its tokens."""
    response_include: list[str] | None = None
    """Further parts of the response to be sent."""
    top_logprobs: int | None = None
    extra_query: Mapping[str, Any] | None = None
    extra_body: Any | None = None
    extra_headers: Mapping[str, Any] | None = None
    extra_args: dict[str, Any] | None = None
    """Further keywords of the client's call."""
    retry: ModelRetrySettings | None = None
    """When a failed call is made again; beside the client's own retries."""
    timeout: float | None = None
    """Seconds a call may take."""

    def resolve(self, override: ModelSettings | None) -> ModelSettings:
        """Return these settings with everything `override` sets; `extra_args` are merged."""
        if override is None:
            return self
        changes = {
            f.name: value for f in fields(self) if (value := getattr(override, f.name)) is not None
        }
        if self.extra_args and override.extra_args:
            changes["extra_args"] = {**self.extra_args, **override.extra_args}
        return replace(self, **changes)

    def to_json_dict(self) -> dict[str, Any]:
        """Return what is set, as JSON can hold it."""
        settings = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: _plain(value) for name, value in settings.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return a setting as JSON can hold it."""
    if hasattr(value, "to_json_dict"):
        return value.to_json_dict()
    return value.model_dump(exclude_unset=True) if hasattr(value, "model_dump") else value
