"""What a failed request says about asking again, read from whatever the client raised."""

from typing import Any

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError

from agents_core.agents.model_retries import ModelRetryNormalizedError
from agents_core.errors import ModelTimeoutError
from agents_core.models.retries import asked_delay_s, is_retried


def failure_facts(error: Exception) -> ModelRetryNormalizedError:
    """Return the facts of a failure."""
    is_timeout = isinstance(error, APITimeoutError | TimeoutError | ModelTimeoutError)
    facts = ModelRetryNormalizedError(
        message=str(error),
        error_code=error.code if isinstance(error, APIError) else None,
        is_network_error=isinstance(error, APIConnectionError | ConnectionError) or is_timeout,
        is_timeout=is_timeout,
    )
    if isinstance(error, APIStatusError):
        delay = asked_delay_s(error.response)
        facts.status_code = error.status_code
        facts.request_id = error.request_id
        facts.retry_after = delay if delay is not None and delay >= 0 else None
    return facts


def provider_advice(error: Exception) -> bool | None:
    """Return whether the provider says that asking again may help, by header or by status."""
    return is_retried(error.response) if isinstance(error, APIStatusError) else None


def is_locked_conversation(error: Exception) -> bool:
    """Say whether another request to the same conversation is still under way."""
    code: Any = error.code if isinstance(error, APIStatusError) else None
    return bool(code == "conversation_locked")
