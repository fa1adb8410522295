"""From the wire to an event: CPU per event of every layer, beside peers and the limit, in one run.

A server in its own process streams `--events` text deltas over loopback, one event a write. Each
row is read in a process of its own; the rows take turns, `--runs` times over, and the medians are
printed with their ratios to the limit: aiohttp's body, split at blank lines and JSON-decoded, and
nothing else. Goals: our runner at most 1.3x the limit; openai-agents at least 25x and the bare
client at least 20x our runner; with `.data` touched on every event at least 5x less than
openai-agents; recording at most 3.5 µs an event more.

    python benchmarks/stream.py [--events N] [--runs N] [--paced] [--rows WORD ...]
"""

import argparse
import asyncio
import gc
import importlib.util
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Row = Callable[[str], Awaitable[int]]
"""Reads one response from the server at a base URL and returns how many events came."""

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


# --- the server ---------------------------------------------------------------------------------


def response(text: str, status: str) -> dict[str, Any]:
    """Return a response object whose only item says `text`."""
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": text}
    message = {
        "id": "msg_68af40337918819c8d4c1e4f8e2b1f3f0e4a2c2f1d3b5a79",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }
    details = {"cached_tokens": 0, "cache_write_tokens": 0, "reasoning_tokens": 0}
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    usage |= {"input_tokens_details": details, "output_tokens_details": details}
    return {
        "id": "resp_68af40332d28819c",
        "object": "response",
        "created_at": 0,
        "model": "benchmark",
        "status": status,
        "output": [message] if text else [],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage if text else None,
    }


def events(count: int) -> Iterator[dict[str, Any]]:
    """Yield what a server streams for an answer of `count` tokens."""
    done = response(" token" * count, "completed")
    [item] = done["output"]
    at = {"item_id": item["id"], "output_index": 0, "content_index": 0}
    yield {"type": "response.created", "response": response("", "in_progress")}
    empty = {**item, "status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": 0, "item": empty}
    for _ in range(count):
        more = {"delta": " token", "logprobs": [], "obfuscation": "aB3dE6gH9k"}
        yield {"type": "response.output_text.delta", **at, **more}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": done}


def chunks(count: int) -> list[bytes]:
    """Return the body, an event a chunk, in HTTP's chunked coding."""
    made = []
    for number, event in enumerate(events(count)):
        payload = json.dumps({**event, "sequence_number": number}, separators=(",", ":"))
        text = f"event: {event['type']}\ndata: {payload}\n\n".encode()
        made.append(b"%x\r\n%s\r\n" % (len(text), text))
    return [*made, b"0\r\n\r\n"]


def serve(count: int, is_paced: bool) -> None:
    """Answer one request after the other, each on its own connection, until the parent is gone.

    A pause after each write lets the reader see every event alone, and the cost of waking up for it
    hides all others; without, one wake-up brings what has gathered.
    """
    head = (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        b"connection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    body = chunks(count)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            read_request(connection)
            for chunk in (head, *body):
                connection.sendall(chunk)
                if is_paced:
                    time.sleep(1e-6)  # some 60 µs in truth


def read_request(connection: socket.socket) -> None:
    """Read a whole request; closing with a part of it unread would reset the connection."""
    head, body = b"", b""
    while not body and b"\r\n\r\n" not in head:
        head += connection.recv(65536)
    head, _, body = head.partition(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    length = int(fields[b"content-length"])
    while len(body) < length:
        body += connection.recv(65536)


# --- the rows -----------------------------------------------------------------------------------


@cache
def client(url: str, transport: str) -> Any:
    """Return the row's client, made in the round that warms up."""
    from openai import AsyncOpenAI, DefaultAioHttpClient

    from agents_core.models.client import make_client

    match transport:
        case "ours":
            return make_client(api_key="k", base_url=url)
        case "aiohttp":
            return AsyncOpenAI(api_key="k", base_url=url, http_client=DefaultAioHttpClient())
        case _:
            return AsyncOpenAI(api_key="k", base_url=url)


async def openai_agents(url: str) -> int:
    """Read through openai-agents' runner, all of whose events are consumed."""
    from agents import Agent, OpenAIResponsesModel, Runner, set_tracing_disabled

    set_tracing_disabled(True)
    agent = Agent(name="a", model=OpenAIResponsesModel("m", client(url, "httpx2")))
    return await count(Runner.run_streamed(agent, "hi").stream_events())


async def bare_client(url: str, transport: str = "httpx2") -> int:
    """Read the client's own typed stream."""
    asked = client(url, transport).responses.create(model="m", input="hi", stream=True)
    return await count(await asked)


async def bare_client_on_aiohttp(url: str) -> int:
    """Read the client's own typed stream on its aiohttp transport."""
    return await bare_client(url, "aiohttp")


async def our_model(url: str) -> int:
    """Read our model's wire events."""
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.models.interface import ModelTracing
    from agents_core.models.responses import OpenAIResponsesModel

    model = OpenAIResponsesModel("m", client(url, "ours"))
    asked = (None, "hi", ModelSettings(), [], None, [], ModelTracing.DISABLED)
    more: dict[str, Any] = dict.fromkeys(
        ("previous_response_id", "conversation_id", "prompt"), None
    )
    return await count(model.stream_response(*asked, **more))


async def our_runner(url: str) -> int:
    """Read our runner's events and leave their data alone."""
    return await run(url, leave_alone)


async def our_runner_data(url: str) -> int:
    """Read our runner's events and have each typed."""
    return await run(url, touch_data)


async def our_runner_recording(url: str) -> int:
    """Read our runner's events while the run is written to a file."""
    from agents_core.journal import Journal
    from agents_core.recording import RunHeader, RunRecorder

    with tempfile.TemporaryDirectory() as folder:
        header = RunHeader(
            run_id="b", created_at="2026-01-01T00:00:00+00:00", title="b", agent="a", argv=()
        )
        with RunRecorder(Path(folder) / "b.jsonl", header) as recorder:
            journal = Journal()
            journal.subscribe(recorder.record)
            return await run(url, leave_alone, journal)


async def limit(url: str) -> int:
    """Read aiohttp's body, cut it at blank lines, decode the JSON; nothing else."""
    import aiohttp
    import jiter

    taken, rest = 0, b""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/responses", json={}) as answer,
    ):
        async for chunk in answer.content.iter_any():
            *blocks, rest = (rest + chunk).split(b"\n\n")
            for block in blocks:
                jiter.from_json(block.partition(b"data: ")[2])
                taken += 1
    return taken


ROWS: dict[str, tuple[str, Row]] = {
    "openai-agents": ("openai-agents, Runner.run_streamed", openai_agents),
    "bare": ("openai client, create(stream=True)", bare_client),
    "aiohttp": ("openai client on aiohttp", bare_client_on_aiohttp),
    "data": ("our runner, .data of every event", our_runner_data),
    "recording": ("our runner, recording", our_runner_recording),
    "runner": ("our runner", our_runner),
    "model": ("our model alone", our_model),
    "limit": ("aiohttp body + split + JSON (the limit)", limit),
}


async def run(url: str, use: Callable[[Any], object], journal: Any = None) -> int:
    """Run an agent on our runner; `use` gets every raw event."""
    from agents_core import Agent, OpenAIResponsesModel, RunConfig, Runner

    agent = Agent(name="a", model=OpenAIResponsesModel("m", client(url, "ours")))
    config = RunConfig() if journal is None else RunConfig(journal=journal)
    taken = 0
    async for event in Runner.run_streamed(agent, "hi", run_config=config).stream_events():
        if event.type == "raw_response_event":
            use(event)
        taken += 1
    return taken


def leave_alone(event: Any) -> None:
    """Do nothing with an event."""


def touch_data(event: Any) -> object:
    """Have an event typed."""
    return event.data.type


async def count(stream: AsyncIterator[Any]) -> int:
    """Read a stream to its end."""
    taken = 0
    async for _ in stream:
        taken += 1
    return taken


# --- measuring ----------------------------------------------------------------------------------


def work(row: str, url: str, per_run: int) -> None:
    """Be the process of a row: read a response at each line of standard input, print its cost."""
    read = ROWS[row][1]
    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            gc.collect()
            began = time.process_time()
            taken = runner.run(read(url))
            used = time.process_time() - began
            assert taken >= per_run, f"{row}: {taken} events of {per_run}"
            print(used / per_run * 1e6, flush=True)


def child(*arguments: str) -> subprocess.Popen[str]:
    """Start this program in another role."""
    return subprocess.Popen(
        [sys.executable, __file__, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen[str]) -> float | None:
    """Have a row read a response; return its µs an event, or None if it failed."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write("\n")
        process.stdin.flush()
        return float(process.stdout.readline())
    except (BrokenPipeError, ValueError):
        return None


def measure(rows: list[str], per_run: int, runs: int, is_paced: bool) -> dict[str, float | None]:
    """Return the median cost of each row; the first round only warms up."""
    server = child("--serve", "--events", str(per_run), *["--paced"] * is_paced)
    assert server.stdout is not None
    url = f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
    workers = {row: child("--work", row, url, "--events", str(per_run)) for row in rows}
    try:
        rounds = [{row: ask(worker) for row, worker in workers.items()} for _ in range(runs + 1)]
    finally:
        for process in (server, *workers.values()):
            process.kill()
            process.communicate()
    return {row: median([each[row] for each in rounds[1:]]) for row in rows}


def median(taken: list[float | None]) -> float | None:
    """Return the median, or None where a run failed."""
    costs = [cost for cost in taken if cost is not None]
    return statistics.median(costs) if len(costs) == len(taken) else None


def report(costs: dict[str, float | None]) -> None:
    """Print every row with its ratio to the limit and to our runner."""
    base, ours = costs.get("limit"), costs.get("runner")
    print(f"{'path':44}{'CPU µs/event':>13}{'x limit':>9}{'x ours':>9}")
    for row, cost in costs.items():
        name = ROWS[row][0]
        if cost is None:
            reason = "not installed" if is_missing(row) else "failed"
            print(f"{name:44}{reason:>13}")
            continue
        ratios = [f"{cost / other:.2f}" if other else "-" for other in (base, ours)]
        print(f"{name:44}{cost:13.2f}{ratios[0]:>9}{ratios[1]:>9}")


def is_missing(row: str) -> bool:
    """Say whether a peer is not installed; the `peers` extra brings it."""
    return row == "openai-agents" and importlib.util.find_spec("agents") is None


def main() -> None:
    """Read the arguments and play the role they name."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--rows", nargs="*", choices=ROWS, default=list(ROWS))
    parser.add_argument("--paced", action="store_true", help="pause after each write")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.events, options.paced)
    elif options.work:
        work(*options.work, options.events)
    else:
        report(measure(options.rows, options.events, options.runs, options.paced))


if __name__ == "__main__":
    main()
