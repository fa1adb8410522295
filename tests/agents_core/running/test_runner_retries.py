"""Model calls that fail and are made again: when, how often, and what is seen of it."""

from typing import Any

import httpx2
import pytest
from openai import APIConnectionError, RateLimitError
from run_traces import agent_saying, labels, watched

from agents_core import (
    Agent,
    ModelRetryBackoffSettings,
    ModelRetrySettings,
    ModelSettings,
    ModelTimeoutError,
    RetryDecision,
    Runner,
    Usage,
    retry_policies,
)
from agents_core.testing import ModelStep, ScriptedModel, assistant_message, wire_event

REQUEST = httpx2.Request("POST", "https://provider.example/v1/responses")
NO_ANSWER = APIConnectionError(request=REQUEST)
DONE = [assistant_message("done")]
AT_ONCE = ModelRetryBackoffSettings(initial_delay=0)
CREATED = wire_event("response.created", response={"id": "r"})


def refusal(status: int, **headers: str) -> RateLimitError:
    response = httpx2.Response(status, headers=headers, request=REQUEST)
    return RateLimitError("not now", response=response, body=None)


def retrying(*steps: Any, **retry: Any) -> Agent[Any]:
    settings = ModelRetrySettings(backoff=AT_ONCE, **retry)
    return agent_saying(*steps, model_settings=ModelSettings(retry=settings))


async def test_retries_are_opt_in() -> None:
    with pytest.raises(APIConnectionError):
        await Runner.run(agent_saying(NO_ANSWER, DONE), "hi")


async def test_a_call_that_failed_is_made_again_and_seen_in_the_journal() -> None:
    result, events = watched(retrying(NO_ANSWER, NO_ANSWER, DONE, max_retries=2))
    assert await labels(result) == ["agent a", "message_output_created"]
    retries = [event.data for event in events if event.type == "model.retry"]
    assert [(each["attempt"], each["delay_s"]) for each in retries] == [(1, 0), (2, 0)]


async def test_failed_attempts_count_as_requests() -> None:
    step = ModelStep(DONE, Usage(1, 3, output_tokens=2, total_tokens=5))
    result = await Runner.run(retrying(NO_ANSWER, step, max_retries=1), "hi")
    usage = result.context_wrapper.usage
    assert (usage.requests, usage.total_tokens) == (2, 5)
    assert [entry.total_tokens for entry in usage.request_usage_entries] == [0, 5]


async def test_the_last_failure_is_raised_when_there_are_no_retries_left() -> None:
    with pytest.raises(APIConnectionError):
        await Runner.run(retrying(NO_ANSWER, NO_ANSWER, DONE, max_retries=1), "hi")


async def test_a_stream_that_only_began_may_be_asked_again_and_repeats_its_beginning() -> None:
    broken = ModelStep(error=NO_ANSWER, stream_events=[CREATED])
    result = Runner.run_streamed(retrying(broken, DONE, max_retries=1), "hi")
    assert (await labels(result, raw=True)).count("created") == 2
    assert result.final_output == "done"


async def test_a_stream_that_said_something_is_never_asked_again() -> None:
    delta = wire_event("response.output_text.delta", output_index=0, content_index=0, delta="he")
    broken = ModelStep(error=NO_ANSWER, stream_events=[CREATED, delta])
    result = Runner.run_streamed(retrying(broken, DONE, max_retries=1), "hi")
    with pytest.raises(APIConnectionError):
        await labels(result)


@pytest.mark.parametrize(
    ("policy", "error", "is_retried"),
    [
        (retry_policies.never(), NO_ANSWER, False),
        (retry_policies.network_error(), NO_ANSWER, True),
        (retry_policies.network_error(), refusal(429), False),
        (retry_policies.http_status([429]), refusal(429), True),
        (retry_policies.http_status([503]), refusal(429), False),
        (retry_policies.retry_after(), refusal(429, **{"retry-after-ms": "1"}), True),
        (retry_policies.retry_after(), refusal(429), False),
        (retry_policies.provider_suggested(), refusal(429, **{"x-should-retry": "false"}), False),
        (retry_policies.provider_suggested(), refusal(429), True),
        (retry_policies.any(), NO_ANSWER, False),
        (retry_policies.any(retry_policies.never(), lambda context: True), NO_ANSWER, True),
        (retry_policies.all(retry_policies.never(), lambda context: True), NO_ANSWER, False),
        (None, NO_ANSWER, True),
    ],
)
async def test_the_policy_decides(policy: Any, error: Exception, is_retried: bool) -> None:
    agent = retrying(error, DONE, max_retries=1, policy=policy)
    if is_retried:
        assert (await Runner.run(agent, "hi")).final_output == "done"
    else:
        with pytest.raises(type(error)):
            await Runner.run(agent, "hi")


async def test_what_a_policy_decides_goes_before_the_backoff() -> None:
    async def policy(context: Any) -> RetryDecision:
        return RetryDecision(True, delay=0.001, reason="worth a try")

    settings = ModelRetrySettings(max_retries=1, policy=policy)
    agent = agent_saying(NO_ANSWER, DONE, model_settings=ModelSettings(retry=settings))
    result, events = watched(agent)
    await labels(result)
    (retry,) = [event.data for event in events if event.type == "model.retry"]
    assert (retry["delay_s"], retry["message"]) == (0.001, "worth a try")


async def test_a_conversation_kept_by_the_provider_is_not_told_the_same_thing_twice() -> None:
    agent = retrying(NO_ANSWER, DONE, max_retries=1)
    with pytest.raises(APIConnectionError):
        await Runner.run(agent, "hi", conversation_id="conv")
    refused = retrying(refusal(429), DONE, max_retries=1)
    assert (await Runner.run(refused, "hi", conversation_id="conv")).final_output == "done"


async def test_a_model_that_is_too_slow_is_asked_again() -> None:
    class Slow(ScriptedModel):
        async def get_response(self, *args: Any, **options: Any) -> Any:
            if not self.calls:
                self.calls.append(args)  # type: ignore[arg-type]  # only their number counts
                raise ModelTimeoutError(0.1)
            return await ScriptedModel([DONE]).get_response(*args, **options)

    settings = ModelSettings(retry=ModelRetrySettings(max_retries=1, backoff=AT_ONCE))
    agent = Agent[Any](name="a", model=Slow(), model_settings=settings)
    assert (await Runner.run(agent, "hi")).final_output == "done"


def test_delays_grow_to_their_limit() -> None:
    backoff = ModelRetryBackoffSettings(initial_delay=1, max_delay=3, multiplier=2, jitter=False)
    assert [backoff.delay(attempt) for attempt in (1, 2, 3)] == [1, 2, 3]
