"""From chat chunks to events: CPU per chunk of our chat model, beside the one of openai-agents.

Both read the same bodies from memory through the openai client, in one process, turn about; the
medians of `--runs` rounds are printed. Goal: at least 5x less CPU a chunk than openai-agents.

    python benchmarks/chat.py [--chunks N] [--runs N]
"""

import argparse
import asyncio
import gc
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx2

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents_core.agents.model_settings import ModelSettings
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.client import make_client
from agents_core.models.interface import ModelTracing
from agents_core.models.local_transport import Body

NOWHERE: dict[str, Any] = dict.fromkeys(("previous_response_id", "conversation_id", "prompt"))


def chunks(count: int) -> list[bytes]:
    """Return the chunks of an answer of `count` tokens, as a server writes them."""
    head = {"id": "chatcmpl-AB12", "object": "chat.completion.chunk", "created": 1752602186}
    more = {"model": "benchmark", "system_fingerprint": "fp_8802369eaa"}
    written = []
    for number in range(count + 1):
        is_last = number == count
        delta = {} if is_last else {"content": " token"}
        choice = {"index": 0, "delta": delta, "logprobs": None}
        choice["finish_reason"] = "stop" if is_last else None
        chunk = json.dumps({**head, **more, "choices": [choice]}, separators=(",", ":"))
        written.append(f"data: {chunk}\n\n".encode())
    return [*written, b"data: [DONE]\n\n"]


async def body(written: list[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield the chunks one by one."""
    for chunk in written:
        yield chunk


def client(written: list[bytes]) -> Any:
    """Return a client that is answered from memory."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, stream=Body(body(written)))

    return make_client(
        api_key="k", base_url="http://peer.invalid/v1", transport=httpx2.MockTransport(answer)
    )


async def ours(written: list[bytes]) -> int:
    """Read through our chat model."""
    model = OpenAIChatCompletionsModel("m", client(written))
    asked: Any = (None, "hi", ModelSettings(), [], None, [], ModelTracing.DISABLED)
    return len([event async for event in model.stream_response(*asked, **NOWHERE)])


async def theirs(written: list[bytes]) -> int:
    """Read through the chat model of openai-agents."""
    import agents  # the peer, which may be absent

    model = agents.OpenAIChatCompletionsModel("m", client(written))
    asked: Any = (None, "hi", agents.ModelSettings(), [], None, [], agents.ModelTracing.DISABLED)
    return len([event async for event in model.stream_response(*asked, **NOWHERE)])


def cost(read: Callable[[list[bytes]], Coroutine[Any, Any, int]], written: list[bytes]) -> float:
    """Return the CPU of one reading, in µs a chunk."""
    gc.collect()
    began = time.process_time()
    taken = asyncio.run(read(written))
    used = time.process_time() - began
    assert taken >= len(written) - 2, f"{taken} events of {len(written)} chunks"
    return used / len(written) * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--chunks", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rows = {"our chat model": ours}
    if importlib.util.find_spec("agents") is None:
        print("openai-agents is not installed (extra: peers): measured alone")
    else:
        rows["openai-agents' chat model"] = theirs
    written = chunks(options.chunks)
    rounds = [
        {name: cost(read, written) for name, read in rows.items()} for _ in range(options.runs + 1)
    ]
    base = statistics.median(each["our chat model"] for each in rounds[1:])
    for name in rows:
        median = statistics.median(each[name] for each in rounds[1:])
        print(f"{name:28}{median:9.2f} µs/chunk{median / base:8.1f}x")


if __name__ == "__main__":
    main()
