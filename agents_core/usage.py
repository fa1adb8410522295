"""Token counts that add up."""

from dataclasses import dataclass, field


@dataclass
class InputTokensDetails:
    """What the input tokens were made of."""

    cached_tokens: int = 0
    """Read from the provider's cache."""


@dataclass
class OutputTokensDetails:
    """What the output tokens were made of."""

    reasoning_tokens: int = 0
    """Spent on thinking."""


@dataclass
class RequestUsage:
    """The tokens of one request."""

    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_tokens_details: InputTokensDetails = field(default_factory=InputTokensDetails)
    output_tokens_details: OutputTokensDetails = field(default_factory=OutputTokensDetails)


@dataclass
class Usage:
    """The tokens of one or more requests."""

    requests: int = 0
    input_tokens: int = 0
    input_tokens_details: InputTokensDetails = field(default_factory=InputTokensDetails)
    output_tokens: int = 0
    output_tokens_details: OutputTokensDetails = field(default_factory=OutputTokensDetails)
    total_tokens: int = 0
    request_usage_entries: list[RequestUsage] = field(default_factory=list)
    """One entry for each request that cost tokens, in order."""

    def add(self, other: "Usage") -> None:
        """Count the tokens of `other` as well."""
        self.requests += other.requests
        self.input_tokens += other.input_tokens
        self.output_tokens += other.output_tokens
        self.total_tokens += other.total_tokens
        self.input_tokens_details = InputTokensDetails(
            self.input_tokens_details.cached_tokens + other.input_tokens_details.cached_tokens
        )
        self.output_tokens_details = OutputTokensDetails(
            self.output_tokens_details.reasoning_tokens
            + other.output_tokens_details.reasoning_tokens
        )
        self.request_usage_entries.extend(other.request_usage_entries or other.as_entries())

    def as_entries(self) -> list[RequestUsage]:
        """Return a single request as its own entry; tokenless requests leave none."""
        if self.requests != 1 or self.total_tokens <= 0:
            return []
        return [
            RequestUsage(
                self.input_tokens,
                self.output_tokens,
                self.total_tokens,
                self.input_tokens_details,
                self.output_tokens_details,
            )
        ]
