"""When a failed model call is made again: settings, and policies to put together.

    ModelSettings(retry=ModelRetrySettings(
        max_retries=3, policy=retry_policies.any(retry_policies.network_error(),
                                                 retry_policies.http_status([429, 503]))))

This is beside the provider client's own retries, which a run never sees fail.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import UserError


@dataclass
class ModelRetryBackoffSettings:
    """How long to wait before the next attempt, when nobody asked for a certain time."""

    initial_delay: float | None = None
    """Seconds before the first retry; 0.25 unless given."""
    max_delay: float | None = None
    """Seconds at most; 2 unless given."""
    multiplier: float | None = None
    """What each further delay is longer by; 2 unless given."""
    jitter: bool | None = None
    """Whether to vary delays a little, so that many runs do not return at once; True."""

    def __post_init__(self) -> None:
        """Refuse what is no delay.

        Raises:
            UserError: a number is negative.
        """
        for name in ("initial_delay", "max_delay", "multiplier"):
            if (getattr(self, name) or 0) < 0:
                raise UserError(f"ModelRetryBackoffSettings {name} must not be negative")

    def delay(self, attempt: int) -> float:
        """Return the seconds to wait after the failed `attempt`, counted from 1."""
        first = 0.25 if self.initial_delay is None else self.initial_delay
        longest = 2.0 if self.max_delay is None else self.max_delay
        factor = 2.0 if self.multiplier is None else self.multiplier
        delay = min(first * factor ** (attempt - 1), longest)
        if self.jitter is False:
            return delay
        return min(delay * random.uniform(0.875, 1.125), longest)


@dataclass
class ModelRetryNormalizedError:
    """A failure, in the same words whatever raised it."""

    status_code: int | None = None
    error_code: str | None = None
    message: str | None = None
    request_id: str | None = None
    retry_after: float | None = None
    """Seconds the provider asks to wait."""
    is_abort: bool = False
    is_network_error: bool = False
    is_timeout: bool = False


@dataclass
class RetryDecision:
    """What a policy says."""

    retry: bool
    delay: float | None = None
    """Seconds to wait; None leaves it to the provider's wish, then to the backoff."""
    reason: str | None = None
    approve_unsafe_replay: bool = False
    """Ask again even where the provider may have done the work already."""


@dataclass
class RetryPolicyContext:
    """What a policy decides by."""

    error: Exception
    attempt: int
    """Which attempt failed, counted from 1."""
    max_retries: int
    stream: bool
    normalized: ModelRetryNormalizedError
    provider_advice: bool | None = None
    """Whether the provider says that asking again may help; None when it says nothing."""
    previous_response_id: str | None = None
    conversation_id: str | None = None

    @property
    def stateful_request(self) -> bool:
        """Whether the provider keeps the conversation, so that asking twice may say it twice."""
        return bool(self.previous_response_id or self.conversation_id)


RetryPolicy: TypeAlias = Callable[[RetryPolicyContext], MaybeAwaitable[bool | RetryDecision]]
"""Says whether a failed call is made again."""


@dataclass
class ModelRetrySettings:
    """Whether and how failed calls are made again."""

    max_retries: int | None = None
    """How often, after the first attempt."""
    backoff: ModelRetryBackoffSettings | None = None
    policy: RetryPolicy | None = field(default=None, repr=False)
    """After which failures; connection trouble and what the provider deems temporary if None."""

    def __post_init__(self) -> None:
        """Take a dict for the backoff.

        Raises:
            UserError: the number of retries is negative.
        """
        if isinstance(self.backoff, dict):
            self.backoff = ModelRetryBackoffSettings(**self.backoff)
        if (self.max_retries or 0) < 0:
            raise UserError("ModelRetrySettings max_retries must not be negative")

    def to_json_dict(self) -> dict[str, Any]:
        """Return what JSON can hold of it."""
        backoff = self.backoff
        plain = None if backoff is None else asdict(backoff)
        return {"max_retries": self.max_retries, "backoff": plain}

    async def decide(self, context: RetryPolicyContext) -> RetryDecision:
        """Say whether the call is made again, and after how long."""
        if context.attempt > (self.max_retries or 0) or context.normalized.is_abort:
            return RetryDecision(False)
        decision = await _asked(self.policy or _DEFAULT_POLICY, context)
        if not decision.retry or not _is_safe(decision, context):
            return RetryDecision(False, reason=decision.reason)
        delay = context.normalized.retry_after if decision.delay is None else decision.delay
        if delay is None:
            delay = (self.backoff or ModelRetryBackoffSettings()).delay(context.attempt)
        return RetryDecision(True, delay, decision.reason)


class _RetryPolicies:
    """The policies there are; `any` and `all` put them together."""

    def never(self) -> RetryPolicy:
        """Never ask again."""
        return lambda context: False

    def provider_suggested(self) -> RetryPolicy:
        """Ask again when the provider says that may help."""
        return lambda context: context.provider_advice is True

    def network_error(self) -> RetryPolicy:
        """Ask again when no answer came, or not in time."""
        return lambda context: context.normalized.is_network_error or context.normalized.is_timeout

    def retry_after(self) -> RetryPolicy:
        """Ask again when the provider names a time to wait, after that time."""

        def policy(context: RetryPolicyContext) -> RetryDecision:
            delay = context.normalized.retry_after
            return RetryDecision(delay is not None, delay)

        return policy

    def http_status(self, statuses: Iterable[int]) -> RetryPolicy:
        """Ask again after answers with these statuses."""
        allowed = frozenset(statuses)
        return lambda context: context.normalized.status_code in allowed

    def all(self, *policies: RetryPolicy) -> RetryPolicy:
        """Ask again when all say so; the last delay and reason given hold."""

        async def policy(context: RetryPolicyContext) -> RetryDecision:
            said = [await _asked(each, context) for each in policies]
            agreed = bool(said) and all(decision.retry for decision in said)
            return _joined(said) if agreed else RetryDecision(False)

        return policy

    def any(self, *policies: RetryPolicy) -> RetryPolicy:
        """Ask again when one says so; the last delay and reason given by those who do hold."""

        async def policy(context: RetryPolicyContext) -> RetryDecision:
            said = [await _asked(each, context) for each in policies]
            return _joined([decision for decision in said if decision.retry])

        return policy


retry_policies = _RetryPolicies()
"""When to ask a model again."""

_DEFAULT_POLICY = retry_policies.any(
    retry_policies.network_error(), retry_policies.provider_suggested()
)
"""What holds for settings that name no policy."""


async def _asked(policy: RetryPolicy, context: RetryPolicyContext) -> RetryDecision:
    """Return what a policy says, as a decision."""
    said = await settled(policy(context))
    return said if isinstance(said, RetryDecision) else RetryDecision(bool(said))


def _joined(said: list[RetryDecision]) -> RetryDecision:
    """Return several decisions for asking again as one; none at all is one against it."""
    joined = RetryDecision(bool(said))
    for decision in said:
        joined.delay = joined.delay if decision.delay is None else decision.delay
        joined.reason = decision.reason or joined.reason
        joined.approve_unsafe_replay |= decision.approve_unsafe_replay
    return joined


def _is_safe(decision: RetryDecision, context: RetryPolicyContext) -> bool:
    """Say whether asking again does no harm: the provider refused, or keeps no conversation."""
    status = context.normalized.status_code
    is_refused = status is not None and 400 <= status < 500
    return is_refused or not context.stateful_request or decision.approve_unsafe_replay
