"""Asking a model again: when a call failed before it said anything.

Law: once a model has said something, the call is never made again; what it said was passed on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from agents_core.agents.model_retries import (
    ModelRetrySettings,
    RetryDecision,
    RetryPolicyContext,
)
from agents_core.errors import AgentsException, ModelTimeoutError
from agents_core.items import ModelResponse
from agents_core.models.attempts import ModelAttempt
from agents_core.running.model_call import ModelCall
from agents_core.usage import RequestUsage

_SAYS_NOTHING: Final = frozenset({"response.created", "response.in_progress"})
"""Events of a stream that has not begun to answer."""

_LOCKED_DELAYS_S: Final = (1.0, 2.0, 4.0)
"""Waits for a conversation that another request is still using, asked for or not."""


class Attempts:
    """The attempts of one model call."""

    def __init__(
        self,
        call: ModelCall,
        publish: Callable[[Any], None] | None,
        report: Callable[[ModelAttempt], None],
    ) -> None:
        """Begin before the first attempt.

        Args:
            call: what the model is given.
            publish: gets the events of its stream, if it streams.
            report: told of each attempt after which another one is made.
        """
        self._call = call
        self._publish = publish
        self._report = report
        self._has_spoken = False
        self._failed = 0
        self._locked = 0

    def publish(self, event: Any) -> None:
        """Pass an event on, and note when the model begins to answer."""
        assert self._publish is not None
        if event.type not in _SAYS_NOTHING:
            self._has_spoken = True
        self._publish(event)

    async def answer(self, ask: Callable[[], Awaitable[ModelResponse]]) -> ModelResponse:
        """Ask until there is an answer, or the settings let it be.

        Raises:
            Exception: how the last attempt ended.
        """
        while True:
            try:
                response = await ask()
            except Exception as error:
                decision = await self._decide(error)
                if not decision.retry:
                    raise
                self._failed += 1
                self._tell(error, decision)
            else:
                return self._counted(response)
            await asyncio.sleep(decision.delay or 0.0)

    async def _decide(self, error: Exception) -> RetryDecision:
        """Say whether to ask again after a failure."""
        if self._has_spoken or _is_final(error):
            return RetryDecision(False)
        from agents_core.models.failures import (  # slow to import; only failures come here
            failure_facts,
            is_locked_conversation,
            provider_advice,
        )

        if is_locked_conversation(error) and self._locked < len(_LOCKED_DELAYS_S):
            self._locked += 1
            return RetryDecision(True, _LOCKED_DELAYS_S[self._locked - 1])
        settings = self._settings()
        context = RetryPolicyContext(
            error,
            self._failed - self._locked + 1,
            settings.max_retries or 0,
            self._publish is not None,
            failure_facts(error),
            provider_advice(error),
            self._call.previous_response_id,
            self._call.conversation_id,
        )
        return await settings.decide(context)

    def _settings(self) -> ModelRetrySettings:
        """Return the call's settings; a dict is taken for its fields."""
        given = self._call.settings.retry
        if isinstance(given, dict):
            return ModelRetrySettings(**given)
        return given or ModelRetrySettings()

    def _tell(self, error: Exception, decision: RetryDecision) -> None:
        """Report that another attempt follows."""
        status: int | None = getattr(error, "status_code", None)
        message = decision.reason or str(error)
        self._report(ModelAttempt(self._failed, status, message, decision.delay))

    def _counted(self, response: ModelResponse) -> ModelResponse:
        """Count failed attempts as requests that cost no tokens."""
        if self._failed:
            usage = response.usage
            entries = usage.request_usage_entries or usage.as_entries()
            usage.request_usage_entries = [RequestUsage(0, 0, 0)] * self._failed + entries
            usage.requests += self._failed
        return response


def _is_final(error: Exception) -> bool:
    """Say whether a failure is not one of the request: asking again would not change it."""
    return isinstance(error, AgentsException) and not isinstance(error, ModelTimeoutError)
