"""Settings of a run and of its models: each works, or says that it does not."""

from typing import Any

import pytest
from wire_answers import Provider, call, message, stream

from agents_core import (
    Agent,
    ModelSettings,
    RunConfig,
    Runner,
    SessionSettings,
    SQLiteSession,
    UserError,
    handoff,
)

REASONING = {"type": "reasoning", "id": "rs_1", "summary": []}
TO_B = stream(REASONING, call("transfer_to_b"))


async def handed_over(config: RunConfig, **options: Any) -> list[Any]:
    """Return what the next agent is sent after a handoff."""
    provider = Provider([TO_B, stream(message("done"))])
    model = provider.model()
    way = handoff(Agent(name="b", model=model), **options)
    agent = Agent[Any](name="a", model=model, handoffs=[way])
    await Runner.run(agent, "Help me.", run_config=config)
    sent: list[Any] = provider.requests[1]["input"]
    return sent


async def test_the_next_agent_can_be_told_the_history_in_one_message() -> None:
    (told,) = await handed_over(RunConfig(nest_handoff_history=True))
    assert told["role"] == "assistant"
    lines = told["content"].splitlines()
    assert lines[1:3] == ["<CONVERSATION HISTORY>", "1. user: Help me."]
    assert "transfer_to_b" in told["content"]
    assert lines[-1] == "</CONVERSATION HISTORY>"


async def test_a_handoff_says_for_itself_whether_history_is_nested() -> None:
    assert len(await handed_over(RunConfig(), nest_handoff_history=True)) == 1
    kept = await handed_over(RunConfig(nest_handoff_history=True), nest_handoff_history=False)
    assert len(kept) == 4


async def test_a_mapper_makes_what_the_next_agent_sees() -> None:
    def last_two(transcript: list[Any]) -> list[Any]:
        return transcript[-2:]

    config = RunConfig(nest_handoff_history=True, handoff_history_mapper=last_two)
    sent = await handed_over(config)
    assert [item["type"] for item in sent] == ["function_call", "function_call_output"]


async def test_reasoning_can_be_sent_back_without_its_id() -> None:
    def ids(sent: list[Any]) -> list[Any]:
        return [item.get("id") for item in sent if item.get("type") == "reasoning"]

    assert ids(await handed_over(RunConfig())) == ["rs_1"]
    assert ids(await handed_over(RunConfig(reasoning_item_id_policy="omit"))) == [None]


async def test_only_the_latest_items_of_a_session_are_read_when_the_run_says_so() -> None:
    session = SQLiteSession("s")
    await session.add_items([{"role": "user", "content": str(number)} for number in range(5)])
    provider = Provider([stream(message("done"))])
    agent = Agent[Any](name="a", model=provider.model())
    config = RunConfig(session_settings=SessionSettings(limit=2))
    await Runner.run(agent, "now", session=session, run_config=config)
    assert [item["content"] for item in provider.requests[0]["input"]] == ["3", "4", "now"]


@pytest.mark.parametrize("name", ["frequency_penalty", "presence_penalty"])
async def test_a_setting_the_api_does_not_have_is_refused(name: str) -> None:
    settings = ModelSettings()
    setattr(settings, name, 0.5)
    agent = Agent[Any](name="a", model=Provider([]).model(), model_settings=settings)
    with pytest.raises(UserError, match=f"has no {name}"):
        await Runner.run(agent, "hi")


async def test_how_long_a_prompt_is_cached_is_sent() -> None:
    provider = Provider([stream(message("done"))])
    settings = ModelSettings(prompt_cache_retention="24h")
    await Runner.run(Agent[Any](name="a", model=provider.model(), model_settings=settings), "hi")
    assert provider.requests[0]["prompt_cache_retention"] == "24h"
