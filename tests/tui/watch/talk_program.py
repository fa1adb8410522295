"""A program on the OpenAI Agents SDK that streams many words: `python talk_program.py WORDS`.

Half way it prints "half", and goes on once it is given a line.
"""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator
from typing import Any

from tui.watch import watch

sdk: Any = importlib.import_module("agents")
testing: Any = importlib.import_module("agents.testing")
responses: Any = importlib.import_module("openai.types.responses")


async def talk(words: int) -> AsyncIterator[Any]:
    """Yield what a model streams that says so many words."""
    for number in range(words):
        if number == words // 2:
            print("half", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
        yield responses.ResponseTextDeltaEvent(
            content_index=0,
            delta=f" {number}",
            item_id="m1",
            logprobs=[],
            output_index=0,
            sequence_number=number,
            type="response.output_text.delta",
        )
    yield responses.ResponseCompletedEvent(
        response=responses.Response.model_construct(
            id="r1", output=[testing.assistant_message("done")], status="completed", usage=None
        ),
        sequence_number=words,
        type="response.completed",
    )


async def main(words: int) -> None:
    """Run it, watched."""
    step = testing.ModelStep.stream(lambda _: talk(words))
    agent = sdk.Agent(name="talker", model=testing.ScriptedModel([step]))
    seen = 0
    async for _ in watch(sdk.Runner.run_streamed(agent, "Talk.")).stream_events():
        seen += 1
    print(seen)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
