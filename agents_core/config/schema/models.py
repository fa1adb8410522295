"""[models.*] and model_settings: which model, how it is asked, what it costs."""

from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt

from agents_core.config.schema.table import Table


class Reasoning(Table):
    """How much a reasoning model thinks, and what it shows of it."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | None = None
    summary: Literal["auto", "concise", "detailed"] | None = None


class Retry(Table):
    """When a call that failed before the model said anything is made again.

    That is after connection trouble, and when the provider says that trying again may help.
    """

    max_retries: PositiveInt
    """How often, beside the retries of the provider's client ([providers.*] max_retries)."""
    statuses: list[int] = []
    """Further HTTP statuses after which to try again."""
    initial_delay: NonNegativeFloat | None = None
    """Seconds before the first retry, unless the provider names a time; default 0.25."""
    max_delay: NonNegativeFloat | None = None
    """Longest wait in seconds; default 2."""


class ModelSettings(Table):
    """Settings sent with a model call; what is left out is the provider's default."""

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    max_tokens: PositiveInt | None = None
    """Most tokens a response may have."""
    tool_choice: str | None = None
    """"auto", "required", "none" or the name of a tool."""
    parallel_tool_calls: bool | None = None
    """Whether the model may make several calls in one response."""
    reasoning: Reasoning | None = None
    verbosity: Literal["low", "medium", "high"] | None = None
    truncation: Literal["auto", "disabled"] | None = None
    store: bool | None = None
    """Whether the provider keeps the response."""
    include_usage: bool | None = None
    """Whether a chat completion's stream reports its tokens; default: only OpenAI's own server."""
    metadata: dict[str, str] | None = None
    extra_body: dict[str, Any] | None = None
    """Further fields of the request, passed on as they are."""
    extra_headers: dict[str, str] | None = None
    timeout: PositiveFloat | None = None
    """Seconds the whole answer may take."""
    retry: Retry | None = None


class Model(Table):
    """A name for a provider's model, with its settings and prices."""

    model: str
    """ "provider/model-id"; split at the first slash."""
    settings: ModelSettings = ModelSettings()
    input_price: NonNegativeFloat | None = None
    """US dollars per million input tokens, for the cost display."""
    cached_input_price: NonNegativeFloat | None = None
    """US dollars per million input tokens that came from the provider's cache."""
    output_price: NonNegativeFloat | None = None
    """US dollars per million output tokens."""
    context_window: PositiveInt | None = None
    """Tokens the model can read at once."""
